"""An illustrative sitting of the province: one dossier concluded, one in dispute, one being scored.

It is told on the days before the one on which the demonstration is filled, and is still open.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from councils.agreement import deciding
from councils.enums import ConflictKind, Presence
from councils.models import Session
from councils.sessions import attendance, conflicts, preparing, results
from councils.sessions.workflow import SESSION
from councils.sheets import scoring
from products.demo.data import told_on
from products.demo.dossiers import ACCEPTED, fill_dossiers
from products.demo.year import ASKING
from products.dossiers import sheets
from programs.answer_sheet import NONE_MET

RECEIVED, CALLED = 20, 9  # days ago
ON_AGENDA = 3
# Each of so many criteria a member scores one level below what the producer says.
EACH = 9
# The places in the Council of those who sign the first, the second and the third dossier.
SIGNING = (range(7), range(1, 7), range(2, 5))


def fill_sittings(people, council):
    """Dossiers of a unit go before the Council, are scored, and one is concluded."""
    officer, leader = (people[prefix, ASKING] for prefix in ("cb", "ld"))
    staff, secretary, chair = people["chuyenvien"], people["thuky"], people["lanhdao"]
    today = timezone.localdate()
    with told_on(today - timedelta(days=RECEIVED)):
        fill_dossiers(officer, leader, staff, stories=(ACCEPTED,) * ON_AGENDA)
    with told_on(today - timedelta(days=CALLED)):
        session = _called(council, secretary, today)
    with told_on(today, hour=8):
        _attend(session, secretary)
        SESSION.take(session, "open", by=secretary)
    first, second, third = session.evaluations.order_by("position")
    with told_on(today, hour=9):
        _present(first, secretary)
        _in_conflict(second, secretary)
        for evaluation, signing in zip((first, second, third), SIGNING, strict=True):
            _score(evaluation, signing)
    with told_on(today, hour=10):
        for evaluation in (first, second):
            deciding.open_scores(evaluation, by=chair)
        _agree(first, chair)
        deciding.conclude(first, by=secretary)


def _called(council, secretary, today):
    start = timezone.make_aware(datetime.combine(today, time(7, 30)))
    session = Session(council=council, code="demo-2026-tinh", starts_at=start)
    session.ends_at = start + timedelta(hours=4)
    session.place = "Hội trường Sở Nông nghiệp và Môi trường (minh họa)"
    preparing.write(session, by=secretary)
    preparing.put_on(session, preparing.candidates(session), by=secretary)
    reason = "Sở Văn hóa, Thể thao và Du lịch cử người sau (minh họa)."
    return SESSION.take(session, "call", by=secretary, answers={"gaps": reason})


def _attend(session, secretary):
    marks = [
        (seat, Presence.PRESENT, people[0], "") for seat, people in attendance.seats_of(session)
    ]
    attendance.record(session, marks, by=secretary)


def _present(evaluation, secretary):
    evaluation.presented_by = "Người đại diện chủ thể (minh họa)"
    evaluation.questions = "Hỏi: nguồn nguyên liệu mùa mưa? Đáp: có kho lạnh (minh họa)."
    evaluation.samples = 5
    results.note(evaluation, by=secretary, version=evaluation.version)


def _in_conflict(evaluation, secretary):
    """The chair's seat takes no part in the second dossier."""
    seat, _ = attendance.seats_of(evaluation.session)[0]
    reason = "Người thân làm việc tại cơ sở (minh họa)."
    conflicts.declare(evaluation, seat, ConflictKind.RELATION, reason, by=secretary)


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
