"""Sessions of the world: a Council whose chair is the member and whose secretary is the secretary.

The secretary's seat is empty in them: what that role does it does by the seat, and scores nothing.
"""

from datetime import timedelta

from django.utils import timezone

from councils.advisory.points import GROUP
from councils.agreement import deciding
from councils.enums import AdviceState, Presence, SeatRole, SessionState, Verdict
from councils.models import ScoreSheet
from councils.sessions.workflow import SESSION
from programs.enums import Authority, Role
from programs.models import HolidayYear
from tests.support.councils import make_council, make_sitting
from tests.support.factories import make_producer, make_province, make_user
from tests.support.sessions import (
    PROVINCE_TERM,
    make_advice,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_relation,
    make_scored_set,
    make_session,
    make_sheets_file,
    save,
    sign,
)

PLACES = frozenset({"away", "CS", "CM"})
STATES = (SessionState.PREPARING, SessionState.CALLED, SessionState.OPEN, SessionState.CLOSED)


class Sessions:
    """What is made of one Council of the province and one sheet of criteria."""

    def __init__(self, world):
        self.world = world
        self.chair, self.secretary = world.people["CM"], world.people["CS"]
        self.members = [make_user(Role.COUNCIL_MEMBER) for _ in range(2)]
        self.criteria_set = make_scored_set()
        self.council = make_council(
            "in_force", level=Authority.PROVINCE, unit=make_province(), starts_on=PROVINCE_TERM
        )
        make_sitting(self.council, SeatRole.CHAIR, user=self.chair)
        self.secretarys = make_sitting(self.council, SeatRole.SECRETARY, user=self.secretary)
        for person in self.members:
            make_sitting(self.council, user=person)
        for person in (self.chair, self.secretary):  # both advise too; the group has no head
            make_sitting(self.council, SeatRole.GROUP_MEMBER, user=person)

    def add(self, kind, row, state, places=PLACES, **facts):
        self.world.add(kind, f"{kind} {state}", row, places, state=state, **facts)

    def session(self, state, **facts):
        dossier = make_ready_dossier(self.criteria_set)
        # The day before: a sitting of some hours ago began yesterday where it is early.
        dossier.accepted_on -= timedelta(days=1)
        dossier.save()
        facts.setdefault("prepared_by", make_user(Role.PROVINCE_ADMIN))
        session = make_session(self.council, state, dossier, **facts)
        self.leave(session)
        return session

    def leave(self, session):
        seat = session.attendances.filter(seat=self.secretarys)
        seat.update(presence=Presence.ABSENT, member=None)

    def evaluation(self):
        return self.session(SessionState.OPEN).evaluations.get()

    def signed(self):
        evaluation = self.evaluation()
        for person in (self.chair, *self.members):
            sign(evaluation, person, "1.1", "1.3")
        return evaluation

    def opened(self):
        return deciding.open_scores(self.signed(), by=self.chair)

    def concluded(self):
        return deciding.conclude(self.opened(), by=self.secretary)


def add_sessions(world):
    this = timezone.localdate().year
    for year in (this, this + 1):  # the notice of a session is counted in working days
        HolidayYear.objects.get_or_create(year=year, defaults={"source": "Thông báo"})
    made = Sessions(world)
    made.add("sitting_council", made.council, "in_force")
    _add_each_state(made)
    _add_dossiers(made)
    _add_relations(made)
    home = next(row.subject for row in world.rows["council"] if row.name == "home ended")
    session = make_session(home, SessionState.CLOSED)
    made.add("session_read", session, "closed", places={"home", "DO", "CS", "CM"})
    concluded = {"verdict": Verdict.RECOGNISE, "star": 3, "mean": 55}
    row = make_evaluation(session, **concluded)
    for kind, subject in (("evaluation_read", row), ("session_closed", session)):
        made.add(kind, subject, "closed", {"home", "DO", "CS", "CM"})


def _add_each_state(made):
    for state in STATES:
        session = made.session(SessionState.OPEN if state == SessionState.CLOSED else state)
        if state in {SessionState.OPEN, SessionState.CLOSED}:
            _conclude(session)
        if state == SessionState.CALLED:
            make_present(made, session)
        if state == SessionState.CLOSED:
            session = SESSION.take(session, "close", by=made.secretary, answers={})
        made.add("session", session, state)
        made.add("session_read", session, state)
        made.add("evaluation_read", session.evaluations.get(), state)
        made.add("agenda_row", session.evaluations.get(), state)
    start = timezone.now() - timedelta(hours=5)
    past = made.session(
        SessionState.OPEN, is_past=True, starts_at=start, ends_at=start + timedelta(hours=4)
    )
    _conclude(past)
    made.add("session_past", past, "open")
    _add_entered(made, start)


def _add_entered(made, start):
    """A sitting that was entered and confirmed, whose only result can be mended."""
    facts = {"starts_at": start, "ends_at": start + timedelta(hours=4), "is_past": True}
    session = made.session(SessionState.OPEN, **facts)
    _conclude(session)
    session = SESSION.take(session, "close", by=made.secretary, answers={})
    made.add("evaluation_past", session.evaluations.get(), "closed")


def make_present(made, session):
    for seat in made.council.seats.voting().exclude(pk=made.secretarys.pk):
        facts = {"presence": Presence.PRESENT, "member": seat.members.get()}
        session.attendances.create(seat=seat, **facts)


def _conclude(session):
    session.evaluations.update(mean=55, star=3, verdict=Verdict.RECOGNISE)


def _add_dossiers(made):
    opened, concluded, closed = made.opened(), made.concluded(), made.concluded()
    SESSION.take(closed.session, "close", by=made.secretary, answers={"above": "Đủ điểm."})
    made.add("evaluation", made.signed(), "open")
    made.add("evaluation_opened", opened, "open")
    made.add("evaluation_concluded", concluded, "open")
    made.add("evaluation_closed", closed, "closed")
    made.add("session_closed", closed.session, "closed")
    made.add("session_told", closed.session, "closed")  # of the province: its papers go out here
    own = made.evaluation()
    save(own, made.chair, "1.1")
    made.add("own_sheet", own, "open", person=made.chair)
    made.add("own_session", own.session, "open", person=made.chair)
    made.add("sheets_file", make_sheets_file(own, made.chair), "open", person=made.chair)
    apart = made.evaluation()
    made.add("evaluation_apart", apart, "open")
    conflict = make_conflict(apart, made.council.seats.get(role=SeatRole.CHAIR))
    made.add("conflict", conflict, "open")
    again = made.signed()
    sheet = ScoreSheet.objects.get(evaluation=again, member__user=made.members[0])
    made.add("signed_sheet", sheet, "open")
    on_paper = made.evaluation()
    made.add("paper_evaluation", on_paper, "open")
    made.add("paper_session", on_paper.session, "open")
    made.add("evaluation_forwarded", _forwarded(made), "closed", {"away", "CS", "CM"})
    for evaluation in (opened, concluded, closed, apart, again):  # whose pages lead there
        made.add("session_read", evaluation.session, evaluation.session.state)
        made.add("evaluation_read", evaluation, evaluation.session.state)
    _add_advice(made)
    _add_record(made)


def _add_relations(made):
    """Of somebody else, of people of some roles, and one that is over; of no unit in particular."""
    people = made.world.people
    day = timezone.localdate()
    for name in ("", "DO", "PX", "CM"):
        row = make_relation(user=people.get(name) or made.members[0])
        facts = {"state": "standing", "person": people.get(name)}
        made.world.add("relation", name or "another's", row, {"CS"}, **facts)
    over = make_relation(until=day, ended_by=people["PS"], end_reason="Hết hợp đồng.")
    made.world.add("relation_ended", "by name", over, {"CS"}, state="ended")
    made.world.add("related_producer", "away", make_producer(), {"CS"})


def _add_advice(made):
    """What the group writes, has signed, has completed; of a session that is called too."""
    written, signed, done = (made.evaluation() for _ in range(3))
    called = made.session(SessionState.CALLED).evaluations.get()
    for person in (made.chair, made.secretary):
        save(written, person, "1.1", desk=GROUP)
        sign(signed, person, "1.1", desk=GROUP)
    report = make_advice(written)
    made.add("advice", written, "open", person=made.chair)
    made.add("advice_report", report, "open", person=made.chair)
    made.add("advice_signed", signed, "open", person=made.chair)
    finished = [make_advice(row, AdviceState.COMPLETED) for row in (done, called)]
    made.add("advice_done", done, "open")
    made.add("session_advised", done.session, "open")
    made.add("advice_completed", finished[1], "called", person=made.chair)
    for evaluation in (written, signed, done, called):  # whose pages lead there
        made.add("session_read", evaluation.session, evaluation.session.state)
        made.add("evaluation_read", evaluation, evaluation.session.state)


def _forwarded(made):
    evaluation = made.opened()
    evaluation = deciding.conclude(evaluation, by=made.secretary)
    answers = {"above": "Đủ điểm."}
    SESSION.take(evaluation.session, "close", by=made.secretary, answers=answers)
    evaluation.verdict, evaluation.star, evaluation.mean = Verdict.FORWARD, 5, 92
    evaluation.save()
    return evaluation


def _add_record(made):
    """What somebody of the agency gave in a session of a Council that ended since."""
    council = make_council("ended", level=Authority.PROVINCE, unit=make_province())
    agency = made.world.people["PX"].agency
    make_sitting(council, SeatRole.CHAIR)
    seat = make_sitting(council, agency=agency, user=make_user(Role.COUNCIL_MEMBER))
    session = make_session(council, SessionState.CLOSED, make_ready_dossier(made.criteria_set))
    row = session.attendances.get(seat=seat)
    made.world.add("record", "record closed", row, {"agency"}, state="closed")
