"""The points of a closed session as one table: a product a row, a voting seat a column."""

from councils.agreement.figures import two_decimals
from councils.models import ScoreSheet
from councils.sessions.attendance import seats_of
from programs.tables import Column, Kind, Table
from reports.builders.session_papers import concluded, evaluations_of

_EMPTY = "Chỗ không có điểm: thành viên không chấm."
_WITHHELD = "Chỗ không có điểm: thành viên không chấm, hoặc điểm không mở cho người in bảng."


def score_summary(session, user) -> Table:
    """Means and conclusions for whoever may see the session (matrix C10).

    What a seat gave stands beside them for those alone who read that sheet (C9): of a dossier with
    which somebody is in conflict they get no total. A note says whether some were left out.
    """
    sheets = ScoreSheet.objects.counted().filter(evaluation__session=session)
    read = sheets.visible_to(user)
    totals = {(row.evaluation_id, row.seat_id): row.total for row in read}
    seats = [seat for seat, _ in seats_of(session)] if totals else []
    note = _EMPTY if len(totals) == sheets.count() else _WITHHELD
    return Table(
        title=f"Bảng tổng hợp điểm đánh giá, phân hạng sản phẩm OCOP, phiên {session.code}",
        subtitle=f"(Kèm theo Biên bản phiên {session.code} của {session.council})",
        label="Phụ lục",
        columns=tuple(_columns(seats)),
        rows=tuple(
            _row(place, each, [totals.get((each.pk, seat.pk)) for seat in seats])
            for place, each in enumerate(evaluations_of(session), 1)
        ),
        notes=(_legend(seats), note) if seats else (),
        landscape=True,
        made_at=session.closed_at,
    )


def _columns(seats):
    yield Column(key="place", title="STT", kind=Kind.NUMBER, width=6)
    yield Column(key="product", title="Sản phẩm", width=24)
    yield Column(key="producer", title="Chủ thể", width=22)
    for number, seat in enumerate(seats, 1):
        yield Column(
            key=f"seat_{seat.pk}",
            title=str(number),  # names of bodies would break in so narrow columns
            kind=Kind.NUMBER,
            group="Điểm của thành viên",
            width=6,
        )
    yield Column(key="mean", title="Điểm trung bình", width=10)
    yield Column(key="verdict", title="Kết luận", width=20)


def _legend(seats):
    named = (f"{number}. {seat.body}" for number, seat in enumerate(seats, 1))
    return f"Thành viên: {'; '.join(named)}."


def _row(place, evaluation, totals):
    product = evaluation.dossier.product
    mean = "" if evaluation.mean is None else two_decimals(evaluation.mean)
    return (place, str(product), str(product.producer), *totals, mean, concluded(evaluation))
