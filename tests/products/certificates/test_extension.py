"""A certificate is extended while its re-evaluation is waited for, and no longer."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.certificates.extension import extend
from products.certificates.history import status_of, with_status
from products.certificates.issuing import ISSUANCE, reinstate
from products.certificates.validity import Happening, Life, life_of, status_on
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.models import Certificate
from programs.acts import AlreadyDone, StepRefused
from programs.enums import Role
from programs.models import Event
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_user,
    make_whole_dossier,
    move_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def decided(day, **more):
    """Answers of a decision of this day."""
    return {"note": "Vì thế.", "decision_number": "1/QĐ", "decision_date": day} | more


def issue(draft, day, by):
    return ISSUANCE.take(draft, "issue", by=by, answers=decided(day, issued_on=day))


@pytest.fixture
def ending(chief):
    """Valid until 01/11/2026."""
    return issue(make_draft(), date(2023, 11, 1), chief)


@pytest.mark.parametrize(
    ("until", "is_allowed"),
    [
        (date(2026, 11, 1), False),
        (date(2026, 11, 2), True),
        (date(2027, 4, 30), True),
        (date(2027, 5, 1), False),
    ],
)
def test_an_extension_is_of_at_most_180_days_after_the_end(chief, ending, until, is_allowed):
    answers = decided(date(2026, 10, 20))
    if is_allowed:
        extend(ending, until, answers, by=chief)
    else:
        with pytest.raises(StepRefused, match="đến hết ngày 30/04/2027"):
            extend(ending, until, answers, by=chief)

    assert status_of(ending) == (
        "extended" if until >= date(2026, 11, 25) and is_allowed else "expired"
    )


@pytest.mark.parametrize("until", [date(2027, 1, 15), date(2026, 12, 31), date(2027, 1, 31)])
def test_extended_again_it_becomes_longer_or_nothing_is_written(chief, ending, until):
    extend(ending, date(2027, 1, 15), decided(date(2026, 10, 20)), by=chief)
    if until > date(2027, 1, 15):
        extend(ending, until, decided(date(2026, 11, 20)), by=chief)
    else:
        with pytest.raises(StepRefused, match="đến hết ngày 15/01/2027: chỉ kéo dài được sau"):
            extend(ending, until, decided(date(2026, 11, 20)), by=chief)

    assert ending.events.count() == 1 + (until > date(2027, 1, 15))


def test_nothing_is_decided_about_a_certificate_before_it_was_issued(chief):
    certificate = issue(make_draft(), date(2026, 6, 1), chief)

    with pytest.raises(StepRefused, match=r"trước ngày cấp giấy \(01/06/2026\)"):
        extend(certificate, date(2029, 7, 1), decided(date(2026, 5, 31)), by=chief)


def test_before_the_decision_of_2026_nothing_is_extended(chief):
    certificate = issue(make_draft(), date(2022, 11, 1), chief)

    with pytest.raises(StepRefused, match="không cho kéo dài"):
        extend(certificate, date(2025, 11, 2), decided(date(2025, 10, 20)), by=chief)


def test_what_was_replaced_is_not_extended(chief, ending):
    issue(make_draft(ending.product), date(2026, 10, 1), chief)

    with pytest.raises(StepRefused, match="đã cấp lại"):
        extend(ending, date(2026, 12, 1), decided(date(2026, 10, 20)), by=chief)


def test_an_extension_is_written_once_a_form_and_tells_its_decision(chief, ending):
    key = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    extend(ending, date(2027, 1, 15), decided(date(2026, 10, 20)), by=chief, key=key)

    with pytest.raises(AlreadyDone):
        extend(ending, date(2027, 1, 15), decided(date(2026, 10, 20)), by=chief, key=key)
    happened, told = ending.events.get(), Event.objects.get(action="extended")
    assert (happened.until, happened.on) == (date(2027, 1, 15), date(2026, 10, 20))
    assert (happened.decision_number, happened.recorded_by) == ("1/QĐ", chief)
    assert told.note == "Vì thế."
    assert told.data["decision_number"] == "1/QĐ"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_nobody_but_the_administrator_changes_what_a_certificate_is_worth(ending, role):
    user, answers = make_user(role), decided(date(2026, 10, 20))

    for act in (partial(extend, ending, date(2027, 1, 15)), partial(reinstate, ending)):
        with pytest.raises(StepRefused, match="Chỉ quản trị cấp tỉnh") as refused:
            act(answers, by=user)
        assert refused.value.status == 403
    assert not ending.events.exists()


def test_what_is_not_issued_yet_is_not_extended(chief):
    with pytest.raises(StepRefused, match="chưa được cấp"):
        extend(make_draft(), date(2027, 1, 15), decided(date(2026, 10, 20)), by=chief)


def test_an_extension_that_a_decision_of_tomorrow_grants_is_refused(chief, ending):
    with pytest.raises(StepRefused, match="26/11/2026 chưa đến"):
        extend(ending, date(2027, 1, 15), decided(date(2026, 11, 26)), by=chief)


# --- In its time, and for something that is waited for -------------------------------------------


def ends_on(day):
    """An issued certificate with this last day."""
    return make_certificate(issued_on=day - timedelta(days=1096), expires_on=day)


# Article 7.6 opens the window 180 days before the end; article 12 extends by 180 days after it.
@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [
        (TODAY + timedelta(days=181), "chỉ quyết định kéo dài từ ngày 26/11/2026"),
        (TODAY + timedelta(days=180), ""),
        (TODAY - timedelta(days=180), ""),
        (TODAY - timedelta(days=181), "nay đã quá ngày này"),
        (TODAY - timedelta(days=900), "nay đã quá ngày này"),
    ],
)
def test_what_is_extended_is_neither_too_young_nor_long_expired(
    client, as_role, last_day, sentence
):
    chief = as_role(Role.PROVINCE_ADMIN)
    row = ends_on(last_day)
    act = partial(extend, row, last_day + timedelta(days=180), decided(TODAY), by=chief)
    button = reverse("products:certificate_extend", args=[row.pk])

    if sentence:
        assertNotContains(client.get(row.get_absolute_url()), button)
        with pytest.raises(StepRefused, match=sentence):
            act()
    else:
        assertContains(client.get(row.get_absolute_url()), button)
        act()


def test_an_extension_is_not_over_before_it_is_decided(chief):
    row = ends_on(TODAY - timedelta(days=100))

    with pytest.raises(StepRefused, match="không được trước ngày quyết định"):
        extend(row, TODAY - timedelta(days=1), decided(TODAY), by=chief)


def waiting(certificate, state="submitted", **fields):
    kinds = {"kind": "re_evaluation", "certificate": certificate}
    return move_to(make_whole_dossier(certificate.product, **kinds | fields), state)


def test_without_a_dossier_the_reason_is_written(client, as_role):
    chief = as_role(Role.PROVINCE_ADMIN)
    row, until = ends_on(TODAY), TODAY + timedelta(days=90)
    with pytest.raises(StepRefused, match="hãy ghi lý do kéo dài khi chưa có"):
        extend(row, until, decided(TODAY, note=""), by=chief)

    page = client.get(reverse("products:certificate_extend", args=[row.pk]))
    assertContains(page, "Lý do kéo dài khi chưa có hồ sơ đánh giá lại")
    assert page.context["form"].fields["note"].required


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_dossier_that_nobody_received_is_not_waited_for(chief, state):
    row = ends_on(TODAY)
    waiting(row, state)

    with pytest.raises(StepRefused, match="Chưa nhận hồ sơ"):
        extend(row, TODAY + timedelta(days=90), decided(TODAY, note=""), by=chief)


def test_a_dossier_that_waits_is_reason_enough(client, as_role):
    chief = as_role(Role.PROVINCE_ADMIN)
    row = ends_on(TODAY)
    dossier = waiting(row)

    page = client.get(reverse("products:certificate_extend", args=[row.pk]))
    assert not page.context["form"].fields["note"].required
    extend(row, TODAY + timedelta(days=90), decided(TODAY, note=""), by=chief)

    assert str(dossier) in row.events.get().reason


def test_nothing_is_waited_for_once_there_is_a_result(chief):
    row = ends_on(TODAY)
    waiting(row, "concluded")

    with pytest.raises(StepRefused, match="đã có kết quả ngày 25/11/2026"):
        extend(row, TODAY + timedelta(days=90), decided(TODAY), by=chief)


# --- The result ends it ------------------------------------------------------------------------


@pytest.fixture
def extended(chief):
    """Ended on 1/11/2026 and extended to 15/1/2027, with a dossier before the Council."""
    row = ends_on(date(2026, 11, 1))
    extend(row, date(2027, 1, 15), decided(date(2026, 10, 20)), by=chief)
    waiting(row, "in_session", accepted_on=date(2026, 11, 5))
    row.dossiers.update(accepted_on=date(2026, 11, 5))
    return row


def conclude(certificate, by, day=TODAY, name="conclude", **more):
    answers = {"mean": Decimal(60), "star": 3, "concluded_on": day} | more
    return DOSSIER_PROCEDURE.call(certificate.dossiers.get(), name, by=by, answers=answers)


def told_by_rule_and_database(certificate, day):
    row = with_status(Certificate.objects.filter(pk=certificate.pk), day).get()
    assert row.ends_on == life_of(certificate).ends_on
    assert row.status == status_of(certificate, day)
    return row.status


def test_the_result_ends_the_extension_on_its_day(extended, chief):
    conclude(extended, chief)

    days = [TODAY, TODAY + timedelta(days=1)]
    assert [told_by_rule_and_database(extended, day) for day in days] == ["extended", "expired"]
    assert Event.objects.filter(action="settled", note__contains="25/11/2026").exists()


def test_a_result_before_the_end_leaves_the_certificate_its_own_term(chief):
    row = ends_on(TODAY + timedelta(days=10))
    extend(row, TODAY + timedelta(days=90), decided(TODAY), by=chief)
    waiting(row, "in_session")

    conclude(row, chief)

    assert life_of(row).ends_on == row.expires_on


def test_a_corrected_day_and_a_result_taken_away_move_the_end(extended, chief):
    conclude(extended, chief, date(2026, 11, 10))
    conclude(extended, chief, date(2026, 11, 20), "correct", note="Sai ngày.")
    assert life_of(extended).ends_on == date(2026, 11, 20)

    conclude(extended, chief, name="annul", note="Nhầm hồ sơ.")
    assert life_of(extended).ends_on == date(2027, 1, 15)
    assert told_by_rule_and_database(extended, date(2027, 1, 15)) == "extended"


def test_a_dossier_that_is_withdrawn_is_not_waited_for_any_more(extended):
    dossier = move_to(extended.dossiers.get(), "returned")
    officer = make_user(Role.UNIT_OFFICER, unit=dossier.product.commune.parent)

    DOSSIER_PROCEDURE.take(dossier, "withdraw", by=officer, answers={"note": "Ngừng sản xuất."})

    assert life_of(extended).ends_on == TODAY


def test_what_was_not_extended_has_nothing_to_end(chief):
    row = ends_on(TODAY + timedelta(days=10))
    waiting(row, "in_session")

    conclude(row, chief)

    assert not row.events.exists()


def test_an_extension_after_the_last_one_ended_counts_again():
    happenings = (
        Happening("extended", date(2026, 10, 20), date(2027, 1, 15)),
        Happening("settled", date(2026, 11, 25), date(2026, 11, 25)),
        Happening("extended", date(2026, 12, 1), date(2026, 12, 31)),
    )
    life = Life(date(2023, 11, 1), date(2026, 11, 1), happenings)

    assert status_on(life, date(2026, 12, 31)) == "extended"
    assert life.ends_on == date(2026, 12, 31)
