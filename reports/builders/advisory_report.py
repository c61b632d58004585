"""What the advisory group reports to its Council of the dossiers of a session, as a paper."""

from dataclasses import replace

from django.utils.timezone import localtime

from councils.advisory.points import NOT_COUNTED, points_of
from councils.advisory.reports import completed_of
from councils.agreement.figures import two_decimals
from councils.enums import SeatRole
from councils.membership.composition import Composition
from programs.citations import day_in_text, without_titles
from reports.builders.advisory_lines import in_both, lines_of
from reports.builders.council_papers import council_head
from reports.builders.session_papers import results_grid
from reports.papers.values import GridColumn, GridRow, Heading, Paper, Paragraph, Signature

_POINTS = (
    (GridColumn(40), "Thành viên Tổ tư vấn"),
    (GridColumn(40), "Cơ quan"),
    (GridColumn(20, is_centred=True), "Điểm"),
)


def advisory_report(session, user) -> Paper | None:
    """The completed reports of the session that this person reads; None where there are none."""
    related = ("dossier__product__producer", "session__council")
    rows = completed_of(session, user).select_related(*(f"evaluation__{name}" for name in related))
    reports = list(rows.order_by("evaluation__position", "pk"))
    if not reports:
        return None
    made_at = max(report.completed_at for report in reports)
    composition = Composition(session.council, session.day)
    return Paper(
        name=f"Báo cáo của Tổ tư vấn, phiên {session.code}",
        made_at=made_at,
        head=_head(session.council, localtime(made_at).date()),
        kind="BÁO CÁO",
        subject="Ý kiến của Tổ tư vấn về các hồ sơ đánh giá, phân hạng sản phẩm OCOP",
        addressees=(str(session.council),),
        blocks=(
            Paragraph(
                f"Tổ tư vấn đã xem xét hồ sơ trong chương trình phiên {session.code}, ngày "
                f"{day_in_text(session.day)}, và báo cáo như sau:"
            ),
            *in_both(composition),
            *(
                block
                for place, report in enumerate(reports, 1)
                for block in _dossier(place, report, user)
            ),
            Paragraph("Tổ tư vấn báo cáo để Hội đồng xem xét./."),
        ),
        signatures=(Signature("TỔ TRƯỞNG", _head_of(composition)),),
        receivers=("Như trên", "Lưu: VT, HĐ"),
    )


def _head(council, day):
    """The group stands under its Council."""
    head = council_head(council, "BC-TTV", month=day)
    return replace(head, superior=head.issuer, issuer=("TỔ TƯ VẤN",))


def _head_of(composition):
    heads = (seat for seat in composition.seats if seat.role == SeatRole.GROUP_HEAD)
    holder = next(filter(None, map(composition.holder, heads)), "")
    return without_titles(str(holder))


def _dossier(place, report, user):
    evaluation = report.evaluation
    dossier = evaluation.dossier
    yield Heading(f"{place}. {dossier.product} – {dossier.product.producer}", level=2)
    for line in lines_of(report):
        yield Paragraph(line, mark="-")
    yield from _points(points_of(evaluation, user))


def _points(given):
    if not given.sheets:
        return
    yield Paragraph(f"Điểm của Tổ tư vấn ({NOT_COUNTED}):", mark="-")
    rows = [
        GridRow((str(sheet.member), sheet.seat.body, str(sheet.total))) for sheet in given.sheets
    ]
    mean = GridRow(("Trung bình của Tổ tư vấn", two_decimals(given.mean)), level=1, spans=2)
    yield results_grid(_POINTS, [*rows, mean])
