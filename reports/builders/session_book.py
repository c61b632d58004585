"""A closed session as the sheets of one workbook, for whoever reads it."""

from collections import defaultdict

from django.utils.text import capfirst

from councils.models import Conflict, Finding, Score, ScoreSheet
from councils.sessions.attendance import seats_of
from programs.enums import ProductGroup
from programs.tables import Column, Kind, Table
from reports.builders.score_summary import score_summary
from reports.builders.session_papers import concluded, evaluations_of

_PRODUCT = (
    Column(key="place", title="STT", kind=Kind.NUMBER, width=6),
    Column(key="product", title="Sản phẩm", width=26),
)


def session_book(session, user) -> dict[str, Table]:
    """{name of a sheet: Table}. What sheets say stands there for those who read them (C9, C10)."""
    evaluations = evaluations_of(session)
    places = {row.pk: place for place, row in enumerate(evaluations, 1)}
    sheets = list(_read(session, user))
    return {
        "Kết quả": _results(session, evaluations),
        "Điểm danh": _attendance(session),
        "Xung đột lợi ích": _conflicts(session, places),
        "Điểm thành viên": score_summary(session, user),
        "Điểm từng tiêu chí": _criteria(session, places, sheets),
        "Kết luận về tiêu chí": _findings(session, places, sheets),
    }


def _read(session, user):
    """The sheets that count, as far as this person reads them."""
    rows = ScoreSheet.objects.visible_to(user).counted().filter(evaluation__session=session)
    return rows.select_related("evaluation__dossier__product")


def _table(session, title, columns, rows, *notes):
    return Table(
        title=f"{title}, phiên {session.code}",
        columns=columns,
        rows=tuple(rows),
        notes=notes if rows else ("Không có dòng nào.", *notes),
        landscape=True,
        made_at=session.closed_at,
    )


def _results(session, evaluations):
    columns = (
        *_PRODUCT,
        Column(key="producer", title="Chủ thể", width=24),
        Column(key="commune", title="Địa phương", width=18),
        Column(key="group", title="Nhóm sản phẩm", width=16),
        Column(key="kind", title="Loại hồ sơ", width=14),
        Column(key="aimed", title="Sao đề nghị", kind=Kind.NUMBER, width=8),
        Column(key="sheets", title="Số phiếu", kind=Kind.NUMBER, width=8),
        Column(key="mean", title="Điểm trung bình", kind=Kind.NUMBER, width=10),
        Column(key="verdict", title="Kết luận", width=22),
        Column(key="reason", title="Lý do, ghi chú", width=40),
    )
    rows = [_result(place, each) for place, each in enumerate(evaluations, 1)]
    return _table(session, "Chương trình và kết quả", columns, rows)


def _result(place, evaluation):
    dossier, product = evaluation.dossier, evaluation.dossier.product
    mean = evaluation.mean
    why = [str(evaluation.found_gate)] if evaluation.found_gate else []
    return (
        place,
        str(product),
        str(product.producer),
        str(product.commune),
        ProductGroup(product.product_group).label,
        capfirst(dossier.get_kind_display()),
        dossier.aimed_star,
        evaluation.sheet_count,
        None if mean is None else float(mean),
        concluded(evaluation),
        " ".join(filter(None, [*why, evaluation.reason, evaluation.spread_reason])),
    )


def _attendance(session):
    columns = (
        Column(key="role", title="Vai trò", width=22),
        Column(key="body", title="Cơ quan", width=34),
        Column(key="presence", title="Có mặt", width=10),
        Column(key="member", title="Người dự", width=26),
        Column(key="authority", title="Văn bản cử đi thay", width=28),
        Column(key="note", title="Ghi chú", width=24),
    )
    rows = [
        (
            row.seat.get_role_display(),
            row.seat.body,
            row.get_presence_display(),
            str(row.member or ""),
            row.member.authority if row.member and row.member.stands_in else "",
            row.note,
        )
        for row in session.attendances.select_related("seat__agency", "member")
    ]
    return _table(session, "Điểm danh", columns, rows)


def _conflicts(session, places):
    columns = (
        *_PRODUCT,
        Column(key="body", title="Ghế không tham gia", width=34),
        Column(key="kind", title="Căn cứ", width=24),
        Column(key="reason", title="Nội dung", width=40),
    )
    rows = Conflict.objects.filter(evaluation__session=session)
    rows = rows.select_related("evaluation__dossier__product", "seat__agency")
    told = [
        (*_of(each, places), each.seat.body, each.get_kind_display(), each.reason) for each in rows
    ]
    return _table(session, "Xung đột lợi ích", columns, sorted(told))


def _of(row, places):
    """The place on the agenda and the product of what belongs to a dossier."""
    return places[row.evaluation_id], str(row.evaluation.dossier.product)


# --- What the sheets say -----------------------------------------------------------------------


def _criteria(session, places, sheets):
    """Criterion × member: a row for each criterion (or part) of each dossier."""
    seats = [seat for seat, _ in seats_of(session)] if sheets else []
    points = defaultdict(dict)  # {(place, product, order, code, title, most): {seat: points}}
    for key, seat, given in (*_scored(sheets, places), *_by_part(sheets, places)):
        points[key][seat] = given
    columns = (
        *_PRODUCT,
        Column(key="code", title="Mã", width=8),
        Column(key="title", title="Tiêu chí", width=40),
        Column(key="most", title="Điểm tối đa", kind=Kind.NUMBER, width=8),
        *(
            Column(
                key=f"seat_{seat.pk}",
                title=seat.body,
                kind=Kind.NUMBER,
                group="Điểm của thành viên",
                width=14,
            )
            for seat in seats
        ),
    )
    rows = [
        (place, product, code, title, most, *(given.get(seat.pk) for seat in seats))
        for (place, product, _, code, title, most), given in sorted(points.items(), key=_order)
    ]
    note = "Chỉ có phiếu mà người in được đọc; ô trống là không có phiếu."
    return _table(session, "Điểm từng tiêu chí", columns, rows, note)


def _order(item):
    place, _, position, code, *_ = item[0]
    return place, position, code


def _scored(sheets, places):
    known = {sheet.pk: sheet for sheet in sheets}
    rows = Score.objects.filter(sheet__in=known).select_related("criterion", "option")
    for row in rows:
        sheet, criterion = known[row.sheet_id], row.criterion
        facts = (criterion.position, criterion.code, criterion.title, criterion.max_points)
        given = row.option.points if row.option else 0
        yield (*_of(sheet, places), *facts), sheet.seat_id, given


def _by_part(sheets, places):
    """The points of sheets by part: of a regulation whose criteria the portal does not have."""
    for sheet in sheets:
        for part, given in sheet.parts.items():
            yield (*_of(sheet, places), 0, part, f"Phần {part}", None), sheet.seat_id, given


def _findings(session, places, sheets):
    """The levels that the Council recorded, of the dossiers whose sheets this person reads."""
    columns = (
        *_PRODUCT,
        Column(key="code", title="Mã", width=8),
        Column(key="title", title="Tiêu chí", width=40),
        Column(key="level", title="Mức Hội đồng kết luận", width=40),
        Column(key="note", title="Lý do", width=30),
    )
    rows = Finding.objects.filter(evaluation__in={sheet.evaluation_id for sheet in sheets})
    rows = rows.select_related("evaluation__dossier__product", "criterion", "option")
    told = [
        (
            *_of(each, places),
            each.criterion.code,
            each.criterion.title,
            each.option.label if each.option else "Không đạt mức nào",
            each.note,
        )
        for each in rows
    ]
    return _table(session, "Kết luận về tiêu chí", columns, sorted(told))
