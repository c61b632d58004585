"""A dossier from its beginning to the Council's result: who moves it, when, and what it lacks."""

import uuid
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from products.dossiers.checklist import missing_in, missing_in_report
from products.dossiers.clocks import coming_round, regulation_of
from products.dossiers.starting import change, start, write_report
from products.dossiers.workflow import DOSSIER_PROCEDURE, editing_refusal
from products.enums import DossierKind, DossierState, EvidenceKind
from products.models import Answer, CommuneReport, Dossier
from products.news import still_true
from programs.acts import AlreadyDone, RowChanged, StepRefused
from programs.enums import UNIT_ROLES, Role
from programs.models import Event, Regulation
from programs.working_days import add_months
from tests.support.factories import (
    make_certificate,
    make_criteria_set,
    make_dossier,
    make_draft,
    make_product,
    make_report,
    make_unit,
    make_user,
    make_whole_dossier,
    move_to,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", "holidays", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def officer():
    return make_user(Role.UNIT_OFFICER)


@pytest.fixture
def product(officer):
    return make_product(commune=officer.unit.children.first())


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


def leader_of(officer):
    return make_user(Role.UNIT_LEADER, unit=officer.unit)


def take(dossier, name, by, **answers):
    return DOSSIER_PROCEDURE.take(dossier, name, by=by, answers=answers)


def call(dossier, name, by, **answers):
    """A step that a session takes."""
    return DOSSIER_PROCEDURE.call(dossier, name, by=by, answers=answers)


def concluded(dossier, by, *, mean, **answers):
    answers = {"concluded_on": TODAY, "mean": Decimal(mean)} | answers
    return call(dossier, "conclude", by, **answers)


def correct(dossier, by, *, mean, **answers):
    answers = {"concluded_on": TODAY, "mean": Decimal(mean)} | answers
    return call(dossier, "correct", by, **answers)


def sent(product, officer, **fields):
    """A dossier that the unit has forwarded."""
    dossier = make_whole_dossier(product, created_by=officer, **fields)
    make_report(dossier)
    take(dossier, "submit", officer)
    return take(dossier, "forward", leader_of(officer))


# --- Beginning ---------------------------------------------------------------------------------


def test_a_first_dossier_is_begun_once_however_often_its_form_is_posted(product, officer):
    key = uuid.uuid4()
    begun = start(product, "first", 3, by=officer, key=key)

    with pytest.raises(AlreadyDone) as again:
        start(product, "first", 3, by=officer, key=key)
    assert again.value.row == begun
    assert Event.objects.about(begun).get().action == "start_dossier"


@pytest.mark.parametrize("role", sorted(set(Role) - UNIT_ROLES))
def test_nobody_but_the_unit_begins_one(product, role):
    with pytest.raises(StepRefused, match="Chỉ cán bộ đơn vị"):
        start(product, "first", 3, by=make_user(role))


def test_a_product_has_one_dossier_under_way(product, officer):
    start(product, "first", 3, by=officer)

    with pytest.raises(StepRefused, match="chưa xong"):
        start(product, "first", 3, by=officer)


@pytest.mark.parametrize(
    ("held", "asked", "sentence"),
    [
        (None, ("upgrade", 4), "chưa có giấy chứng nhận"),
        (None, ("re_evaluation", 3), "chưa có giấy chứng nhận"),
        ((date(2025, 1, 10), 3), ("first", 3), "đang có giấy chứng nhận còn hiệu lực"),
        ((date(2025, 1, 10), 4), ("upgrade", 4), "đã có hạng 4 sao"),
        ((date(2020, 1, 10), 3), ("upgrade", 4), "không có giấy chứng nhận còn hiệu lực"),
    ],
)
def test_a_kind_that_does_not_fit_the_certificate_is_refused(
    product, officer, held, asked, sentence
):
    if held:
        make_certificate(product, issued_on=held[0], star=held[1])

    with pytest.raises(StepRefused, match=sentence):
        start(product, *asked, by=officer)


def test_a_revoked_product_is_not_evaluated_again_but_anew(product, officer):
    gone = make_certificate(product, issued_on=date(2025, 1, 10))
    gone.events.create(kind="revoked", on=date(2026, 1, 10), recorded_by=officer)

    with pytest.raises(StepRefused, match="đã thu hồi"):
        start(product, "re_evaluation", 3, by=officer)
    assert start(product, "first", 3, by=officer).certificate is None


def test_of_a_record_that_was_merged_none_is_begun(product, officer):
    product.merged_into = make_product()
    product.save()

    with pytest.raises(StepRefused, match="đã gộp vào sản phẩm khác"):
        start(product, "first", 3, by=officer)


def test_a_renewal_follows_the_last_dossier_that_was_not_withdrawn(product, officer):
    make_certificate(product)
    last = move_to(make_whole_dossier(product, samples=5, changes="Cũ."), "concluded")
    move_to(make_whole_dossier(product, samples=9), "withdrawn")

    renewal = start(product, "re_evaluation", 3, by=officer)

    assert (renewal.follows, renewal.samples, renewal.background) == (last, 5, "Như hồ sơ.")
    assert (renewal.changes, renewal.received_on, renewal.is_pledged) == ("", None, False)


def test_a_first_dossier_after_a_withdrawn_one_begins_with_nothing(product, officer):
    move_to(make_whole_dossier(product), "withdrawn")

    dossier = start(product, "first", 3, by=officer)

    assert (dossier.follows, dossier.certificate, dossier.background) == (None, None, "")


def test_an_upgrade_starts_from_the_certificate_and_the_last_dossier(product, officer):
    last = make_whole_dossier(product, state=DossierState.WITHDRAWN)
    Dossier.objects.filter(pk=last.pk).update(
        state="concluded", concluded_on=TODAY, result_mean=60, result_star=3, submitted_on=TODAY
    )
    certificate = make_certificate(product)

    new = start(product, "upgrade", 4, by=officer)

    assert (new.certificate, new.follows) == (certificate, last)
    assert (new.background, new.changes, new.received_on) == ("Như hồ sơ.", "", None)


@pytest.mark.parametrize("received_on", [TODAY, TODAY - timedelta(days=1)])
def test_an_upgrade_is_not_received_once_its_certificate_has_expired(product, officer, received_on):
    ended = make_certificate(product, expires_on=TODAY - timedelta(days=2))
    dossier = make_whole_dossier(
        product, kind="upgrade", certificate=ended, aimed_star=5, received_on=received_on
    )

    with pytest.raises(StepRefused, match="nên không nâng hạng được"):
        take(dossier, "submit", officer)


def test_an_upgrade_takes_the_answers_of_the_same_sheet_along(product, officer):
    law = Regulation.objects.get(code="26-2026")
    criteria_set = publish(make_criteria_set(law))
    product.product_set = criteria_set.product_set
    product.save()
    last = make_whole_dossier(product, criteria_set=criteria_set, state=DossierState.DRAFT)
    criterion = criteria_set.criteria.get(code="1.1")
    Answer.objects.create(dossier=last, criterion=criterion, option=criterion.options.last())
    Dossier.objects.filter(pk=last.pk).update(
        state="concluded", concluded_on=TODAY, result_mean=60, result_star=3, submitted_on=TODAY
    )
    make_certificate(product)

    new = start(product, "upgrade", 4, by=officer)

    assert new.answers.get().option == criterion.options.last()


# --- Which law ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        (date(2026, 5, 21), "148-2023-1489"),
        (date(2026, 5, 22), "26-2026"),
        (date(2023, 2, 23), "1048-2019"),
        (None, "26-2026"),
    ],
)
def test_the_day_of_receipt_says_which_regulation_governs(received_on, code):
    assert regulation_of(make_dossier(received_on=received_on)).code == code


def test_another_day_of_receipt_lets_answers_of_another_sheet_go(product, officer):
    sets = [
        publish(make_criteria_set(Regulation.objects.get(code=code), product_set=chosen))
        for chosen in [make_criteria_set().product_set]
        for code in ("26-2026", "148-2023-1489")
    ]
    product.product_set = sets[0].product_set
    product.save()
    dossier = start(product, "first", 3, by=officer)
    criterion = sets[0].criteria.get(code="1.1")
    Answer.objects.create(dossier=dossier, criterion=criterion, option=criterion.options.last())
    dossier.received_on = date(2026, 5, 21)

    change(dossier, by=officer, version=1)

    assert dossier.criteria_set == sets[1]
    assert not dossier.answers.exists()


# --- What it lacks -----------------------------------------------------------------------------


def test_an_empty_dossier_lacks_everything_at_once(product):
    missing = " ".join(missing_in(make_dossier(product)))

    for words in ("bộ sản phẩm", "người đại diện", "ngày nhận", "mục IV", "Giải thưởng"):
        assert words in missing


def test_a_whole_dossier_lacks_nothing(product):
    assert missing_in(make_whole_dossier(product)) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("received_on", "ngày nhận đủ hồ sơ"),
        ("is_pledged", "cam kết"),
        ("background", "mục I"),
        ("outlook", "mục IV"),
        ("absent_evidence", "Giấy đăng ký kinh doanh"),
    ],
)
def test_what_is_not_said_is_missing(product, field, words):
    empty = {"received_on": None, "is_pledged": False, "absent_evidence": []}
    dossier = make_whole_dossier(product, **{field: empty.get(field, "")})

    [missing] = missing_in(dossier)

    assert words in missing


def test_a_renewal_says_what_has_changed(product):
    dossier = make_whole_dossier(
        product, kind="re_evaluation", certificate=make_certificate(product), changes=""
    )

    assert missing_in(dossier) == ["thay đổi so với sản phẩm đã được công nhận"]


def test_where_a_sheet_is_loaded_it_is_filled_in(product):
    criteria_set = publish(make_criteria_set(Regulation.objects.get(code="26-2026")))
    product.product_set = criteria_set.product_set
    dossier = make_whole_dossier(product, criteria_set=criteria_set)

    [missing] = missing_in(dossier)

    assert "còn 2 tiêu chí chưa trả lời (1.1, 1.2)" in missing


def test_the_report_of_the_unit_is_whole_or_says_what_is_missing(product):
    dossier = make_whole_dossier(product)
    assert len(missing_in_report(dossier)) == 8

    report = make_report(dossier, signer="")
    dossier.report = report

    assert missing_in_report(dossier) == ["người ký"]


# --- The procedure -----------------------------------------------------------------------------


@pytest.fixture
def in_session(product, officer, staff):
    dossier = take(sent(product, officer), "accept", staff)
    return call(dossier, "enter_session", staff)


def test_a_dossier_goes_from_the_unit_to_the_result(in_session, staff):
    dossier = concluded(in_session, staff, mean="75.123456", star=3)

    assert (dossier.state, dossier.result_star) == ("concluded", 3)
    assert str(Dossier.objects.get(pk=dossier.pk).result_mean) == "75.123456"


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("submitted", "enter_district"),
        ("accepted", "enter_session"),
        ("in_session", "conclude"),
        ("in_session", "pass_on"),
        ("in_session", "leave_session"),
        ("in_session", "leave_district"),
        ("concluded", "correct"),
        ("concluded", "annul"),
        ("forwarded", "take_back"),
    ],
)
def test_nobody_takes_a_step_of_the_council_but_a_session(product, officer, role, state, name):
    dossier = move_to(make_whole_dossier(product), state)
    person = make_user(role, **({"unit": officer.unit} if role in UNIT_ROLES else {}))

    refusal = DOSSIER_PROCEDURE.refusal(dossier, DOSSIER_PROCEDURE.steps[name], person)

    assert refusal.status == 403
    assert refusal.message.startswith("Chỉ thư ký Hội đồng, tại phiên họp, được")
    offered = {step.name for step, _ in DOSSIER_PROCEDURE.steps_for(dossier, person)}
    assert name not in offered


@pytest.mark.parametrize(("state", "said"), [("accepted", "đưa ra"), ("in_session", "báo kết")])
def test_the_page_says_that_the_secretary_is_waited_for(product, staff, state, said):
    dossier = move_to(make_whole_dossier(product), state)

    awaited = DOSSIER_PROCEDURE.awaited(dossier, staff)

    assert awaited.startswith(f"Đang chờ thư ký Hội đồng, tại phiên họp, {said}")


# --- A district's Council, under Decision 148 ---------------------------------------------------

DISTRICT_DAY = date(2024, 6, 3)


@pytest.fixture
def checked(product, officer):
    """A dossier that a district received in 2024 and checks."""
    with time_machine.travel(DISTRICT_DAY):
        dossier = make_whole_dossier(product, created_by=officer, received_on=DISTRICT_DAY)
        make_report(dossier)
        return take(dossier, "submit", officer)


def test_a_district_takes_up_what_the_province_never_accepted(checked, officer):
    dossier = call(checked, "enter_district", officer)
    dossier = concluded(dossier, officer, mean="60", star=3, concluded_on=DISTRICT_DAY, late="Cũ.")

    assert (dossier.state, dossier.accepted_on, dossier.result_star) == ("concluded", None, 3)


def test_a_district_has_no_result_before_the_dossier_was_received(checked, officer):
    dossier = call(checked, "enter_district", officer)
    day = DISTRICT_DAY - timedelta(days=1)

    with pytest.raises(StepRefused, match="không được trước ngày nhận đủ hồ sơ"):
        concluded(dossier, officer, mean="60", star=3, concluded_on=day, late="Cũ.")


def test_where_no_district_grants_a_star_the_dossier_goes_to_the_province(product, officer):
    dossier = make_whole_dossier(product, created_by=officer)
    make_report(dossier)
    take(dossier, "submit", officer)

    with pytest.raises(StepRefused, match="không có Hội đồng cấp huyện"):
        call(dossier, "enter_district", officer)


def test_a_district_judges_nothing_without_the_units_report(product, officer):
    dossier = make_whole_dossier(product, created_by=officer, received_on=DISTRICT_DAY)
    take(dossier, "submit", officer)

    with pytest.raises(StepRefused, match="Báo cáo của cấp xã còn thiếu"):
        call(dossier, "enter_district", officer)


def test_what_a_district_passes_on_waits_for_the_province_and_can_come_back(
    checked, officer, staff
):
    dossier = call(call(checked, "enter_district", officer), "pass_on", officer, note="73 điểm.")
    assert (dossier.state, dossier.result_star) == ("forwarded", None)
    assert "chờ tiếp nhận" in news_of(staff)[-1]

    assert call(dossier, "take_back", officer, note="Nhầm.").state == "in_session"


def test_what_the_province_accepted_does_not_come_back_to_the_district(checked, officer, staff):
    dossier = call(call(checked, "enter_district", officer), "pass_on", officer, note="73 điểm.")
    take(dossier, "accept", staff)

    with pytest.raises(StepRefused, match="tỉnh đã tiếp nhận"):
        call(dossier, "take_back", officer, note="Nhầm.")


def test_an_unwhole_dossier_is_not_submitted_and_every_lack_is_named(product, officer):
    dossier = make_whole_dossier(product, is_pledged=False, outlook="")

    with pytest.raises(StepRefused, match=r"cam kết.*mục IV"):
        take(dossier, "submit", officer)


def test_nothing_is_forwarded_without_the_units_report(product, officer):
    dossier = take(make_whole_dossier(product), "submit", officer)

    with pytest.raises(StepRefused, match="Báo cáo của cấp xã còn thiếu"):
        take(dossier, "forward", leader_of(officer))


@pytest.mark.parametrize(
    ("mean", "star", "day", "sentence"),
    [
        ("69.999999", 4, TODAY, "thuộc hạng 3 sao"),
        ("101", 5, TODAY, "từ 0 đến 100"),
        ("-1", 3, TODAY, "từ 0 đến 100"),
        ("NaN", 3, TODAY, "từ 0 đến 100"),
        ("75", None, TODAY, "Hạng sao Hội đồng kết luận: phải ghi rõ"),
        ("75", 4, TODAY + timedelta(days=1), "chưa đến"),
        ("75", 4, TODAY - timedelta(days=1), "không được trước ngày tỉnh tiếp nhận"),
    ],
)
def test_a_result_that_cannot_be_is_refused(in_session, staff, mean, star, day, sentence):
    with pytest.raises(StepRefused, match=sentence):
        call(in_session, "conclude", staff, mean=Decimal(mean), star=star, concluded_on=day)


def test_a_star_may_be_below_its_band_where_a_minimum_is_not_reached(in_session, staff):
    assert concluded(in_session, staff, mean="92", star=3).result_star == 3


def test_a_star_above_the_one_that_was_asked_for_is_explained(in_session, staff):
    with pytest.raises(StepRefused, match="đề nghị hạng 3 sao mà kết luận 4 sao"):
        concluded(in_session, staff, mean="75", star=4)

    done = concluded(in_session, staff, mean="75", star=4, above="Biên bản, mục 3.")

    assert done.result_star == 4
    assert Event.objects.about(done).latest("pk").data["above"] == "Biên bản, mục 3."


def test_what_was_brought_to_the_council_too_early_goes_back_and_comes_again(in_session, staff):
    back = call(in_session, "leave_session", staff, note="Hoãn họp.")
    assert (back.state, back.accepted_on) == ("accepted", TODAY)

    assert call(back, "enter_session", staff).state == "in_session"


def test_a_wrong_result_is_corrected_for_a_reason(in_session, officer, staff):
    dossier = concluded(in_session, staff, mean="70", star=3)

    with pytest.raises(StepRefused, match="Lý do sửa: phải ghi rõ"):
        correct(dossier, staff, mean="60", star=3)
    correct(dossier, staff, mean="60", star=3, note="Ghi nhầm điểm.")

    dossier.refresh_from_db()
    assert (dossier.state, dossier.result_mean) == ("concluded", 60)
    assert "được ghi lại kết quả: 3 sao, 60 điểm. Lý do: Ghi nhầm điểm." in news_of(officer)[-1]


def test_a_correction_is_held_to_what_a_result_is_held_to(in_session, staff):
    dossier = concluded(in_session, staff, mean="60", star=3)

    with pytest.raises(StepRefused, match="thuộc hạng 3 sao"):
        correct(dossier, staff, mean="60", star=4, above="Cao.", note="Sai.")


def test_a_result_of_another_dossier_is_taken_away(in_session, staff):
    dossier = concluded(in_session, staff, mean="60", star=3)

    back = call(dossier, "annul", staff, note="Của sản phẩm khác.")

    assert (back.state, back.result_star, back.result_mean) == ("in_session", None, None)


@pytest.mark.parametrize("name", ["correct", "annul"])
@pytest.mark.parametrize(
    ("rests", "sentence"),
    [
        (make_draft, "hãy bỏ dự thảo trước"),
        (partial(make_certificate, issued_on=TODAY), "Đã cấp Giấy chứng nhận 3 sao"),
    ],
)
def test_a_result_stands_once_a_certificate_rests_on_it(in_session, staff, name, rests, sentence):
    dossier = concluded(in_session, staff, mean="60", star=3)
    rests(dossier.product)
    answers = {"mean": Decimal(55), "star": 3, "concluded_on": TODAY, "note": "Sai."}

    with pytest.raises(StepRefused, match=sentence):
        call(dossier, name, staff, **answers)


def test_an_older_certificate_does_not_rest_on_the_result(in_session, staff):
    dossier = concluded(in_session, staff, mean="60", star=3)
    make_certificate(dossier.product, issued_on=TODAY - timedelta(days=1))

    assert correct(dossier, staff, mean="55", star=3, note="Sai.").result_mean == 55


def test_a_result_is_not_taken_away_while_another_dossier_is_under_way(in_session, officer, staff):
    dossier = concluded(in_session, staff, mean="40", star=2)
    start(dossier.product, "first", 3, by=officer)

    with pytest.raises(StepRefused, match="một hồ sơ khác chưa xong"):
        call(dossier, "annul", staff, note="Sai.")


def test_five_stars_of_a_province_are_told_as_what_it_proposes(in_session, officer, staff):
    Dossier.objects.update(aimed_star=5)

    concluded(in_session, staff, mean="92", star=5)

    [*_, told] = news_of(officer)
    assert "tiềm năng 5 sao, đề nghị Trung ương, 92 điểm" in told
    assert ": 5 sao" not in told


@pytest.mark.parametrize("state", sorted(set(DossierState) - {"draft", "submitted", "returned"}))
def test_from_forwarding_on_the_unit_changes_nothing(product, officer, state):
    refusal = editing_refusal(Dossier(product=product, state=state), officer)

    assert refusal.status == 409


def test_a_withdrawn_dossier_makes_room_for_another(product, officer):
    take(make_whole_dossier(product), "withdraw", officer, note="Chủ thể đổi ý.")

    assert start(product, "first", 4, by=officer).state == DossierState.DRAFT


# --- Clocks ------------------------------------------------------------------------------------


def test_the_unit_has_fifteen_working_days_from_the_receipt(product, officer):
    dossier = make_whole_dossier(product, received_on=date(2026, 8, 27))

    take(dossier, "submit", officer)

    # 31/8, 1/9 and 2/9 are days off for the national day of 2026.
    assert Dossier.objects.get(pk=dossier.pk).check_by == date(2026, 9, 22)


@pytest.mark.parametrize(
    ("received_on", "check_by"),
    [(date(2026, 12, 20), date(2027, 1, 11)), (date(2027, 12, 20), None)],
)
def test_a_term_runs_over_the_turn_of_the_year_and_is_not_guessed_without_a_calendar(
    product, officer, received_on, check_by
):
    dossier = make_whole_dossier(product, received_on=received_on)
    with time_machine.travel(received_on + timedelta(days=1)):
        take(dossier, "submit", officer)

    assert Dossier.objects.get(pk=dossier.pk).check_by == check_by


def test_forwarding_late_asks_why(product, officer):
    dossier = make_whole_dossier(product, received_on=date(2026, 10, 1))
    make_report(dossier)
    take(dossier, "submit", officer)

    with pytest.raises(StepRefused, match="Lý do chuyển quá hạn kiểm tra"):
        take(dossier, "forward", leader_of(officer))
    assert take(dossier, "forward", leader_of(officer), late="Bão.").state == "forwarded"


def test_what_the_unit_gave_back_is_received_anew(product, officer):
    dossier = take(make_whole_dossier(product), "submit", officer)

    back = take(dossier, "give_back", leader_of(officer), note="Thiếu mẫu.")

    assert (back.received_on, back.check_by) == (None, None)


def test_what_the_province_returned_keeps_its_law_and_is_checked_from_that_day(
    product, officer, staff
):
    dossier = sent(product, officer, received_on=date(2026, 11, 10))
    take(dossier, "return", staff, note="Bổ sung.")

    again = take(dossier, "submit", officer)

    assert (again.received_on, again.submitted_on) == (date(2026, 11, 10), TODAY)


# The certificate of 25/5/2024 ends on 25/5/2027: from 26/11/2026 to 25/1/2027.
@pytest.mark.parametrize(
    ("received_on", "outcome"),
    [
        (date(2026, 11, 25), "Chỉ nhận hồ sơ đánh giá lại từ ngày 26/11/2026"),
        (date(2026, 11, 26), ""),
        (date(2027, 1, 25), ""),
        (date(2027, 1, 26), "Lý do nhận sau thời gian nộp hồ sơ"),
    ],
)
def test_a_renewal_is_received_in_its_window_of_days(product, officer, received_on, outcome):
    certificate = make_certificate(product, issued_on=date(2024, 5, 25))
    dossier = make_whole_dossier(
        product, kind="re_evaluation", certificate=certificate, received_on=received_on
    )
    submit = partial(take, dossier, "submit", officer)
    with time_machine.travel(received_on):
        if outcome:
            with pytest.raises(StepRefused, match=outcome):
                submit()
        else:
            assert submit().state == "submitted"


@pytest.mark.parametrize("kind", ["upgrade", "re_evaluation"])
@pytest.mark.parametrize("revoked_on", [TODAY, date(2026, 11, 20)], ids=["after", "before"])
def test_nothing_is_received_or_forwarded_from_what_was_revoked_meanwhile(
    product, officer, kind, revoked_on
):
    received_on = TODAY - timedelta(days=1)
    certificate = make_certificate(product, issued_on=add_months(TODAY, -32))
    dossier = make_whole_dossier(
        product, kind=kind, certificate=certificate, received_on=received_on, aimed_star=5
    )
    make_report(dossier)
    certificate.events.create(kind="revoked", on=revoked_on, recorded_by=officer)

    with pytest.raises(StepRefused, match="đã thu hồi"):
        take(dossier, "submit", officer)
    move_to(dossier, "submitted")
    with pytest.raises(StepRefused, match="đã thu hồi"):
        take(dossier, "forward", leader_of(officer))


@pytest.mark.parametrize(
    ("kind", "received_on", "last_day"),
    [
        ("re_evaluation", date(2026, 6, 1), date(2026, 7, 16)),
        ("first", date(2026, 6, 1), None),
        ("first", date(2026, 5, 21), date(2026, 7, 21)),
        ("re_evaluation", date(2026, 5, 21), date(2026, 6, 21)),
    ],
)
def test_the_last_day_for_a_result_is_the_laws(product, officer, kind, received_on, last_day):
    certificate = make_certificate(product, issued_on=received_on - timedelta(days=950))
    dossier = make_whole_dossier(
        product,
        kind=kind,
        received_on=received_on,
        certificate=certificate if kind != "first" else None,
    )
    with time_machine.travel(received_on):
        assert take(dossier, "submit", officer).conclude_by == last_day


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        (date(2026, 4, 29), 1, date(2026, 4, 30)),
        (date(2026, 4, 30), 2, date(2026, 10, 30)),
        (date(2026, 10, 30), 1, date(2027, 4, 30)),
    ],
)
def test_the_coming_round_is_the_one_whose_day_has_not_come(day, number, before):
    law = Regulation.objects.get(code="26-2026")

    assert coming_round(law, day)[:2] == (law.rounds.get(level="province", number=number), before)


# --- Writing -----------------------------------------------------------------------------------


def test_of_two_people_who_write_the_second_is_shown_the_first(product, officer):
    dossier = make_whole_dossier(product)
    mine = Dossier.objects.get(pk=dossier.pk)
    dossier.background = "Họ viết."
    change(dossier, by=officer, version=1)
    mine.background = "Tôi viết."

    with pytest.raises(RowChanged) as refusal:
        change(mine, by=officer, version=1)

    assert refusal.value.theirs.background == "Họ viết."


def test_the_report_has_the_version_of_its_dossier(product, officer):
    dossier = make_whole_dossier(product)
    report = CommuneReport(dossier=dossier, number="1/BC-UBND")

    write_report(report, by=officer, version=1)

    with pytest.raises(RowChanged):
        write_report(CommuneReport(dossier=dossier, number="2/BC-UBND"), by=officer, version=1)
    assert CommuneReport.objects.get().number == "1/BC-UBND"


def test_what_is_written_twice_with_one_form_counts_once(product, officer):
    dossier, keys = make_dossier(product, created_by=officer), [uuid.uuid4(), uuid.uuid4()]
    dossier.background = "Lâu đời."
    for outcome in (nullcontext(), pytest.raises(AlreadyDone)):
        with outcome:
            change(dossier, by=officer, version=1, key=keys[0])
    for outcome in (nullcontext(), pytest.raises(AlreadyDone)):
        with outcome:
            report = CommuneReport(dossier=dossier, number="1/BC")
            write_report(report, by=officer, version=2, key=keys[1])

    actions = Event.objects.about(dossier).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["change_dossier", "write_report"]
    assert Dossier.objects.get().version == 3


def test_a_change_is_in_the_trail_with_old_and_new(product, officer):
    dossier = make_whole_dossier(product, samples=3)
    dossier.samples = 5

    change(dossier, by=officer, version=1)

    assert Event.objects.about(dossier).get().data == {"samples": [3, 5]}


def test_kinds_of_evidence_are_the_fifteen_of_the_form():
    assert len(EvidenceKind) == 15
    assert DossierKind.values == ["first", "upgrade", "re_evaluation"]


def test_a_dossier_of_another_unit_is_not_there(product):
    make_dossier(product)

    assert not Dossier.objects.visible_to(make_user(Role.UNIT_OFFICER, unit=make_unit()))


# --- News --------------------------------------------------------------------------------------


def news_of(person):
    return [row.text for row in person.notifications.order_by("pk")]


def test_each_step_is_told_to_those_whose_turn_it_is(product, officer, staff):
    leader = leader_of(officer)
    dossier = make_whole_dossier(product, created_by=officer)
    make_report(dossier)
    take(dossier, "submit", officer)
    take(dossier, "forward", leader)
    take(dossier, "return", staff, note="Thiếu phiếu.")

    assert "kiểm tra đến hết ngày 16/12/2026" in news_of(leader)[0]
    assert "chờ tiếp nhận" in news_of(staff)[0]
    assert "tỉnh trả lại: Thiếu phiếu." in news_of(officer)[0]


def test_news_of_a_dossier_that_went_on_is_not_mailed_any_more(product, officer, staff):
    dossier = sent(product, officer)
    told = list(staff.notifications.all())
    assert still_true(told, timezone.now()) == told

    take(dossier, "accept", staff)

    assert still_true(told, timezone.now()) == []
