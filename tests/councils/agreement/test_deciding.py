"""How a Council concludes on a dossier: opened, agreed upon, concluded, taken back."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councils.agreement import deciding
from councils.enums import (
    ConflictKind,
    Presence,
    SeatRole,
    SessionMode,
    SessionState,
    Standing,
    Verdict,
)
from councils.models import Evaluation, ScoreSheet
from councils.sessions.workflow import SESSION
from councils.sheets import scoring
from products.enums import DossierState
from products.models import Dossier
from programs.acts import StepRefused
from programs.enums import GateEffect, Role
from programs.models import Event
from tests.support.councils import make_sitting
from tests.support.factories import make_user
from tests.support.rows import make_gate
from tests.support.sessions import (
    DAY,
    make_board,
    make_conflict,
    make_ready_dossier,
    make_scored_set,
    make_scoring,
    make_session,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
# Totals of four sheets that are 14 points apart.
WIDE = (["1.1", "1.3"], ["1.1", "1.2"], ["1.2", "1.3"], ["1.1", "1.3"])


def refused(act, *args, **facts):
    with pytest.raises(StepRefused) as refusal:
        act(*args, **facts)
    return refusal.value


def sign_all(board, evaluation, *best, people=None):
    """All of the Council sign alike, or as `best` says of each in turn."""
    people = people or board.voting
    for number, person in enumerate(people):
        each = best[number] if best and isinstance(best[0], list) else best
        sign(evaluation, person, *each)
    return evaluation


@pytest.fixture
def signed(board, evaluation):
    """All four have given 77 points."""
    return sign_all(board, evaluation, "1.1", "1.3")


@pytest.fixture
def opened(board, signed):
    return deciding.open_scores(signed, by=board.chair)


@pytest.fixture
def concluded(board, opened):
    return deciding.conclude(opened, by=board.secretary)


# --- Opening -----------------------------------------------------------------------------------


def test_the_chair_opens_the_scores_once_all_sheets_are_in(board, signed):
    assert deciding.open_scores(signed, by=board.chair).opened_at


@pytest.mark.parametrize("who", ["secretary", "member", *(role.value for role in Role)])
def test_nobody_else_opens_them(board, signed, who):
    people = {"secretary": board.secretary, "member": board.members[0]}
    person = people.get(who) or make_user(Role(who))

    assert deciding.opening_refusal(signed, person).status == 403


def test_the_secretary_opens_them_where_the_chair_has_no_account():
    board = make_board(3, without={SeatRole.CHAIR})
    evaluation = make_scoring(board)
    sign_all(board, evaluation, "1.1", people=[board.secretary, *board.members])
    chair = board.council.seats.get(role=SeatRole.CHAIR)
    chair.attendances.update(presence=Presence.ABSENT, member=None)

    assert deciding.open_scores(evaluation, by=board.secretary).opened_at


def test_the_secretary_opens_them_where_the_chair_takes_no_part(board, evaluation):
    make_conflict(evaluation, board.seat(board.chair))
    sign_all(board, evaluation, "1.1", people=[board.secretary, *board.members])

    assert refused(deciding.open_scores, evaluation, by=board.chair).status == 403
    assert deciding.open_scores(evaluation, by=board.secretary).opened_at


def test_a_deputy_opens_them_where_chair_and_secretary_take_no_part(board):
    deputy = make_user(Role.OBSERVER)
    make_sitting(board.council, SeatRole.DEPUTY, user=deputy)
    evaluation = make_scoring(board)
    for person in (board.chair, board.secretary):
        make_conflict(evaluation, board.seat(person))
    sign_all(board, evaluation, "1.1", people=[deputy, *board.members])

    assert deciding.open_scores(evaluation, by=deputy).opened_at


def test_while_a_sheet_is_missing_they_stay_closed_and_it_is_said_whose(board, evaluation):
    sign_all(board, evaluation, "1.1", people=board.voting[:3])

    refusal = refused(deciding.open_scores, evaluation, by=board.chair)

    assert refusal.message == f"Còn 01 phiếu chưa ký: {_name(board, board.members[1])}."


def _name(board, person):
    return board.seat(person).members.get().full_name


def test_who_abstained_is_absent_or_takes_no_part_is_not_waited_for():
    board = make_board(5)
    evaluation = make_scoring(board)
    absent, apart, silent, *others = board.members[::-1]
    board.seat(absent).attendances.update(presence=Presence.ABSENT, member=None)
    make_conflict(evaluation, board.seat(apart))
    scoring.abstain(evaluation, "Không đủ chuyên môn.", by=silent)
    sign_all(board, evaluation, "1.1", people=[board.chair, board.secretary, *others])

    known = {place.seat: place.standing for place in deciding.places(evaluation)}

    assert deciding.opening_objection(evaluation) == ""
    assert known[board.seat(absent)] == Standing.ABSENT
    assert known[board.seat(apart)] == Standing.CONFLICT
    assert known[board.seat(silent)] == Standing.ABSTAINED


def test_the_quy_che_says_how_many_sheets_are_enough(board, evaluation):
    for person in board.members:
        scoring.abstain(evaluation, "Không đủ chuyên môn.", by=person)
    sign_all(board, evaluation, "1.1", people=[board.chair, board.secretary])

    refusal = refused(deciding.open_scores, evaluation, by=board.chair)

    assert refusal.message == "Mới có 02 phiếu đã ký, Quy chế cần ít nhất 03 phiếu."


def test_scores_are_opened_once(board, opened):
    assert refused(deciding.open_scores, opened, by=board.chair).code == "opened"


@pytest.mark.parametrize(("ends_in", "objection"), [(1, "Còn 01 phiếu chưa ký"), (-1, "")])
def test_in_writing_the_day_of_the_answer_ends_the_waiting(board, today, ends_in, objection):
    facts = {"mode": SessionMode.WRITTEN, "starts_at": today - 9 * DAY}
    facts["ends_at"] = today + ends_in * DAY
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)
    evaluation = session.evaluations.get()
    sign_all(board, evaluation, "1.1", people=board.voting[:3])

    assert deciding.opening_objection(evaluation).partition(":")[0] == objection


# --- Who reads ---------------------------------------------------------------------------------


def readers(board, evaluation):
    """Who reads the sheet of another, by what they are."""
    people = {
        "chair": board.chair,
        "secretary": board.secretary,
        "member": board.members[0],
        "staff": make_user(Role.PROVINCE_STAFF),
        "admin": make_user(Role.PROVINCE_ADMIN),
        "observer": make_user(Role.OBSERVER),
        "office": make_user(Role.COORDINATION_OFFICE),
        "unit": evaluation.dossier.created_by,
    }
    return {name for name, person in people.items() if deciding.reads_scores(evaluation, person)}


def test_before_they_are_opened_nobody_reads_the_sheets_of_others(board, signed):
    assert readers(board, signed) == set()


def test_once_opened_those_who_signed_chair_and_secretary_read_them(board, opened):
    assert readers(board, opened) == {"chair", "secretary", "member"}


def test_once_the_session_is_closed_the_department_reads_them_too(board, concluded):
    SESSION.take(concluded.session, "close", by=board.secretary, answers={"above": "Đủ điểm."})

    everybody = {"chair", "secretary", "member", "staff", "admin"}
    assert readers(board, Evaluation.objects.get()) == everybody


def test_a_member_who_signed_nothing_reads_nothing():
    board = make_board(3)
    evaluation = make_scoring(board)
    scoring.abstain(evaluation, "Không đủ chuyên môn.", by=board.members[0])
    sign_all(board, evaluation, "1.1", people=[board.chair, board.secretary, *board.members[1:]])
    deciding.open_scores(evaluation, by=board.chair)

    assert readers(board, evaluation) == {"chair", "secretary"}


@pytest.mark.parametrize("who", ["chair", "secretary", "member"])
@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.PROVINCE_STAFF, Role.OBSERVER])
def test_who_is_in_conflict_never_reads_them_whatever_the_role(who, role):
    board = make_board(3)
    evaluation = make_scoring(board)
    person = board.members[0] if who == "member" else getattr(board, who)
    person.role = role
    person.save()
    make_conflict(evaluation, board.seat(person))
    others = [each for each in board.voting if each != person]
    sign_all(board, evaluation, "1.1", people=others)
    for session_state in (SessionState.OPEN, SessionState.CLOSED):
        evaluation.opened_at = evaluation.session.starts_at
        evaluation.save()
        session = evaluation.session
        session.state, session.closed_at = session_state, session.ends_at
        session.save()

        assert not deciding.reads_scores(evaluation, person)
        assert not ScoreSheet.objects.visible_to(person).exists()


def test_a_conflict_that_is_declared_after_signing_closes_them_to_that_member(board, opened):
    make_conflict(opened, board.seat(board.members[0]), kind=ConflictKind.RELATION)

    seen = ScoreSheet.objects.visible_to(board.members[0])

    assert {sheet.member.user for sheet in seen} == {board.members[0]}


@pytest.mark.parametrize(
    ("who", "names", "counts"),
    [
        ("chair", True, True),
        ("secretary", True, True),
        ("member", False, True),
        ("staff", False, True),
        ("observer", False, False),
        ("office", False, False),
    ],
)
def test_who_signed_is_told_to_few_and_how_many_to_some(
    sign_in, board, evaluation, who, names, counts
):
    sign(evaluation, board.members[1], "1.1")
    roles = {
        "staff": Role.PROVINCE_STAFF,
        "observer": Role.OBSERVER,
        "office": Role.COORDINATION_OFFICE,
    }
    known = {"member": board.members[0], "chair": board.chair, "secretary": board.secretary}
    client = sign_in(known.get(who) or make_user(roles[who]))
    page = client.get(evaluation.get_absolute_url())

    name = _name(board, board.members[1])
    (assertContains if names else assertNotContains)(page, name)
    (assertContains if counts else assertNotContains)(page, "01/04 ghế đã ký phiếu")


# --- Findings ----------------------------------------------------------------------------------


@pytest.fixture
def disputed(board):
    """Criterion 1.1 has a minimum for three stars, and one of four members finds it missed."""
    evaluation = make_scoring(board, make_scored_set((37, 9, 54), {"1.1": 3, "1.2": 4}))
    best = ["1.1", "1.2", "1.3"]
    sign_all(board, evaluation, best, best, best, ["1.2", "1.3"])
    return deciding.open_scores(evaluation, by=board.chair)


def criterion(evaluation, code):
    return evaluation.dossier.criteria_set.criteria.get(code=code)


def find(evaluation, by, reason="Thống nhất.", **levels):
    """The chair records these levels: c1_1=2 is option 2 of criterion 1.1, None that none is."""
    found = {}
    for name, number in levels.items():
        row = criterion(evaluation, name[1:].replace("_", "."))
        found[row] = number and row.options.get(number=number)
    return deciding.record(evaluation, found, reason, by=by)


def test_a_criterion_on_which_members_disagree_waits_for_a_finding(board, disputed):
    assert "tiêu chí 1.1" in refused(deciding.conclude, disputed, by=board.secretary).message


@pytest.mark.parametrize(
    ("level", "star", "verdict"), [(2, 5, Verdict.FORWARD), (1, 2, Verdict.REFUSE)]
)
def test_the_finding_decides_the_star(board, disputed, level, star, verdict):
    find(disputed, board.chair, c1_1=level)

    row = deciding.conclude(disputed, by=board.secretary)

    assert (row.mean, row.star, row.verdict) == (Decimal("90.75"), star, verdict)


def test_a_lower_star_than_the_points_says_why(board, disputed):
    find(disputed, board.chair, c1_1=1)

    row = deciding.conclude(disputed, by=board.secretary)

    assert row.reason == "Chưa đạt mức tối thiểu của hạng 3 sao: tiêu chí 1.1."


def test_the_last_findings_stand(board, disputed):
    find(disputed, board.chair, c1_1=1)
    find(disputed, board.chair, c1_1=2)

    assert [row.option.number for row in disputed.findings.all()] == [2]


@pytest.mark.parametrize("who", ["secretary", "member", "admin"])
def test_nobody_but_the_chair_records_findings(board, disputed, who):
    people = {"secretary": board.secretary, "member": board.members[0]}
    person = people.get(who) or make_user(Role.PROVINCE_ADMIN)

    assert refused(find, disputed, person, c1_1=2).status == 403


def test_nothing_is_found_before_the_scores_are_open(board, signed):
    assert refused(find, signed, board.chair).code == "closed"


def test_the_page_of_findings_asks_for_the_disputed_level(client, board, disputed):
    client.force_login(board.chair)
    address = reverse("councils:findings", args=[disputed.pk])

    assertContains(client.get(address), "các phiếu khác nhau, cần kết luận", count=1)
    client.post(address, {"level_1.1": "2", "level_1.2": "", "spread_reason": "Đã thống nhất."})

    assert [row.option.number for row in disputed.findings.all()] == [2]
    assert Evaluation.objects.get().spread_reason == "Đã thống nhất."


# --- The spread --------------------------------------------------------------------------------


@pytest.mark.parametrize(("points", "is_wide"), [((90, 10), False), ((89, 11), True)])
def test_ten_points_apart_pass_and_eleven_do_not(board, points, is_wide):
    evaluation = make_scoring(board, make_scored_set(points))
    best = ["1.1", "1.2"]
    sign_all(board, evaluation, best, best, best, ["1.1"])
    opened = deciding.open_scores(evaluation, by=board.chair)

    assert bool(deciding.concluding_objection(opened)) is is_wide


def test_the_chair_says_why_a_wide_spread_may_stand(board, evaluation):
    sign_all(board, evaluation, *WIDE)
    opened = deciding.open_scores(evaluation, by=board.chair)

    assert "lệch 17,00 điểm" in deciding.concluding_objection(opened)
    row = find(opened, board.chair, "Hai cách hiểu tiêu chí, đã thảo luận.")

    assert deciding.conclude(row, by=board.secretary).verdict


def test_a_member_scores_anew_and_the_spread_is_gone(board, evaluation):
    sign_all(board, evaluation, *WIDE)
    opened = deciding.open_scores(evaluation, by=board.chair)
    for person in (board.secretary, board.members[0]):
        sheet = opened.sheets.current().get(member__user=person)
        scoring.open_again(sheet, "Lệch quá mức.", by=board.secretary)
        sign(opened, person, "1.1", "1.3")

    row = deciding.conclude(opened, by=board.secretary)

    assert row.mean == 77
    assert {sheet.total for sheet in row.sheets.filter(state="replaced")} == {60, 63}


def test_while_a_sheet_is_scored_anew_nobody_concludes_without_it(board, evaluation):
    sign_all(board, evaluation, *WIDE)
    opened = deciding.open_scores(evaluation, by=board.chair)
    for person in (board.secretary, board.members[0]):
        sheet = opened.sheets.current().get(member__user=person)
        scoring.open_again(sheet, "Lệch quá mức.", by=board.secretary)

    refusal = refused(deciding.conclude, opened, by=board.secretary)

    assert refusal.message.startswith("Còn 02 phiếu chưa ký")


def test_a_conflict_that_leaves_too_few_sheets_keeps_the_dossier_open(board, opened):
    for person in board.members:
        make_conflict(opened, board.seat(person))

    refusal = refused(deciding.conclude, opened, by=board.secretary)

    assert "Quy chế cần ít nhất 03 phiếu" in refusal.message


def test_who_takes_no_part_is_told_no_figure_by_a_refusal():
    board = make_board(3)
    evaluation = make_scoring(board)
    make_conflict(evaluation, board.seat(board.secretary))
    sign_all(board, evaluation, *WIDE, people=[board.chair, *board.members])
    opened = deciding.open_scores(evaluation, by=board.chair)

    refusal = refused(deciding.conclude, opened, by=board.secretary)

    assert refusal.message.startswith("Hội đồng còn vướng mắc về điểm")
    assert "17" not in refusal.message


# --- The conclusion ----------------------------------------------------------------------------


def test_the_secretary_concludes_what_the_sheets_say(board, opened):
    row = deciding.conclude(opened, by=board.secretary)

    assert (row.verdict, row.star, row.mean) == (Verdict.RECOGNISE, 4, 77)
    assert (row.points_sum, row.sheet_count) == (308, 4)


def test_the_mean_is_kept_with_its_sum_and_count_unrounded():
    board = make_board(1)
    evaluation = make_scoring(board, make_scored_set((90, 10)))
    sign_all(board, evaluation, ["1.1"], ["1.1", "1.2"], ["1.1"])
    deciding.open_scores(evaluation, by=board.chair)

    row = deciding.conclude(evaluation, by=board.secretary)

    assert Fraction(row.points_sum, row.sheet_count) == Fraction(280, 3)
    row.refresh_from_db()
    assert row.mean == Decimal("93.333333")


@pytest.mark.parametrize("who", ["chair", "member", "admin", "staff"])
def test_nobody_but_the_secretary_concludes(board, opened, who):
    people = {"chair": board.chair, "member": board.members[0]}
    roles = {"admin": Role.PROVINCE_ADMIN, "staff": Role.PROVINCE_STAFF}
    person = people.get(who) or make_user(roles[who])

    assert refused(deciding.conclude, opened, by=person).status == 403


def test_nobody_concludes_before_the_scores_are_open(board, signed):
    refusal = refused(deciding.conclude, signed, by=board.secretary)

    assert refusal.message == "Chủ tịch Hội đồng chưa mở điểm."


def test_what_is_typed_from_minutes_is_not_concluded_from_sheets(board, opened):
    opened.session.is_past = True
    opened.session.save()

    assert refused(deciding.conclude, opened, by=board.secretary).code == "typed"


def test_a_product_that_is_out_needs_no_sheets(board, evaluation):
    evaluation.gate = make_gate(effect=GateEffect.NOT_EVALUATED)
    evaluation.save()

    row = deciding.conclude(evaluation, by=board.secretary)

    assert (row.verdict, row.star, row.mean) == (Verdict.NOT_EVALUATED, None, None)


def test_a_product_that_misses_what_is_compulsory_is_refused_with_its_points(board, signed):
    signed.gate = make_gate(effect=GateEffect.NOT_MET)
    signed.save()
    assert refused(deciding.conclude, signed, by=board.secretary).code == "open"
    deciding.open_scores(signed, by=board.chair)

    row = deciding.conclude(Evaluation.objects.get(), by=board.secretary)
    assert (row.verdict, row.star, row.mean) == (Verdict.REFUSE, 2, 77)
    SESSION.take(row.session, "close", by=board.secretary, answers={})

    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.result_star) == (DossierState.CONCLUDED, 2)


def test_the_whole_way_ends_at_the_dossier(board, concluded):
    SESSION.take(concluded.session, "close", by=board.secretary, answers={"above": "Đủ điểm."})

    dossier = Dossier.objects.get()
    assert (dossier.result_star, dossier.result_mean) == (4, 77)


# --- Taken back --------------------------------------------------------------------------------


def test_a_conclusion_is_taken_back_while_the_session_is_open(board, concluded):
    row = deciding.reconsider(concluded, "Ghi nhầm mức đạt.", by=board.secretary)

    assert (row.verdict, row.star, row.mean, bool(row.opened_at)) == ("", None, None, True)
    assert Event.objects.about(row).latest("pk").note == "Ghi nhầm mức đạt."
    assert deciding.conclude(row, by=board.secretary).star == 4


def test_the_reasons_of_a_conclusion_that_was_taken_back_go_with_it(board, disputed):
    find(disputed, board.chair, c1_1=1)
    row = deciding.conclude(disputed, by=board.secretary)
    row = deciding.reconsider(row, "Ghi nhầm mức đạt.", by=board.secretary)
    find(row, board.chair, c1_1=2)

    assert deciding.conclude(Evaluation.objects.get(), by=board.secretary).reason == ""


@pytest.mark.parametrize("who", ["chair", "member", "admin"])
def test_nobody_else_takes_a_conclusion_back(board, concluded, who):
    people = {"chair": board.chair, "member": board.members[0]}
    person = people.get(who) or make_user(Role.PROVINCE_ADMIN)

    assert refused(deciding.reconsider, concluded, "Nhầm.", by=person).status == 403


def test_after_the_session_the_conclusion_stands(board, concluded):
    SESSION.take(concluded.session, "close", by=board.secretary, answers={"above": "Đủ điểm."})

    row = Evaluation.objects.get()
    assert refused(deciding.reconsider, row, "Nhầm.", by=board.secretary).code == "state"


def test_a_conclusion_is_told_to_others_once_the_session_is_closed(sign_in, board, concluded):
    client = sign_in(make_user(Role.PROVINCE_STAFF))
    pages = [concluded.get_absolute_url(), concluded.session.get_absolute_url()]

    for page in pages:
        assertNotContains(client.get(page), "4 sao:")
        assertNotContains(client.get(page), "Công nhận")
    SESSION.take(concluded.session, "close", by=board.secretary, answers={"above": "Đủ điểm."})
    for page in pages:
        assertContains(client.get(page), "Công nhận")
