"""A sitting held on paper: entered from its minutes, confirmed by a second person, mended."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from councils.agreement.tasks import session_tasks
from councils.enums import SessionState, Verdict
from councils.membership import setting_up
from councils.membership.checks import check_councils
from councils.models import Council, Evaluation, Session
from councils.sessions import places, preparing, results
from councils.sessions.workflow import SESSION
from councils.sheets import file_staging, keying, scoring
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import DossierState
from products.models import Dossier
from programs.acts import StepRefused
from programs.enums import DEPARTMENT, Authority, Role
from programs.models import Event
from tests.support.councils import make_council, make_outside_council
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_product,
    make_province,
    make_report,
    make_unit,
    make_user,
    make_whole_dossier,
    move_to,
)
from tests.support.sessions import (
    DAY,
    make_evaluation,
    make_outside,
    make_ready_dossier,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]

HELD = date(2026, 5, 27)
DISTRICT_DAY = date(2024, 6, 3)
WHEN = "%Y-%m-%dT%H:%M"


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def second():
    return make_user(Role.PROVINCE_STAFF)


def accepted(days_ago=30):
    dossier = move_to(make_whole_dossier(), DossierState.ACCEPTED)
    day = timezone.localdate() - timedelta(days=days_ago)
    dossier.received_on = dossier.submitted_on = dossier.accepted_on = day
    dossier.save()
    return dossier


def held(*dossiers, by, council=None, state=SessionState.OPEN):
    """A sitting of three days ago that was entered, with these dossiers before it."""
    start = timezone.now() - 3 * DAY
    facts = {"starts_at": start, "ends_at": start + DAY / 6, "is_past": True, "prepared_by": by}
    council = council or make_outside_council()
    session = make_session(council, SessionState.PREPARING, *dossiers, **facts)
    return SESSION.take(session, "open", by=by) if state == SessionState.OPEN else session


def noted(evaluation, by, mean="75", star=3, **fields):
    values = {"mean": Decimal(mean), "star": star, "reason": "Theo biên bản."} | fields
    for name, value in values.items():
        setattr(evaluation, name, value)
    return results.note(evaluation, by=by, version=evaluation.version)


def closed(*dossiers, by, second, **fields):
    session = held(*dossiers, by=by)
    for evaluation in session.evaluations.all():
        noted(evaluation, by, **fields)
    return SESSION.take(session, "close", by=second, answers={"minutes_number": "9/BB"})


# --- A Council outside the portal --------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(Role))
def test_the_department_alone_enters_a_council_outside_the_portal(role):
    user = make_user(role)
    council = Council(level=Authority.PROVINCE, unit=make_province(), starts_on=HELD)

    if role in DEPARTMENT:
        assert setting_up.write_outside(council, by=user).is_outside
    else:
        with pytest.raises(StepRefused, match="Chỉ cơ quan cấp tỉnh"):
            setting_up.write_outside(council, by=user)


def test_a_council_of_the_portal_does_not_become_one_outside(staff):
    council = make_council("ended")

    with pytest.raises(StepRefused, match="lập trên cổng"):
        setting_up.write_outside(council, by=staff)
    council.refresh_from_db()
    assert council.rules


def test_two_facts_are_enough_to_enter_one_and_they_can_be_mended(client, sign_in, staff):
    province = make_province()
    sign_in(staff)
    body = {"level": "province", "unit": province.pk, "starts_on": "25/05/2026"}

    client.post(reverse("councils:council_enter"), body)
    council = Council.objects.get()
    mended = body | {"decision_number": "12/QĐ-UBND", "version": 1}
    client.post(reverse("councils:council_update", args=[council.pk]), mended)

    council.refresh_from_db()
    assert (council.decision_number, council.decided_on) == ("12/QĐ-UBND", None)
    assert council.name.endswith("(ngoài cổng)")
    assert [event.action for event in Event.objects.about(council)][::-1] == [
        "create_council",
        "change_council",
    ]


def test_a_unit_has_its_own_level_outside_the_portal_too(client, sign_in, staff):
    sign_in(staff)
    body = {"level": "district", "unit": make_province().pk, "starts_on": "25/05/2026"}

    answer = client.post(reverse("councils:council_enter"), body)

    assert "không phải đơn vị" in answer.context["form"].errors["unit"][0]
    assert not Council.objects.exists()


def test_of_a_council_outside_the_portal_nothing_is_asked_that_is_not_known(client, sign_in, staff):
    council = make_outside_council()
    sign_in(staff)

    page = client.get(council.get_absolute_url()).content.decode()

    assert "Thành phần còn thiếu" not in page
    assert reverse("councils:seat_create", args=[council.pk]) not in page
    assert reverse("reports:council_decision", args=[council.pk, "pdf"]) not in page
    assert [fault for check in check_councils() for fault in check.faults] == []


@pytest.mark.parametrize(
    "path",
    [("council_decision", "docx"), ("session_paper", "bien-ban", "docx")],
)
def test_its_papers_were_written_elsewhere(client, sign_in, staff, second, path):
    session = closed(accepted(), by=staff, second=second)
    name, *rest = path
    pk = session.council_id if name == "council_decision" else session.pk
    sign_in(staff)

    assert client.get(reverse(f"reports:{name}", args=[pk, *rest])).status_code == 404


def test_means_and_stars_of_its_sitting_are_summed_up(client, sign_in, staff, second):
    session = closed(accepted(), by=staff, second=second)
    sign_in(staff)

    answer = client.get(reverse("reports:session_summary", args=[session.pk, "xlsx"]))

    assert answer.status_code == 200


def test_nobody_is_marked_present_or_apart_where_no_seat_is_known(client, sign_in, staff):
    session = held(accepted(), by=staff)
    sign_in(staff)

    page = reverse("councils:session_attendance", args=[session.pk])
    apart = reverse("councils:conflict_declare", args=[session.evaluations.get().pk])

    assert client.get(page).status_code == client.get(apart).status_code == 409


def test_it_never_sits_on_the_portal(client, sign_in, staff):
    council = make_outside_council()
    start = timezone.now() + DAY
    sign_in(make_user(Role.PROVINCE_ADMIN))
    body = {"code": "x", "mode": "sitting", "starts_at": f"{start:{WHEN}}"}
    body["ends_at"] = f"{start + DAY:{WHEN}}"

    answer = client.post(reverse("councils:session_create", args=[council.pk]), body)

    assert "giờ kết thúc phải đã qua" in answer.context["form"].errors["ends_at"][0]
    assert not Session.objects.exists()


# --- The whole way -----------------------------------------------------------------------------


def test_two_of_the_department_enter_a_sitting_that_was_held_on_paper(
    client, sign_in, staff, second
):
    council, dossier = make_outside_council(), accepted()
    start = timezone.localtime() - 3 * DAY
    sign_in(staff)
    page = client.get(reverse("councils:session_create", args=[council.pk]))
    code = page.context["form"]["code"].value()
    hours = {"starts_at": f"{start:{WHEN}}", "ends_at": f"{start + DAY / 6:{WHEN}}"}
    client.post(page.request["PATH_INFO"], {"code": code, "mode": "sitting"} | hours)
    session = Session.objects.get()
    client.post(reverse("councils:agenda_add", args=[session.pk]), {"dossiers": [dossier.pk]})
    client.post(reverse("councils:session_step", args=[session.pk, "open"]), {})
    evaluation = Evaluation.objects.get()
    said = {"position": 1, "mean": "72,5", "star": 3, "reason": "Tiêu chí 3.2.", "version": 1}
    client.post(reverse("councils:evaluation_note", args=[evaluation.pk]), said)
    closing = reverse("councils:session_step", args=[session.pk, "close"])
    client.post(closing, {"minutes_number": "7/BB-HĐ"})
    assert Session.objects.get().state == SessionState.OPEN
    sign_in(second)
    client.post(closing, {"minutes_number": "7/BB-HĐ"})

    dossier.refresh_from_db()
    assert (dossier.state, dossier.result_star) == ("concluded", 3)
    assert (dossier.result_mean, dossier.concluded_on) == (Decimal("72.5"), session.day)


def test_what_is_entered_can_be_mended_until_it_is_confirmed(staff):
    one, other = accepted(), accepted()
    session = held(one, by=staff)

    preparing.take_off(session.evaluations.get(), "Nhầm.", by=staff)
    preparing.put_on(session, [other], by=staff)
    session.place = "Hội trường B"
    preparing.write(session, by=staff, version=session.version)

    states = [Dossier.objects.get(pk=row.pk).state for row in (one, other)]
    assert states == [DossierState.ACCEPTED, DossierState.IN_SESSION]


# --- One result, while no certificate rests on it ----------------------------------------------


def test_one_result_is_mended_and_the_others_stay(staff, second):
    dossiers = accepted(), accepted()
    session = closed(*dossiers, by=staff, second=second)
    make_certificate(dossiers[1].product, issued_on=timezone.localdate())
    evaluation = session.evaluations.get(dossier=dossiers[0])
    evaluation.mean = Decimal(60)

    results.correct(evaluation, "Gõ nhầm.", by=staff, version=evaluation.version)

    means = [Dossier.objects.get(pk=row.pk).result_mean for row in dossiers]
    assert means == [60, 75]
    assert Evaluation.objects.get(pk=evaluation.pk).mean == 60
    assert "Gõ nhầm." in Event.objects.about(dossiers[0]).first().note


@pytest.mark.parametrize("act", [results.correct, results.strike])
@pytest.mark.parametrize(
    "rests", [make_draft, partial(make_certificate, issued_on=date(2026, 6, 10))]
)
def test_a_result_stands_once_a_certificate_rests_on_it(staff, second, act, rests):
    dossier = accepted()
    session = closed(dossier, by=staff, second=second)
    rests(dossier.product)
    facts = {"version": 2} if act is results.correct else {}

    with pytest.raises(StepRefused, match=r"bỏ dự thảo|Đã cấp"):
        act(session.evaluations.get(), "Nhầm.", by=staff, **facts)

    assert Evaluation.objects.get().star == 3


def test_a_result_of_another_dossier_is_taken_away_and_waits_for_a_council(staff, second):
    dossiers = accepted(), accepted()
    session = closed(*dossiers, by=staff, second=second)

    results.strike(session.evaluations.get(dossier=dossiers[0]), "Của hồ sơ khác.", by=staff)

    assert [Dossier.objects.get(pk=row.pk).state for row in dossiers] == ["accepted", "concluded"]
    assert [row.dossier for row in session.evaluations.all()] == [dossiers[1]]
    assert "Của hồ sơ khác." in Event.objects.about(session).first().note


def test_a_result_that_was_none_is_struck_without_a_trace_on_the_dossier(staff, second):
    dossier = accepted()
    evaluation = make_evaluation(session := held(dossier, by=staff), accepted(), star=None)
    Evaluation.objects.filter(session=session).update(verdict=Verdict.NOT_EVALUATED)
    Session.objects.update(state=SessionState.CLOSED, closed_at=timezone.now())
    evaluation.refresh_from_db()

    results.strike(evaluation, "Nhầm.", by=staff)

    assert not Evaluation.objects.filter(pk=evaluation.pk).exists()


@pytest.mark.parametrize("role", sorted(set(Role) - DEPARTMENT))
def test_nobody_else_mends_what_was_entered(staff, second, role):
    session = closed(accepted(), by=staff, second=second)

    refusal = results.correcting_refusal(session.evaluations.get(), make_user(role))

    assert refusal.status == 403


def test_what_follows_from_sheets_is_mended_by_opening_the_session_again(staff):
    session = make_session(None, SessionState.CLOSED)
    evaluation = make_evaluation(session, verdict=Verdict.RECOGNISE, star=3, mean=75)

    assert results.correcting_refusal(evaluation, staff).status == 403


def test_before_it_is_confirmed_a_result_is_simply_noted_anew(staff):
    session = held(accepted(), by=staff)

    assert results.correcting_refusal(session.evaluations.get(), staff).code == "state"


def test_what_the_ministry_found_is_not_mended_here(staff, second):
    session = closed(accepted(), by=staff, second=second)
    evaluation = session.evaluations.get()
    make_outside(evaluation=evaluation)

    assert results.correcting_refusal(evaluation, staff).code == "recorded"


def test_a_correction_is_no_way_to_say_that_there_is_no_result(staff, second):
    evaluation = closed(accepted(), by=staff, second=second).evaluations.get()
    evaluation.mean = evaluation.star = None

    with pytest.raises(StepRefused, match="bỏ kết quả này"):
        results.correct(evaluation, "Nhầm.", by=staff, version=evaluation.version)


def test_a_result_is_mended_and_struck_on_its_pages(client, sign_in, staff, second):
    evaluation = closed(accepted(), by=staff, second=second).evaluations.get()
    sign_in(staff)
    page = client.get(evaluation.get_absolute_url()).content.decode()
    correct, strike = (
        reverse(f"councils:{name}", args=[evaluation.pk])
        for name in ("result_correct", "result_strike")
    )
    assert correct in page
    assert strike in page

    body = {"mean": "61,25", "star": 3, "reason": "", "note": "Gõ nhầm.", "version": 2}
    client.post(correct, body)
    assert Dossier.objects.get().result_mean == Decimal("61.25")

    client.post(strike, {"note": "Của hồ sơ khác."})
    assert Dossier.objects.get().state == DossierState.ACCEPTED


# --- A district's Council, under Decision 148 ---------------------------------------------------


@pytest.fixture
def district():
    """A unit, its officer, and a dossier that it checks in 2024."""
    unit = make_unit()
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    with time_machine.travel(DISTRICT_DAY):
        product = make_product(commune=unit.children.first())
        dossier = make_whole_dossier(product, created_by=officer, received_on=DISTRICT_DAY)
        make_report(dossier)
        dossier = DOSSIER_PROCEDURE.take(dossier, "submit", by=officer)
    return unit, officer, dossier


def of_district(unit, staff):
    council = make_outside_council(level=Authority.DISTRICT, unit=unit, starts_on=DISTRICT_DAY)
    start = timezone.make_aware(timezone.datetime(2024, 6, 20, 8))
    facts = {"starts_at": start, "ends_at": start + DAY / 6, "is_past": True}
    return make_session(council, SessionState.PREPARING, prepared_by=staff, **facts)


def test_a_district_takes_up_what_its_own_unit_checks(district, staff):
    unit, _, dossier = district

    assert list(preparing.candidates(of_district(unit, staff))) == [dossier]
    assert not preparing.candidates(of_district(make_unit(), staff)).exists()


@pytest.mark.parametrize("received_on", [date(2023, 2, 23), date(2026, 5, 22)])
def test_where_the_law_gives_a_district_no_star_it_takes_nothing_up(district, staff, received_on):
    unit, _, dossier = district
    Dossier.objects.filter(pk=dossier.pk).update(received_on=received_on)

    assert not preparing.candidates(of_district(unit, staff)).exists()


def test_the_province_takes_up_nothing_that_it_did_not_accept(district, staff):
    assert not preparing.candidates(held(by=staff, state=SessionState.PREPARING)).exists()


@pytest.mark.parametrize(
    ("found", "state", "result"),
    [(("65", 3), "concluded", 3), (("73", 3), "concluded", 3), (("73", 4), "forwarded", None)],
)
def test_a_district_grants_its_star_and_passes_on_what_reaches_more(
    district, staff, second, found, state, result
):
    unit, _, dossier = district
    session = of_district(unit, staff)
    preparing.put_on(session, [dossier], by=staff)
    session = SESSION.take(session, "open", by=staff)
    noted(session.evaluations.get(), staff, *found)

    answers = {"late": "Nhập sau.", "above": "Biên bản."}
    SESSION.take(session, "close", by=second, answers=answers)

    dossier.refresh_from_db()
    assert (dossier.state, dossier.result_star, dossier.accepted_on) == (state, result, None)


def test_what_was_passed_on_comes_back_while_the_province_has_not_accepted_it(
    district, staff, second
):
    unit, _, dossier = district
    session = of_district(unit, staff)
    preparing.put_on(session, [dossier], by=staff)
    session = SESSION.take(session, "open", by=staff)
    noted(session.evaluations.get(), staff, "73", 4)
    session = SESSION.take(session, "close", by=second, answers={"late": "Cũ.", "above": "B."})

    again = SESSION.take(session, "reopen", by=second, answers={"note": "Sai điểm."})
    assert Dossier.objects.get().state == DossierState.IN_SESSION

    preparing.take_off(again.evaluations.get(), "Bỏ.", by=second)
    assert Dossier.objects.get().state == DossierState.SUBMITTED


def test_a_dossier_that_is_not_whole_is_named_and_the_sitting_does_not_open(district, staff):
    unit, _, dossier = district
    session = of_district(unit, staff)
    preparing.put_on(session, [dossier], by=staff)
    dossier.report.delete()

    with pytest.raises(StepRefused, match=f"{dossier}: Báo cáo của cấp xã"):
        SESSION.take(session, "open", by=staff)

    assert Dossier.objects.get().state == DossierState.SUBMITTED


@pytest.mark.parametrize("name", ["forward", "give_back", "withdraw"])
def test_what_stands_on_an_agenda_is_the_sessions_to_move(district, staff, name):
    unit, officer, dossier = district
    session = of_district(unit, staff)
    preparing.put_on(session, [dossier], by=staff)
    leader = make_user(Role.UNIT_LEADER, unit=unit)

    who = officer if name == "withdraw" else leader

    with pytest.raises(StepRefused, match=f"chương trình phiên {session.code}") as refused:
        DOSSIER_PROCEDURE.take(dossier, name, by=who, answers={"note": "Đổi ý."})

    assert refused.value.code == "held"


# --- Typed, and never scored -------------------------------------------------------------------


def test_what_was_concluded_outside_is_mended_where_it_was_typed(staff, sign_in):
    evaluation = held(accepted(), by=staff).evaluations.get()
    noted(evaluation, staff)
    address = reverse("councils:evaluation_reconsider", args=[evaluation.pk])

    page = sign_in(staff).post(address, {"note": "Ghi nhầm."})

    assertContains(page, "Kết luận ghi theo biên bản", status_code=409)
    evaluation.refresh_from_db()
    assert evaluation.verdict == Verdict.RECOGNISE


def test_nobody_scores_in_a_sitting_that_was_held_before(board, sign_in):
    start = timezone.now() - 3 * DAY
    facts = {"starts_at": start, "ends_at": start + DAY / 6, "is_past": True}
    session = make_session(board.council, SessionState.OPEN, make_ready_dossier(), **facts)
    evaluation, member = session.evaluations.get(), board.members[0]
    refused = (
        scoring.scoring_refusal(evaluation, member),
        keying.session_refusal(session, board.secretary),
        places.printing_refusal(session, board.secretary),
        file_staging.handing_refusal(session, member),
    )

    assert [refusal.code for refusal in refused] == ["typed"] * 4
    page = sign_in(member).get(session.get_absolute_url())
    assertNotContains(page, reverse("councils:own_sheets", args=[session.pk]))
    assert session_tasks(member) == []
