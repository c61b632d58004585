"""The workbook of a member's own sheets of a session, with what stands on them already."""

from councils.enums import SheetState
from councils.sheets.codes import code_of
from councils.sheets.own_list import own_list
from councils.sheets.part_points import part_sheet
from councils.sheets.workbook import COLUMNS, COMMENT, level_text, mark_of
from products.dossiers.clocks import governing
from products.dossiers.sheets import criteria_of
from programs.answer_sheet import answered, none_met
from programs.models import Regulation
from reports.renderers.score_workbook import Line, ScoreWorkbook, SheetPage

_GUIDE = (
    "Mỗi hồ sơ là một trang tính; danh sách ở dưới, bấm vào tên để mở. Chỉ điền ô nền vàng.",
    "Cột “Mức chấm”: chọn trong danh sách của ô, hoặc ghi số của mức; để trống là chưa chấm.",
    "Không đổi tên cột, không gộp ô, không xóa dòng, không sửa dòng mã phiếu ở đầu trang.",
    "Nộp lại tệp ở trang “Phiếu Excel của tôi” của phiên họp; cổng cho xem trước rồi lưu nháp.",
    "Phiếu chỉ có giá trị khi bạn ký trên cổng.",
)
# Of a product's name in the name of a sheet of a workbook, and what cannot stand there.
_LONGEST_NAME = 24
_UNNAMED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def score_workbook(session, user) -> ScoreWorkbook:
    """Each own sheet that is not signed yet on a page; the others are named in the guide."""
    known = list(Regulation.objects.prefetch_related("parts", "starbands"))
    sets, pages, contents = {}, [], {}
    for number, (place, sheet) in enumerate(own_list(session, user), 1):
        product = place.evaluation.dossier.product
        text = f"{number}. {product} – {product.producer}"
        if sheet.state != SheetState.DRAFT or place.evaluation.verdict:
            contents[f"{text}: đã ký hoặc đã kết luận, không có trong tệp"] = ""
            continue
        name = f"{number:02} {str(product).translate(_UNNAMED)[:_LONGEST_NAME]}".strip()
        contents[text] = name
        pages.append(_page(name, place, sheet, _lines(place, sheet, sets, known)))
    return ScoreWorkbook(
        title=f"Phiếu đánh giá của tôi, phiên {session.code}",
        guide=_GUIDE,
        pages=tuple(pages),
        contents=contents,
    )


def _page(name, place, sheet, lines):
    product = place.evaluation.dossier.product
    above = (
        f"Phiếu đánh giá: {product} – {product.producer}",
        f"Thành viên: {place.member}, {place.seat.body}",
        mark_of(code_of(place.evaluation, place.seat), sheet),
    )
    comment = Line(COMMENT.key, COMMENT.title, remark=sheet.comment, remark_only=True)
    return SheetPage(name, above, COLUMNS, (*lines, comment))


def _lines(place, sheet, sets, known):
    dossier = place.evaluation.dossier
    which = dossier.criteria_set_id
    if not which:
        return _of_parts(part_sheet(sheet, governing(dossier, known)))
    if which not in sets:
        sets[which] = criteria_of(dossier)
    answers = answered(sets[which], sheet.scores.all() if sheet.pk else ())
    return [_line(node) for node in answers.nodes]


def _line(node):
    criterion = node.criterion
    title = f"{criterion.title} (tối đa {criterion.max_points})"
    if node.children:
        return Line(criterion.code, title, is_head=True)
    levels = [*node.options, *([none_met(criterion)] if node.may_meet_none else [])]
    chosen = level_text(node.chosen) if node.chosen else None
    return Line(criterion.code, title, chosen, node.evidence, tuple(map(level_text, levels)))


def _of_parts(answers):
    return [
        Line(
            part.code,
            f"{part.title} (ghi điểm, tối đa {part.max_points})",
            answers.points.get(part.code),
            most=part.max_points,
        )
        for part in answers.parts
    ]
