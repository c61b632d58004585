"""Dispatches and minutes as PDFs, in the layout of Nghị định 30/2020/NĐ-CP."""

from django.template.loader import render_to_string

from reports.renderers.press import PRESS

RULES = """
.head { display: flex; justify-content: space-between; text-align: center; font-size: 13pt }
.head > div:first-child { width: 74mm }
.head > div:last-child { width: 89mm }
.head.organs { font-size: 12pt }
.organ { font-weight: bold }
.caps { text-transform: uppercase }
.organ span, .motto span { display: inline-block }
.organ span::after, .what span::after { content: ""; display: block; width: 40% }
.organ span::after { margin: 1mm auto 0; border-top: .75pt solid }
.motto { font-size: 13pt; font-weight: bold }
.motto span { padding-bottom: .6mm; border-bottom: .75pt solid }
.nation { font-weight: bold; white-space: nowrap }
.numbers { margin-top: 2mm }
.day { font-style: italic }
.about { margin-top: 6pt; font-size: 12pt }
.to { margin: 6mm 0 2mm 32mm; font-size: 14pt }
.to p + p { margin-left: 17mm }
.text p { margin-top: 6pt; font-size: 14pt; line-height: 1.2 }
.text p { text-align: justify; text-indent: 12.7mm }
.name { margin-top: 6mm; font-size: 14pt; font-weight: bold; text-align: center }
.what { font-size: 14pt; font-weight: bold; text-align: center }
.what span { display: inline-block }
.what span::after { margin: 1mm auto 3mm; border-top: .75pt solid }
.text .part { font-weight: bold }
.text table { margin-top: 3mm; font-size: 13pt }
.text col:nth-child(1) { width: 9% }
.text col:nth-child(2) { width: 46% }
.text col:nth-child(3) { width: 15% }
.text tbody th { text-align: left }
.sign { display: flex; justify-content: space-between; margin-top: 6mm; break-inside: avoid }
.sign > div { width: 80mm; text-align: center }
.sign .left { text-align: left }
.for { font-size: 12pt; font-weight: bold; font-style: italic }
.left li, .left p + p { font-size: 11pt }
.who { font-size: 13pt; font-weight: bold; text-transform: uppercase }
.person { margin-top: 24mm; font-size: 14pt; font-weight: bold }
.together { break-inside: avoid }
"""


def letters(papers):
    """One PDF of these letters (reports.builders.dispatch.Letter), each from its page 1 on."""
    pages = [render_to_string("reports/pdf/letter.html", {"paper": paper}) for paper in papers]
    return PRESS.print(pages, RULES)


def minutes(paper):
    """The PDF of a reports.builders.dispatch.Minutes."""
    return PRESS.print(render_to_string("reports/pdf/minutes.html", {"paper": paper}), RULES)
