"""What a member gave in a session, as a report to the head of the member's own body."""

from django.utils.timezone import localtime

from councils.agreement.figures import two_decimals
from councils.agreement.records import lines_of
from programs.citations import day_in_text
from reports.builders.session_papers import concluded, results_grid
from reports.papers.values import GridColumn, GridRow, Head, Paper, Paragraph, Signature

_COLUMNS = (
    (GridColumn(7, is_centred=True), "STT"),
    (GridColumn(33), "Sản phẩm, chủ thể"),
    (GridColumn(14, is_centred=True), "Điểm đã cho"),
    (GridColumn(14, is_centred=True), "Điểm trung bình"),
    (GridColumn(32), "Kết luận của Hội đồng"),
)


def member_record(attendance) -> Paper:
    """The báo cáo of one member on one closed session (dispatch of March 2024, II.4b)."""
    session, seat, member = attendance.session, attendance.seat, attendance.member
    day = localtime(session.closed_at).date()
    lines = lines_of(session, seat)
    return Paper(
        name=f"Báo cáo kết quả tham gia phiên {session.code} của {member}",
        made_at=session.closed_at,
        head=Head(issuer=(seat.body.upper(),), symbol="BC", place=_place(session), month=day),
        kind="BÁO CÁO",
        subject="Kết quả tham gia Hội đồng đánh giá, phân hạng sản phẩm OCOP",
        addressees=(f"Lãnh đạo {seat.body}",),
        blocks=(
            Paragraph(
                f"Ngày {day_in_text(day)}, {member} dự phiên {session.code} của {session.council} "
                f"với vai trò {seat.get_role_display()}, kết quả như sau:"
            ),
            results_grid(_COLUMNS, [_row(place, *line) for place, line in enumerate(lines, 1)]),
            Paragraph(
                "Người báo cáo đã đối chiếu hồ sơ với Bộ tiêu chí và chịu trách nhiệm về phiếu "
                "đánh giá của mình./."
            ),
        ),
        signatures=(Signature("NGƯỜI BÁO CÁO", str(member)),),
        receivers=("Như trên", "Lưu: VT"),
    )


def _place(session):
    return session.council.unit.name


def _row(place, evaluation, sheet, in_conflict):
    product = evaluation.dossier.product
    given = str(sheet.total) if sheet and sheet.total is not None else "không chấm"
    mean = "" if evaluation.mean is None or in_conflict else two_decimals(evaluation.mean)
    return GridRow(
        (
            str(place),
            f"{product} – {product.producer}",
            "không tham gia" if in_conflict else given,
            mean,
            concluded(evaluation),
        )
    )
