"""A set's sheet of criteria to be filled in by hand, as a paper (Phụ lục II of the decision)."""

from django.utils.timezone import localtime

from programs.answer_sheet import AnswerSheet
from programs.citations import Citations, day_in_full, of_regulation, unit_in_text, without_titles
from programs.criteria_sheets import sheet_of
from reports.builders.dossier_forms import BLANK_DAY, EMPTY, SIZE, TICKED, node_level
from reports.papers.values import (
    Fill,
    Grid,
    GridColumn,
    GridRow,
    HeadCell,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Place,
    Run,
    Signature,
    WritingLines,
)

_NUMBER = GridColumn(9, is_centred=True)
_POINTS = GridColumn(12, is_centred=True)
_COLUMNS = (_NUMBER, GridColumn(67), _POINTS, _POINTS)
_TITLES = ("Mã", "Tiêu chí, mức điểm", "Điểm", "Chấm")


def criteria_sheet(criteria_set):
    """The empty sheet of a published set; its criteria and options should be prefetched."""
    sheet, law = AnswerSheet(sheet_of(criteria_set)), criteria_set.regulation
    where = law.parts.values_list("article", flat=True).first()
    most = sum(part.criterion.max_points for part in sheet.parts)
    rows = [row for node in sheet.nodes for row in _rows(node)]
    total = GridRow(("", "Tổng điểm", str(most), ""), level=2)
    name = "Phiếu đánh giá, phân hạng sản phẩm OCOP"
    return Paper(
        name=name,
        kind=name.upper(),
        subject=f"Bộ sản phẩm: {criteria_set.product_set}\n"
        f"({Citations().cite(of_regulation(law), where or '')})",
        blocks=(
            *map(Fill, ("Tên sản phẩm", "Mã số sản phẩm", "Chủ thể", "Điện thoại", "Địa chỉ")),
            Grid(_COLUMNS, (tuple(map(HeadCell, _TITLES)),), (*rows, total), size=11),
            Paragraph(
                "Ghi chú: (3*), (4*), (5*) là mức tối thiểu phải đạt của hạng 3, 4, 5 sao. Không "
                "chọn mức nào thì tiêu chí được 0 điểm."
            ),
            Heading("Ý kiến của người đánh giá", 3),
            WritingLines(),
        ),
        signatures=(Signature("NGƯỜI ĐÁNH GIÁ", note="(ký, ghi rõ họ tên)", day=BLANK_DAY),),
        size=SIZE,
    )


def filled_sheet(sheet, answers) -> Paper:
    """A member's signed sheet with the level that was chosen of each criterion ticked."""
    dossier = sheet.evaluation.dossier
    product, producer = dossier.product, dossier.product.producer
    law, where = dossier.criteria_set.regulation, unit_in_text(str(producer.commune))
    name = "Phiếu đánh giá, phân hạng sản phẩm OCOP"
    rows = [row for node in answers.nodes for row in _rows(node, is_filled=True)]
    most = sum(part.criterion.max_points for part in answers.parts)
    total = GridRow(("", "Tổng điểm", str(most), str(sheet.total)), level=2)
    day = localtime(sheet.signed_at).date()
    return Paper(
        name=f"{name}: {product}, {sheet.member}",
        made_at=sheet.signed_at,
        kind=name.upper(),
        subject=f"Bộ sản phẩm: {dossier.criteria_set.product_set}\n"
        f"({Citations().cite(of_regulation(law))})",
        blocks=(
            Fill("Tên sản phẩm", str(product)),
            Fill("Chủ thể", str(producer)),
            Fill("Điện thoại", producer.phone),
            Fill("Địa chỉ", ", ".join(filter(None, [producer.address, where]))),
            Grid(_COLUMNS, (tuple(map(HeadCell, _TITLES)),), (*rows, total), size=11),
            Heading("Ý kiến của người đánh giá", 3),
            Paragraph(sheet.comment or "Không."),
        ),
        signatures=(
            Signature("NGƯỜI ĐÁNH GIÁ", without_titles(str(sheet.member)), day=day_in_full(day)),
        ),
        size=SIZE,
    )


def bound(papers, name) -> Paper:
    """Several sheets as one paper, each on a page of its own with its own signature line."""
    blocks = []
    for paper in papers:
        [signature] = paper.signatures
        blocks += [PageBreak()] if blocks else []
        kind = Paragraph((Run(paper.kind, bold=True),), place=Place.CENTRE)
        blocks += [kind, Paragraph(paper.subject, place=Place.CENTRE)]
        blocks += [
            *paper.blocks,
            Paragraph(f"{signature.title}: {signature.name}, ký {signature.day}."),
        ]
    return Paper(name=name, made_at=papers[0].made_at, blocks=tuple(blocks), size=SIZE)


def _rows(node, *, is_filled=False):
    criterion = node.criterion
    hint = (Run(f" {criterion.guidance}", italic=True),) if criterion.guidance else ()
    title = (Run(criterion.title, bold=not node.children), *hint)
    level = node_level(node)
    given = str(node.points) if is_filled else ""
    yield GridRow((criterion.code, title, str(criterion.max_points), given), level=level)
    for option in node.options:
        least = f" ({option.min_for_star}*)" if option.min_for_star else ""
        tick = TICKED if is_filled and node.chosen == option else EMPTY
        yield GridRow(("", f"{tick} {option.label}", f"{option.points}{least}", ""))
    if is_filled and node.meets_none:
        yield GridRow(("", f"{TICKED} Không đạt mức nào", "0", ""))
    if is_filled and node.evidence:
        yield GridRow(("", (Run(f"Nhận xét, minh chứng: {node.evidence}", italic=True),), "", ""))
