"""Certificates that expired with nothing after them, and why; and what a plan is offered."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains

from products.certificates.expiry_listings import LAPSED
from products.certificates.lapses import record, refusal
from products.models import Lapse
from products.plans.suggestions import suggestions
from programs.acts import AlreadyDone
from programs.enums import REGISTER_WRITERS, Role
from programs.models import Event, User
from tests.support.expiry_rows import make_notice
from tests.support.factories import (
    make_campaign,
    make_certificate,
    make_plan,
    make_product,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


def expired(product=None, day=date(2026, 5, 1), **fields):
    return make_certificate(product, issued_on=date(day.year - 3, 5, 1), expires_on=day, **fields)


def listed(user=None, **query):
    return list(LAPSED.filter(user or User(role=Role.PROVINCE_ADMIN), query)[1])


def test_the_last_certificate_of_a_product_is_listed_once_it_expired():
    lapsed = expired()
    make_certificate(expires_on=TODAY)
    older = expired(day=date(2023, 5, 1))
    newer = expired(older.product)

    assert set(listed()) == {lapsed, newer}


@pytest.mark.parametrize("days", [-30, 0, 30])
def test_a_certificate_that_came_after_takes_it_off_the_list(days):
    old = expired()
    make_certificate(old.product, issued_on=TODAY - timedelta(days=days))

    assert listed() == []


@pytest.mark.parametrize("way", ["into it", "with it", "from it"])
def test_so_does_one_of_a_record_that_was_merged(way):
    old, kept = expired(), make_product()
    new = make_certificate()
    merges = {
        "into it": [(new.product, old.product)],
        "from it": [(old.product, new.product)],
        "with it": [(new.product, kept), (old.product, kept)],
    }
    for gone, into in merges[way]:
        type(gone).objects.filter(pk=gone.pk).update(merged_into=into)

    assert listed() == []


def test_what_was_revoked_or_extended_did_not_lapse():
    for kind, until in (("revoked", None), ("extended", TODAY)):
        row = expired()
        facts = {"on": date(2026, 4, 1), "until": until, "recorded_by": row.issued_by}
        row.events.create(kind=kind, **facts)

    assert listed() == []


# --- Why ---------------------------------------------------------------------------------------


def reason(client, certificate, **body):
    return client.post(reverse("products:lapse_record", args=[certificate.pk]), body)


def test_the_officer_on_the_spot_says_why_and_may_correct_it(client, as_role):
    officer = as_role(Role.UNIT_OFFICER)
    row = expired(make_product(commune=officer.unit.children.first()))

    reason(client, row, reason="stopped")
    reason(client, row, reason="other", note="Chuyển đi nơi khác.")

    assert Lapse.objects.get().note == "Chuyển đi nơi khác."
    notes = Event.objects.filter(action="record_lapse").order_by("pk").values_list("note", "data")
    assert [note for note, _ in notes] == ["không còn sản xuất", "lý do khác: Chuyển đi nơi khác."]
    assert notes[1][1] == {"before": ["stopped", ""]}
    assert [row.lapse.reason for row in listed(officer, reason="other")] == ["other"]
    assert listed(officer, reason="none") == []


def test_another_reason_has_to_be_told(client, admin):
    response = reason(client, expired(), reason="other")

    assertContains(response, "Hãy ghi rõ lý do khác.")
    assert not Lapse.objects.exists()


def test_what_is_valid_has_no_reason_to_tell(client, admin):
    assert reason(client, make_certificate(), reason="stopped").status_code == 409


@pytest.mark.parametrize("role", sorted(set(Role) - REGISTER_WRITERS))
def test_nobody_else_says_why_it_lapsed(role):
    refused = refusal(expired(), make_user(role))

    assert (refused.status, refused.code) == (403, "role")


@pytest.mark.parametrize(("day", "code"), [(TODAY, "status"), (date(2026, 11, 24), None)])
def test_on_its_last_day_nothing_has_lapsed_yet(day, code):
    refused = refusal(make_certificate(expires_on=day), make_user(Role.PROVINCE_STAFF))

    assert (refused and refused.code) == code


def test_a_reason_that_is_posted_twice_is_told_once():
    row, staff = expired(), make_user(Role.PROVINCE_STAFF)
    posted = partial(record, by=staff, key="7c9e6679-7425-40de-944b-e07fc1f90ae7")
    posted(Lapse(certificate=row, reason="stopped", note="Nghỉ."))
    with pytest.raises(AlreadyDone):
        posted(Lapse(certificate=row, reason="stopped", note="Nghỉ."))

    event = Event.objects.get(action="record_lapse")
    assert (event.note, event.data) == ("không còn sản xuất: Nghỉ.", {})
    assert Lapse.objects.get().recorded_by == staff


def test_the_report_prints_what_the_page_shows(client, admin, tmp_path):
    row, file = expired(), tmp_path / "a.csv"
    reason(client, row, reason="failed")

    call_command("report", "lapsed", format="csv", output=str(file))

    assert "không đạt tiêu chí" in file.read_text(encoding="utf-8-sig")
    assertContains(client.get(reverse("products:lapsed_list")), row.product_name)
    assertContains(client.get(row.get_absolute_url()), "Không đạt tiêu chí")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["lapsed_list", "expiring_list", "letter_list"])
def test_the_lists_cost_the_same_however_long(
    client, admin, name, count, django_assert_max_num_queries
):
    for _ in range(count):
        expired()
        make_notice(make_certificate(expires_on=TODAY + timedelta(days=60)))

    with django_assert_max_num_queries(18):
        assert client.get(reverse(f"products:{name}")).context["page"].count == count


# --- In the plan of the year -------------------------------------------------------------------


@pytest.fixture
def plan():
    unit = make_unit()
    return make_plan(unit=unit, campaign=make_campaign(unit, year=2024), rows=0)


@pytest.mark.parametrize(
    ("star", "form"),
    [(3, "Nâng hạng 3-4 sao"), (4, "Nâng hạng 4-5 sao"), (5, None)],
)
def test_products_that_may_rise_are_offered_as_a_group_of_their_own(plan, star, form):
    product = make_product(commune=plan.unit.children.first())
    make_certificate(product, issued_on=date(2023, 6, 1), star=star)

    offers = suggestions(plan)

    assert [offer.cells["form"] for offer in offers] == [form] * bool(form)
    assert [offer.group for offer in offers] == ["Có thể nâng hạng"] * bool(form)


def test_what_ends_this_year_is_offered_to_be_evaluated_anew_first(plan):
    commune = plan.unit.children.first()
    make_certificate(make_product(commune=commune), issued_on=date(2023, 6, 1))
    make_certificate(make_product(commune=commune), issued_on=date(2021, 6, 1))

    offers = suggestions(plan)

    assert [offer.group for offer in offers] == ["Hết hạn trong năm", "Có thể nâng hạng"]
