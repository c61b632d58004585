"""A set's sheet of criteria to be filled in by hand, as a paper (Phụ lục II of the decision)."""

from programs.answer_sheet import AnswerSheet
from programs.citations import Citations, of_regulation
from programs.criteria_sheets import sheet_of
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


def _rows(node):
    criterion = node.criterion
    hint = (Run(f" {criterion.guidance}", italic=True),) if criterion.guidance else ()
    title = (Run(criterion.title, bold=not node.children), *hint)
    level = node_level(node)
    yield GridRow((criterion.code, title, str(criterion.max_points), ""), level=level)
    for option in node.options:
        least = f" ({option.min_for_star}*)" if option.min_for_star else ""
        yield GridRow(("", f"{EMPTY} {option.label}", f"{option.points}{least}", ""))
