"""Sessions of a Council in any state, with their dossiers and sheets, and a valid row of each."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.utils import timezone

from councils.advisory.points import GROUP
from councils.enums import (
    UNDECIDED_SESSIONS,
    AdviceState,
    ConflictKind,
    Presence,
    SeatRole,
    SessionState,
    SheetState,
)
from councils.models import (
    AdvisoryReport,
    AdvisoryScore,
    AdvisorySheet,
    Attendance,
    Conflict,
    Council,
    Dismissal,
    Evaluation,
    Finding,
    OutsideResult,
    RecordReading,
    Relation,
    Score,
    ScoreSheet,
    Seat,
    Session,
    SheetsFile,
)
from councils.sheets import scoring
from councils.sheets.file_reading import Found
from councils.sheets.workbook import standing_of
from products.enums import DossierState
from programs.enums import Authority, Role
from programs.intake.outcomes import Outcome
from programs.models import CriteriaSet, Option, Regulation, User
from programs.uploads import staged
from tests.support.councils import make_council, make_sitting
from tests.support.factories import (
    make_criteria_set,
    make_dossier,
    make_producer,
    make_product,
    make_province,
    make_user,
    numbers,
    publish,
)

# The province sits under Decision 26/2026/QĐ-TTg, from 22/5/2026.
PROVINCE_TERM = date(2026, 5, 25)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Board:
    """A Council in force and the accounts on its seats; None where a seat has no account."""

    council: Council
    chair: User | None
    secretary: User | None
    members: tuple[User, ...]

    @property
    def voting(self):
        return (self.chair, self.secretary, *self.members)

    def seat(self, user) -> Seat:
        return self.council.seats.voting().get(members__user=user)


def make_board(members=2, *, level=Authority.PROVINCE, without=(), **fields):
    """A Council in force of chair, secretary and so many members.

    The seats of the roles in `without` are held by people who have no account.
    """
    if level == Authority.PROVINCE:
        fields = {"unit": make_province(), "starts_on": PROVINCE_TERM} | fields
    council = make_council("in_force", level=level, **fields)
    roles = [SeatRole.CHAIR, SeatRole.SECRETARY, *[SeatRole.MEMBER] * members]
    people = [None if role in without else make_user(Role.COUNCIL_MEMBER) for role in roles]
    for role, person in zip(roles, people, strict=True):
        make_sitting(council, role, user=person)
    chair, secretary, *others = people
    return Board(council, chair, secretary, tuple(others))


def make_scored_set(points=(37, 23, 40), minima=None, **options):
    """A published sheet of today's law: 0 or the most of each criterion.

    `minima` are {code: star} of best levels; option_1={…} says something of all first levels.
    """
    law = Regulation.objects.filter(code="26-2026").first()  # where none is loaded, another one
    criteria_set = make_criteria_set(law, points=points)
    levels = Option.objects.filter(criterion__criteria_set=criteria_set)
    for code, star in (minima or {}).items():
        levels.filter(criterion__code=code, number=2).update(min_for_star=star)
    for name, values in options.items():
        levels.filter(number=name.removeprefix("option_")).update(**values)
    return publish(criteria_set)


def make_ready_dossier(criteria_set=None, *, commune=None, **fields):
    """One that the province accepted, scored by this sheet."""
    criteria_set = criteria_set or make_scored_set()
    product = make_product(commune=commune, product_set=criteria_set.product_set)
    facts = {"state": DossierState.ACCEPTED, "criteria_set": criteria_set}
    return make_dossier(product, **facts | fields)


def make_session(council=None, state=SessionState.PREPARING, *dossiers, **fields):
    """A session the day after tomorrow, or one under way or over, with its agenda.

    As if its steps had been taken: its dossiers lie before the Council once it is called, and all
    seats are taken once it is open.
    """
    council = council or make_board(1, level=Authority.DISTRICT).council
    now = timezone.now()
    is_begun = state in {SessionState.OPEN, SessionState.CLOSED}
    starts_at = now - timedelta(hours=2) if is_begun else now + 2 * DAY
    values = {
        "code": f"phien-{next(numbers)}",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "place": "Hội trường A",
        "opened_at": starts_at if is_begun else None,
        "closed_at": now if state == SessionState.CLOSED else None,
    }
    if "prepared_by" not in fields:
        fields["prepared_by"] = make_user(Role.PROVINCE_ADMIN)
    session = Session.objects.create(council=council, state=state, **values | fields)
    for dossier in dossiers:
        make_evaluation(session, dossier)
    if is_begun:
        seat_all(session)
    return session


def make_evaluation(session=None, dossier=None, **fields):
    session = session or make_session()
    dossier = dossier or make_ready_dossier()
    is_before_it = session.state in UNDECIDED_SESSIONS - {SessionState.PREPARING}
    if is_before_it and dossier.state == DossierState.ACCEPTED:
        dossier.state = DossierState.IN_SESSION
        dossier.save()
    values = {"position": session.evaluations.count() + 1}
    return Evaluation.objects.create(session=session, dossier=dossier, **values | fields)


def seat_all(session):
    for seat in session.council.seats.voting():
        make_attendance(session, seat)


def make_attendance(session=None, seat=None, **fields):
    session = session or make_session()
    seat = seat or session.council.seats.voting().first()
    values = {"presence": Presence.PRESENT, "member": seat.members.first()}
    return Attendance.objects.create(session=session, seat=seat, **values | fields)


def make_conflict(evaluation=None, seat=None, **fields):
    evaluation = evaluation or make_evaluation()
    seat = seat or evaluation.session.council.seats.voting().last()
    values = {"kind": ConflictKind.DECLARED, "reason": "Người thân là chủ thể."}
    return Conflict.objects.create(evaluation=evaluation, seat=seat, **values | fields)


def make_relation(producer=None, **who):
    """A person close to a producer since the Council sits, somebody by name where nobody is named.

    Of a body where an agency or an organisation is.
    """
    values = {"kind": "supports" if {"agency", "organisation"} & who.keys() else "relative"}
    if not {"agency", "organisation", "user", "full_name"} & who.keys():
        values["full_name"] = f"Người thân Số {next(numbers)}"
    values |= {"since": PROVINCE_TERM, "source": "Thành viên báo cáo."}
    if "marked_by" not in who:
        who["marked_by"] = make_user(Role.PROVINCE_STAFF)
    return Relation.objects.create(producer=producer or make_producer(), **values | who)


def make_dismissal(evaluation=None, seat=None, **fields):
    evaluation = evaluation or make_evaluation()
    seat = seat or evaluation.session.council.seats.voting().last()
    values = {"kind": ConflictKind.OWN_AGENCY, "reason": "Đã thôi hỗ trợ."}
    values["dismissed_by"] = evaluation.session.prepared_by
    return Dismissal.objects.create(evaluation=evaluation, seat=seat, **values | fields)


# --- Sheets ------------------------------------------------------------------------------------


def make_scoring(board=None, criteria_set=None, **fields):
    """A dossier that is being scored in a session of this Council, all of whose seats are taken."""
    board = board or make_board()
    dossier = make_ready_dossier(criteria_set)
    return make_session(board.council, SessionState.OPEN, dossier, **fields).evaluations.get()


def levels(evaluation, *best, left=()):
    """{criterion's key: option's}: the best level of these criteria, the lowest of all others.

    `left` are codes that are not scored at all.
    """
    criteria = evaluation.dossier.criteria_set.criteria.exclude(options=None).distinct()
    return {
        row.pk: (row.options.last() if row.code in best else row.options.first()).pk
        for row in criteria
        if row.code not in left
    }


def save(evaluation, user, *best, left=(), evidence=None, version=None, desk=scoring.COUNCIL):
    """The member's sheet with these levels, as the page saves it."""
    if version is None:
        version = scoring.own_sheet(evaluation, user, desk).version
    chosen = levels(evaluation, *best, left=left)
    return scoring.save(evaluation, chosen, evidence or {}, by=user, version=version, desk=desk)


def sign(evaluation, user, *best, evidence=None, desk=scoring.COUNCIL):
    """The member's signed sheet: "1.1", "1.3" are the criteria at their best level."""
    sheet = save(evaluation, user, *best, evidence=evidence, desk=desk)
    return scoring.sign(sheet, "", by=user, read=sheet.version, desk=desk)


def make_sheet(evaluation=None, seat=None, state=SheetState.DRAFT, **fields):
    """A sheet in this state without scores; the total of a signed one is 60."""
    evaluation = evaluation or make_evaluation()
    seat = seat or evaluation.session.council.seats.voting().last()
    values = {"member": seat.members.first()}
    if state != SheetState.DRAFT:
        values["signed_at"] = timezone.now()
    if state in {SheetState.SIGNED, SheetState.REPLACED}:
        values["total"] = 60
    return ScoreSheet.objects.create(
        evaluation=evaluation, seat=seat, state=state, **values | fields
    )


def make_score(sheet=None, **fields):
    sheet = sheet or make_sheet()
    option = _option(sheet.evaluation)
    return Score.objects.create(sheet=sheet, criterion=option.criterion, option=option, **fields)


def make_finding(evaluation=None, **fields):
    evaluation = evaluation or make_evaluation()
    option = _option(evaluation)
    values = {"criterion": option.criterion, "option": option}
    return Finding.objects.create(evaluation=evaluation, **values | fields)


def _option(evaluation):
    sets = CriteriaSet.objects.filter(pk=evaluation.dossier.criteria_set_id)
    return Option.objects.filter(criterion__criteria_set__in=sets).last()


def make_sheets_file(evaluation=None, user=None):
    """A workbook that was read: one dossier, whose criteria are all to have their lowest level."""
    evaluation = evaluation or make_evaluation()
    user = user or make_user(Role.COUNCIL_MEMBER)
    found = Found(evaluation.pk, str(evaluation.dossier.product), "01", choices=levels(evaluation))
    found.standing = standing_of(scoring.own_sheet(evaluation, user))
    stored = SheetsFile(session=evaluation.session, user=user, outcome=Outcome.ACCEPT)
    stored.lines = [asdict(found)]
    return staged.keep(stored, "phiếu.xlsx", b"PK", ("read_file", "nộp tệp phiếu để kiểm tra"))


def make_reading(session=None, **fields):
    session = session or make_session(state=SessionState.CLOSED)
    seat = session.council.seats.voting().last()
    values = {"seat": seat, "read_by": make_user(Role.AGENCY_OFFICER)}
    return RecordReading.objects.create(session=session, **values | fields)


def make_outside(**fields):
    values = {"number": "15/QĐ-BNNMT", "issued_on": date(2026, 6, 9), "mean": 85, "star": 4}
    values |= {"evaluation": make_evaluation(), "recorded_by": make_user(Role.PROVINCE_ADMIN)}
    return OutsideResult.objects.create(**values | fields)


# --- The advisory group ------------------------------------------------------------------------


def make_group(council, members=1):
    """Accounts that have a seat in the group alone, its head first."""
    roles = [SeatRole.GROUP_HEAD, *[SeatRole.GROUP_MEMBER] * members]
    people = [make_user(Role.COUNCIL_MEMBER) for _ in roles]
    for role, person in zip(roles, people, strict=True):
        make_sitting(council, role, user=person)
    return people


def advise(evaluation, user, *best, **facts):
    """The signed sheet of one of the group."""
    return sign(evaluation, user, *best, desk=GROUP, **facts)


def make_advice(evaluation=None, state=AdviceState.DRAFT, **fields):
    """The group's report, with a proposal."""
    values = {
        "evaluation": evaluation or make_evaluation(),
        "proposal": "Đủ điều kiện.",
        "version": 1,
    }
    if state == AdviceState.COMPLETED:
        values["completed_at"] = timezone.now()
    return AdvisoryReport.objects.create(state=state, **values | fields)


def make_advisory_sheet(evaluation=None, seat=None, **fields):
    evaluation = evaluation or make_evaluation()
    council = evaluation.session.council
    seat = seat or make_sitting(council, SeatRole.GROUP_MEMBER)
    values = {"member": seat.members.first()}
    return AdvisorySheet.objects.create(evaluation=evaluation, seat=seat, **values | fields)


def make_advisory_score():
    sheet = make_advisory_sheet()
    option = _option(sheet.evaluation)
    return AdvisoryScore.objects.create(sheet=sheet, criterion=option.criterion, option=option)


SESSION_MAKERS = {
    Session: lambda: make_session(state=SessionState.CLOSED),
    Evaluation: make_evaluation,
    Attendance: make_attendance,
    Conflict: make_conflict,
    Dismissal: make_dismissal,
    Relation: make_relation,
    ScoreSheet: make_sheet,
    Score: make_score,
    Finding: make_finding,
    RecordReading: make_reading,
    OutsideResult: make_outside,
    AdvisoryReport: make_advice,
    AdvisorySheet: make_advisory_sheet,
    AdvisoryScore: make_advisory_score,
    SheetsFile: make_sheets_file,
}
