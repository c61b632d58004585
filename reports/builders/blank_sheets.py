"""The sheets on which members score by hand: one a member and dossier, each with its code.

They hold no points. Levels bear the numbers by which the sheet is keyed in afterwards.
"""

from functools import cache

from councils.models import OwnGate
from councils.sheets.codes import code_of
from councils.sheets.workbook import level_text
from products.dossiers.clocks import governing
from products.dossiers.sheets import criteria_of
from programs.answer_sheet import AnswerSheet, none_met
from programs.citations import Citations, of_regulation, without_titles
from programs.models import Regulation
from reports.builders.dossier_forms import BLANK_DAY, EMPTY, SIZE, node_level
from reports.papers.values import (
    Fill,
    Grid,
    GridColumn,
    GridRow,
    HeadCell,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    WritingLines,
)

_NAME = "Phiếu đánh giá, phân hạng sản phẩm OCOP"
_COLUMNS = (GridColumn(9, is_centred=True), GridColumn(77), GridColumn(14, is_centred=True))
_CRITERIA = ("Mã", "Tiêu chí, các mức", "Ghi số")
_PARTS = ("Phần", "Nội dung", "Điểm")
_HOW = (
    "Mỗi tiêu chí đánh dấu vào một ô và ghi số của mức đó ở cột bên phải; 0 là không đạt mức nào. "
    "(3*), (4*), (5*) là mức tối thiểu phải đạt của hạng 3, 4, 5 sao."
)
_HOW_PARTS = (
    "Tiêu chí chi tiết chấm trên phiếu của quy định; ở đây ghi điểm của từng phần, số nguyên."
)


def blank_sheets(places) -> list[Paper]:
    """A paper for each of these councils.sessions.places.SheetPlace, in their order."""
    known = list(Regulation.objects.prefetch_related("gates", "parts", "starbands"))
    laws, grids, papers = {}, {}, []
    own = cache(lambda rules: list(OwnGate.objects.filter(rules=rules)))
    for place in places:
        dossier, rules = place.evaluation.dossier, place.evaluation.session.council.rules_id
        if dossier.pk not in laws:
            laws[dossier.pk] = governing(dossier, known)
        law, which = laws[dossier.pk], dossier.criteria_set_id
        if (law.pk, which) not in grids:
            grids[law.pk, which] = _criteria(dossier) if which else _parts(law)
        papers.append(_paper(place, law, own(rules), grids[law.pk, which]))
    return papers


def _criteria(dossier):
    """What is scored, of a set whose criteria are known: so that no set is read twice."""
    sheet = AnswerSheet(criteria_of(dossier))
    rows = (_row(node) for node in sheet.nodes)
    most = sum(part.criterion.max_points for part in sheet.parts)
    return (Paragraph(_HOW), _grid(_CRITERIA, rows), Fill(f"Tổng điểm (tối đa {most})"))


def _row(node):
    criterion = node.criterion
    lines = [f"{criterion.title} (tối đa {criterion.max_points} điểm)"]
    if criterion.needs:
        lines[0] += f"; chỉ chấm khi có điểm ở tiêu chí {criterion.needs.code}"
    levels = [_level(option) for option in node.options]
    if node.may_meet_none:
        levels.append(_level(none_met(criterion)))
    title = (Run(lines[0], bold=True), Run("".join(f"\n{each}" for each in levels)))
    return GridRow((criterion.code, title, ""), level=node_level(node))


def _level(option):
    least = f" ({option.min_for_star}*)" if option.min_for_star else ""
    return f"{EMPTY} {level_text(option)}{least}"


def _parts(law):
    """The same of a regulation whose criteria are not known here."""
    parts = sorted(law.parts.all(), key=lambda part: part.code)
    rows = (
        GridRow((part.code, f"{part.title} (tối đa {part.max_points} điểm)", "")) for part in parts
    )
    most = sum(part.max_points for part in parts)
    return (Paragraph(_HOW_PARTS), _grid(_PARTS, rows), Fill(f"Tổng điểm (tối đa {most})"))


def _grid(titles, rows):
    return Grid(_COLUMNS, (tuple(map(HeadCell, titles)),), tuple(rows), size=11)


def _gates(law, own, product_set):
    """What ends the evaluation before any points count, to be ticked where it is found.

    The conditions of the law, then `own`, those of the Quy chế.
    """
    number = product_set and product_set.number
    of_law = sorted(law.gates.all(), key=lambda gate: gate.position) if product_set else ()
    gates = [gate for gate in (*of_law, *own) if gate.holds_for(number)]
    if gates:
        yield Heading("Điều kiện loại (đánh dấu nếu có)", 3)
        for gate in gates:
            yield Paragraph(f"{gate} ({gate.get_effect_display()})", mark=EMPTY)


def _paper(place, law, own, scored):
    evaluation, seat, member = place
    session, product = evaluation.session, evaluation.dossier.product
    who = ", ".join(filter(None, [str(member), member.job_title, seat.body]))
    return Paper(
        name=f"{_NAME}: {product}, {member}",
        kind=_NAME.upper(),
        subject=f"({Citations().cite(of_regulation(law))})",
        blocks=(
            Fill("Phiên họp", f"{session.code}, {session.council}"),
            Fill("Thành viên", f"{who} ({seat.get_role_display()})"),
            Fill(
                "Sản phẩm",
                f"{product} – {product.producer}, {product.commune} (số {evaluation.position} "
                f"trong chương trình, đề nghị {evaluation.dossier.aimed_star} sao)",
            ),
            *_gates(law, own, product.product_set),
            *scored,
            Heading("Ý kiến của thành viên", 3),
            WritingLines(),
        ),
        signatures=(
            Signature(
                "NGƯỜI ĐÁNH GIÁ",
                without_titles(str(member)),
                note="(ký, ghi rõ họ tên)",
                day=BLANK_DAY,
            ),
        ),
        size=SIZE,
        code=str(code_of(evaluation, seat)),
    )
