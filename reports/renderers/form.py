"""A paper form as a PDF, in the layout of Nghị định 30/2020/NĐ-CP; its value names its template."""

from django.template.loader import render_to_string

from reports.renderers.press import PRESS

RULES = """
body { text-align: justify; }
p { margin: 0 0 6pt; text-indent: 10mm; }
.head { display: flex; margin-bottom: 6mm; }
.head > div { width: 66mm; }
.head > div:last-child { width: 99mm; white-space: nowrap; }
.head p, .centre p, .sign p { margin: 0; text-align: center; text-indent: 0; }
.head .issuer { font-weight: bold; }
.head .number { padding-top: 3mm; }
.under { display: inline-block; border-bottom: 0.75pt solid; }
.short { display: inline-block; }
.short::after { content: ""; display: block; width: 45%; margin: 1mm auto 0; }
.short::after { border-top: 0.75pt solid; }
.form-name { margin: 0 0 2mm; text-align: right; text-indent: 0; font-weight: bold; }
.title { margin-top: 4mm; }
.about { margin: 0 0 5mm; text-align: center; text-indent: 0; font-weight: bold; }
h2, h3 { margin: 3mm 0 6pt; font-size: 13pt; break-after: avoid; text-indent: 10mm; }
h3 { font-style: italic; }
.fill:empty::after { content: leader('.'); }
.lines { break-inside: avoid; }
.blank { height: 1.1em; border-bottom: 0.75pt dotted; }
.ticks { margin: 0 0 6pt; padding: 0; list-style: none; }
.two { columns: 2; }
.ticks li { padding-left: 16mm; text-indent: -6mm; text-align: left; }
.scores { margin: 3mm 0; border-left: 0; font-size: 11pt; line-height: 1.15; }
.scores tr > :first-child { border-left: 0.5pt solid; }
.scores th, .scores td { text-align: left; }
.scores thead th, .scores .number { text-align: center; }
.scores .code, .scores .points { width: 9%; }
.scores .level { width: 27%; }
.scores .proof { width: 21%; }
.blank-sheet .points { width: 12%; }
.scores .level-0 > * { background: #e6e6e6; font-weight: bold; }
.scores .level-1 > *, .blank-sheet th { font-weight: bold; }
.scores .level-0, .scores .level-1 { break-after: avoid; }
.blank-sheet .level-2, .blank-sheet .level-3 { break-after: avoid; }
.scores .criterion { break-after: auto; }
.scores .criterion > * { font-weight: normal; }
.blank-sheet .criterion .option { padding-left: 7mm; text-indent: -5mm; }
small, .small { font-size: 10pt; font-style: italic; font-weight: normal; }
.sign { display: flex; justify-content: flex-end; margin-top: 4mm; }
.sign { break-inside: avoid; break-before: avoid; }
.sign > div { width: 82mm; }
.sign > .left { margin-right: auto; }
.sign .day { font-style: italic; white-space: nowrap; }
.sign .power { font-weight: bold; text-transform: uppercase; }
.sign .name { padding-top: 18mm; font-weight: bold; }
.sign .left p { font-size: 11pt; text-align: left; }
.sign .left .receivers { font-size: 12pt; font-weight: bold; font-style: italic; }
.official { display: flex; gap: 5mm; break-inside: avoid; }
.official > div { width: 80mm; padding: 2mm; border: 0.5pt solid; }
.official p { margin: 0 0 2mm; text-align: left; text-indent: 0; }
.official .space { height: 13mm; }
"""


def render(paper):
    return PRESS.print(render_to_string(paper.template, {"paper": paper}), RULES)
