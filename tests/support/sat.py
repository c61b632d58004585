"""A Council whose people have names, and a session of it that sat: of each dossier another end."""

from datetime import date, time
from decimal import Decimal

from django.core.management import call_command
from django.utils import timezone

from councils.enums import ConflictKind, Presence, SeatRole, SessionState, SheetState, Verdict
from programs.enums import Authority
from programs.models import Gate
from tests.support.councils import make_council, make_member, make_seat
from tests.support.factories import make_producer, make_product, make_province
from tests.support.sessions import (
    PROVINCE_TERM,
    make_attendance,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_session,
    make_sheet,
)

# Role, body, person and job of each seat; of the last but one somebody stands in.
SEATS = (
    (SeatRole.CHAIR, "Ủy ban nhân dân tỉnh", "Ông TS. Trần Văn Chủ", "Phó Chủ tịch"),
    (SeatRole.DEPUTY, "Sở Nông nghiệp và Môi trường", "Bà Lê Thị Phó", "Giám đốc"),
    (SeatRole.SECRETARY, "Văn phòng Điều phối", "Nguyễn Thư Ký", ""),
    (SeatRole.MEMBER, "Sở Y tế", "Phạm Văn Y", "Phó Giám đốc"),
    (SeatRole.MEMBER, "Sở Công Thương", "Võ Thị Công", ""),
)
GROUP = (
    (SeatRole.GROUP_HEAD, "Chi cục Phát triển nông thôn", "Hồ Văn Tổ", "Chi cục trưởng"),
    (SeatRole.GROUP_MEMBER, "Hội Nông dân tỉnh", "Đinh Thị Tư", ""),
)


def make_named_council(people=SEATS + GROUP, **fields):
    """A Council of the province whose decision a deputy signed, with these seats."""
    facts = {
        "unit": make_province(),
        "starts_on": PROVINCE_TERM,
        "name": "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Quảng Ngãi",
        "signer": "Ông Nguyễn Văn Ký",
        "signer_title": "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
        "decision_number": "410/QĐ-UBND",
        "decided_on": PROVINCE_TERM,
    }
    state = fields.pop("state", "in_force")
    council = make_council(state, level=Authority.PROVINCE, **facts | fields)
    for role, body, name, job in people:
        seat = make_seat(council, role, organisation=body)
        make_member(seat, full_name=name, job_title=job)
    return council


def make_dossier_of(name, producer="HTX Mẫu", **fields):
    product = make_product(producer=make_producer(name=producer), name=name)
    dossier = make_ready_dossier(received_on=PROVINCE_TERM, **fields)
    dossier.product = product
    dossier.save()
    return dossier


def make_told_session(council=None, **fields):
    """A closed one: recognised in spite of a spread, one in conflict, a gate, one refused."""
    council = council or make_named_council()
    local = {"tzinfo": timezone.get_current_timezone()}
    day = date(2026, 6, 10)
    at = {
        name: timezone.datetime.combine(day, time(*hour), **local)
        for name, hour in (("starts_at", (7, 30)), ("opened_at", (7, 45)), ("closed_at", (11, 5)))
    }
    facts = at | {"ends_at": at["closed_at"], "code": "2026-dot-1", "minutes_number": "08/BB-HĐ"}
    session = make_session(council, SessionState.CLOSED, **facts | fields)
    health, trade = council.seats.filter(role=SeatRole.MEMBER).order_by("pk")
    _substitute(session, health)
    session.attendances.filter(seat=trade).update(presence=Presence.ABSENT, member=None)
    chair, deputy, secretary = council.seats.voting().exclude(role=SeatRole.MEMBER).order_by("pk")
    _recognised(session, (chair, deputy, secretary, health))
    _in_conflict(session, chair, (deputy, secretary, health))
    _stopped(session)
    _refused(session, (chair, deputy, secretary))
    return session


def _substitute(session, seat):
    """Who stands in for a seat on the day of the session."""
    paper = {"stands_in": True, "authority": "Giấy cử số 12/SYT ngày 09/6/2026"}
    days = {"since": session.day, "until": session.day}
    person = make_member(seat, full_name="Trương Thị Thay", **paper, **days)
    session.attendances.filter(seat=seat).delete()
    make_attendance(session, seat, member=person)


def _signed(evaluation, seats, totals):
    for seat, total in zip(seats, totals, strict=True):
        make_sheet(evaluation, seat, SheetState.SIGNED, total=total)


def _conclusion(verdict, star, mean, count):
    return {"verdict": verdict, "star": star, "mean": Decimal(mean), "sheet_count": count}


def _recognised(session, seats):
    evaluation = make_evaluation(
        session,
        make_dossier_of("Mật ong rừng", "HTX Ong Ba Tơ", aimed_star=4),
        **_conclusion(Verdict.RECOGNISE, 4, "79.333333", 3),
        presented_by="Bà Phạm Thị Chủ Thể",
        questions="Hỏi: nguồn hoa?\nĐáp: keo, cà phê.",
        spread_reason="hai phiếu thấp do nhãn cũ",
    )
    make_sheet(evaluation, seats[0], SheetState.REPLACED, total=61)
    for seat, total in zip(seats, (88, 74, 76), strict=False):
        edition = 2 if seat == seats[0] else 1
        make_sheet(evaluation, seat, SheetState.SIGNED, total=total, edition=edition)
    why = "Chưa nếm mẫu."
    make_sheet(evaluation, seats[3], SheetState.ABSTAINED, comment=why)


def _in_conflict(session, seat, others):
    dossier = make_dossier_of("Cà phê bột", aimed_star=5)
    evaluation = make_evaluation(
        session, dossier, **_conclusion(Verdict.FORWARD, 5, "92", 3), visited_on=date(2026, 6, 1)
    )
    make_conflict(evaluation, seat, kind=ConflictKind.RELATION, reason="Anh của giám đốc.")
    _signed(evaluation, others, (91, 92, 93))


def _stopped(session):
    gate = Gate.objects.get(regulation__code="26-2026", key="forged")
    dossier = make_dossier_of("Nước mắm")
    make_evaluation(session, dossier, gate=gate, verdict=Verdict.NOT_EVALUATED)


def _refused(session, seats):
    gate = Gate.objects.get(regulation__code="26-2026", key="not_all_from_province")
    evaluation = make_evaluation(
        session,
        make_dossier_of("Chè dây"),
        gate=gate,
        **_conclusion(Verdict.REFUSE, 2, "45.5", 2),
        reason="Chưa đạt mức tối thiểu của hạng 3 sao: tiêu chí 1.1.",
    )
    _signed(evaluation, seats[:2], (41, 50))


def load_law():
    call_command("loaddata", "regulations", "holidays", verbosity=0)
