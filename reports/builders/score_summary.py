"""The points of a closed session as one table: a product a row, a voting seat a column."""

from councils.agreement.figures import two_decimals
from councils.enums import SheetState
from councils.sessions.attendance import seats_of
from programs.tables import Column, Kind, Table
from reports.builders.session_papers import concluded, evaluations_of


def score_summary(session) -> Table:
    """Totals of the signed sheets, their mean and the conclusion; empty where a seat gave none."""
    seats = [seat for seat, _ in seats_of(session)]
    rows = []
    for place, evaluation in enumerate(evaluations_of(session), 1):
        totals = {
            sheet.seat_id: sheet.total
            for sheet in evaluation.sheets.all()
            if sheet.state == SheetState.SIGNED
        }
        product = evaluation.dossier.product
        mean = "" if evaluation.mean is None else two_decimals(evaluation.mean)
        given = [totals.get(seat.pk) for seat in seats]
        rows.append(
            (place, str(product), str(product.producer), *given, mean, concluded(evaluation))
        )
    return Table(
        title=f"Bảng tổng hợp điểm đánh giá, phân hạng sản phẩm OCOP, phiên {session.code}",
        subtitle=f"(Kèm theo Biên bản phiên {session.code} của {session.council})",
        label="Phụ lục",
        columns=(
            Column(key="place", title="STT", kind=Kind.NUMBER, width=6),
            Column(key="product", title="Sản phẩm", width=24),
            Column(key="producer", title="Chủ thể", width=22),
            *(
                Column(
                    key=f"seat_{seat.pk}",
                    title=seat.agency.short_name if seat.agency else seat.organisation,
                    kind=Kind.NUMBER,
                    group="Điểm của thành viên",
                    width=9,
                )
                for seat in seats
            ),
            Column(key="mean", title="Điểm trung bình", width=10),
            Column(key="verdict", title="Kết luận", width=20),
        ),
        rows=tuple(rows),
        landscape=True,
        made_at=session.closed_at,
    )
