"""Illustrative sittings: of a district in 2024, one on paper, and the province's that is open.

Of the last one dossier is concluded, one in dispute, one being scored; of the second two seats
take no part, by what is marked of its producer. It is told on the days
before the one on which the demonstration is filled.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from councils.advisory import reports
from councils.advisory.points import GROUP
from councils.advisory.workflow import ADVICE
from councils.agreement import deciding
from councils.enums import Presence, RelationKind, SeatRole
from councils.membership.setting_up import name_of, write_outside
from councils.models import AdvisoryReport, Council, Relation, Session
from councils.relations import marking
from councils.sessions import attendance, preparing, results
from councils.sessions.workflow import SESSION
from councils.sheets import scoring
from products.demo.data import told_on
from products.demo.dossiers import ACCEPTED, fill_dossiers, fill_re_evaluations
from products.demo.year import ASKING
from products.dossiers import sheets
from programs.answer_sheet import NONE_MET
from programs.enums import Authority
from programs.models import Unit

RECEIVED, HELD, CALLED, SURVEYED = 20, 15, 9, 4  # days ago
CHECKED_2024, CALLED_2024, SITTING_2024 = date(2024, 5, 20), date(2024, 6, 3), date(2024, 6, 20)
PARTS_2024 = {"A": 27, "B": 16, "C": 22}
ON_AGENDA = 3
# Each of so many criteria a member scores one level below what the producer says.
EACH = 9
# The places in the Council of those who sign the first, the second and the third dossier.
SIGNING = (range(7), range(1, 6), range(2, 5))
SUPPORTING = "cc-ptnt"


def fill_sittings(people, council):
    """Dossiers of a unit go before the Council, are scored, and one is concluded."""
    officer, leader = (people[prefix, ASKING] for prefix in ("cb", "ld"))
    staff, secretary, chair = people["chuyenvien"], people["thuky"], people["lanhdao"]
    today = timezone.localdate()
    if today - timedelta(days=RECEIVED) < council.starts_on:
        return  # a demonstration of the years before there was this Council
    with told_on(today - timedelta(days=RECEIVED)):
        stories = (ACCEPTED,) * ON_AGENDA
        fill_dossiers(officer, leader, staff, stories, one_a_producer=True)
    with told_on(today - timedelta(days=CALLED)):
        place = "Hội trường Sở Nông nghiệp và Môi trường"
        session = _prepared(council, secretary, today, "demo-2026-tinh", place)
        _relate(session.evaluations.get(position=2), council, staff)
        session = _called(session, secretary)
    with told_on(today - timedelta(days=SURVEYED)):
        _advise(session, people["vpdp"], people["tv.vanhoa"])
    with told_on(today, hour=8):
        _attend(session, secretary)
        SESSION.take(session, "open", by=secretary)
    first, second, third = session.evaluations.order_by("position")
    with told_on(today, hour=9):
        _present(first, secretary)
        for evaluation, signing in zip((first, second, third), SIGNING, strict=True):
            _score(evaluation, signing)
    with told_on(today, hour=10):
        deciding.open_scores(first, by=chair)
        deciding.open_scores(second, by=secretary)  # the chair takes no part in it
        _agree(first, chair)
        deciding.conclude(first, by=secretary)


def fill_outside_sitting(people):
    """A sitting that was held on paper, before its Council was on the portal: one entered it."""
    officer, leader = (people[prefix, ASKING] for prefix in ("cb", "ld"))
    staff, admin = people["chuyenvien"], people["quantri"]
    today = timezone.localdate()
    held, begun = (today - timedelta(days=days) for days in (HELD, RECEIVED))
    with told_on(begun):
        fill_dossiers(officer, leader, staff, stories=(ACCEPTED,))
    with told_on(held + timedelta(days=1)):
        council = Council(level=Authority.PROVINCE, unit=Unit.objects.province_on(begun))
        council.name = f"{name_of(council.level, council.unit)} (ngoài cổng)"
        council.starts_on = begun
        council = write_outside(council, by=staff)
        session = _prepared(council, staff, held, "demo-ngoai-cong", "Hội trường B", is_past=True)
        session = SESSION.take(session, "open", by=staff)
        [evaluation] = session.evaluations.all()
        evaluation.mean, evaluation.star = Decimal("82.75"), 4
        results.note(evaluation, by=staff, version=evaluation.version)
        SESSION.take(session, "close", by=admin, answers={"minutes_number": "03/BB-HĐ"})


def fill_district_sitting(people, council, leader, officer):
    """A district's Council of 2024: its law's criteria are not known, so points go by part."""
    with told_on(CHECKED_2024):
        before = CHECKED_2024.replace(year=2023)
        fill_re_evaluations(officer, ON_AGENDA, before)
    with told_on(CALLED_2024):
        place = "Hội trường huyện"
        session = _prepared(council, officer, SITTING_2024, "demo-2024-huyen", place)
        session = _called(session, officer)
    with told_on(SITTING_2024, hour=8):
        _attend(session, officer)
        SESSION.take(session, "open", by=officer)
        for evaluation in session.evaluations.order_by("position"):
            _present(evaluation, officer)
            _score_parts(evaluation)
            evaluation.refresh_from_db()
            deciding.open_scores(evaluation, by=leader)
            deciding.conclude(evaluation, by=officer)
    with told_on(SITTING_2024, hour=11):
        SESSION.take(session, "close", by=officer, answers={"minutes_number": "08/BB-HĐ"})


def _score_parts(evaluation):
    """Each who is there gives some points of each part, the third product few."""
    for number, row in enumerate(evaluation.session.attendances.exclude(member=None)):
        user = row.member.user
        less = number % 3 + (6 if evaluation.position == ON_AGENDA else 0)
        points = {part: most - less for part, most in PARTS_2024.items()}
        sheet = scoring.save_parts(evaluation, points, by=user, version=1)
        scoring.sign(sheet, "", by=user, read=sheet.version)


def _prepared(council, secretary, day, code, place, **facts):
    start = timezone.make_aware(datetime.combine(day, time(7, 30)))
    session = Session(council=council, code=code, starts_at=start, **facts)
    session.ends_at = start + timedelta(hours=4)
    session.place = f"{place} (minh họa)"
    preparing.write(session, by=secretary)
    # Those that are told of later days were not there yet.
    there = preparing.candidates(session).filter(received_on__lte=day)
    return preparing.put_on(session, there, by=secretary)


def _called(session, secretary):
    reason = "Cơ quan còn thiếu cử người sau (minh họa)."
    return SESSION.take(session, "call", by=secretary, answers={"gaps": reason})


def _attend(session, secretary):
    """Everybody with an account is there."""
    marks = [
        (seat, Presence.PRESENT, people[0], "")
        if people and people[0].user_id
        else (seat, Presence.ABSENT, None, "bận công tác")
        for seat, people in attendance.seats_of(session)
    ]
    attendance.record(session, marks, by=secretary)


def _present(evaluation, secretary):
    evaluation.presented_by = "Người đại diện chủ thể (minh họa)"
    evaluation.questions = "Hỏi: nguồn nguyên liệu mùa mưa? Đáp: có kho lạnh (minh họa)."
    evaluation.samples = 5
    results.note(evaluation, by=secretary, version=evaluation.version)


def _relate(evaluation, council, staff):
    """What is known of the second dossier's producer: two seats take no part in it.

    The chair's brother manages it; a body of the Council paid for its packaging.
    """
    producer, since = evaluation.dossier.product.producer, council.starts_on
    chair = council.seats.get(role=SeatRole.CHAIR).members.get()
    body = council.seats.voting().get(agency__code=SUPPORTING).agency
    for facts in (
        {
            "kind": RelationKind.RELATIVE,
            "user": chair.user,
            "source": "Thành viên tự khai: em trai là người quản lý cơ sở (minh họa).",
        },
        {
            "kind": RelationKind.SUPPORTS,
            "agency": body,
            "source": "Chương trình hỗ trợ bao bì, nhãn mác năm 2026 (minh họa).",
        },
    ):
        marking.mark(Relation(producer=producer, since=since, **facts), by=staff)


def _advise(session, head, adviser):
    """The group has completed one report, with a survey, begun the second, and left the third."""
    first, second, _ = session.evaluations.order_by("position")
    for number, person in enumerate((head, adviser)):
        choices = dict(_levels(first, number))
        sheet = scoring.save(first, choices, {}, by=person, version=1, desk=GROUP)
        scoring.sign(sheet, "Đã đi xem (minh họa).", by=person, read=sheet.version, desk=GROUP)
    report = AdvisoryReport(
        evaluation=first,
        supplements="Bản sao phiếu kiểm nghiệm còn hiệu lực (minh họa).",
        surveyed_on=timezone.localdate(),
        survey_place="cơ sở sản xuất của chủ thể",
        survey_people="Tổ trưởng và thành viên Tổ tư vấn",
        survey_findings="Cơ sở sạch, có sổ theo dõi nguyên liệu (minh họa).",
        tests="Vi sinh vật, kim loại nặng",
        laboratory="phòng thử nghiệm được chỉ định (minh họa)",
        test_results="đạt",
        proposal="Hồ sơ đủ điều kiện để Hội đồng đánh giá (minh họa).",
        proposed_star=first.dossier.aimed_star,
    )
    report = reports.write(report, by=adviser)
    ADVICE.take(report, "complete", by=head)
    reports.write(AdvisoryReport(evaluation=second, proposal="Đang xem xét."), by=adviser)


def _score(evaluation, signing):
    places = attendance.seats_of(evaluation.session)
    for number in signing:
        [member] = places[number][1]
        choices = dict(_levels(evaluation, number))
        facts = {"by": member.user, "version": 1}
        sheet = scoring.save(evaluation, choices, {}, **facts)
        scoring.sign(sheet, "Đạt yêu cầu (minh họa).", by=member.user, read=sheet.version)


def _levels(evaluation, number):
    """(criterion, level): as the producer says, but for some that this member sees lower.

    Of the first dossier all see the best level of each criterion with minima.
    """
    for place, leaf in enumerate(sheets.load(evaluation.dossier).leaves):
        if not leaf.is_counted:
            continue
        lower = [option for option in leaf.options if option.points < leaf.points]
        has_minima = any(option.min_for_star for option in leaf.options)
        if has_minima and evaluation.position == 1:
            yield leaf.criterion.pk, leaf.options[-1].pk
        elif (place + number) % EACH == 0 and lower and not leaf.criterion.needed_by.exists():
            yield leaf.criterion.pk, lower[-1].pk
        else:
            yield leaf.criterion.pk, NONE_MET if leaf.meets_none else leaf.chosen.pk


def _agree(evaluation, chair):
    """The chair finds of each criterion in dispute what most of the sheets say."""
    judgement = deciding.judgement_of(evaluation)
    nodes = {row.code: row for row in next(iter(judgement.matter.sheets.values())).sheet.criteria}
    levels = {
        nodes[each.code]: max(each.levels, key=each.levels.count) for each in judgement.disputed
    }
    deciding.record(evaluation, levels, "", by=chair)
