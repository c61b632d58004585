"""What ends soon: listed with the days to apply again in, printed, and proposed in the plan."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from products.certificates.expiry_listings import EXPIRING
from products.certificates.listings import CERTIFICATES
from products.certificates.tasks import certificate_tasks
from products.enums import RegistrationForm
from products.plans.suggestions import suggestions
from programs.enums import Role
from programs.models import Regulation, User
from tests.support.expiry_rows import make_notice
from tests.support.factories import (
    make_campaign,
    make_certificate,
    make_plan,
    make_product,
    make_registration,
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


def listed(**query):
    _, rows = EXPIRING.filter(User(role=Role.PROVINCE_ADMIN), query)
    return list(rows)


@pytest.mark.parametrize(
    ("ends_on", "is_listed"),
    [
        (date(2026, 11, 24), False),
        (date(2026, 11, 25), True),
        (date(2027, 5, 24), True),
        (date(2027, 5, 25), False),
    ],
)
def test_what_ends_within_the_180_days_of_the_window_is_listed(ends_on, is_listed):
    make_certificate(expires_on=ends_on)

    assert bool(listed()) == is_listed


def test_the_days_to_apply_again_are_those_of_the_law():
    make_certificate(expires_on=date(2027, 5, 24))

    cells = dict(
        zip([c.key for c in EXPIRING.columns], next(EXPIRING.cells(listed())), strict=True)
    )

    assert (cells["opens"], cells["closes"]) == (date(2026, 11, 25), date(2027, 1, 24))


@time_machine.travel(date(2025, 11, 25))
def test_under_the_decision_of_2023_it_is_30_days_and_no_window():
    make_certificate(expires_on=date(2025, 12, 25))
    make_certificate(expires_on=date(2025, 12, 26))

    (row,) = listed()
    assert (row.opens, row.closes) == (None, None)


def test_it_is_filtered_by_month_unit_and_star():
    unit = make_unit()
    product = make_product(commune=unit.children.first())
    wanted = make_certificate(product, expires_on=date(2027, 1, 5), star=4)
    make_certificate(expires_on=date(2027, 2, 5))

    for query in ({"month": 1}, {"star": 4}, {"unit": unit.pk}):
        assert listed(**query) == [wanted]


def test_the_window_to_apply_in_is_that_of_the_day_that_is_asked_for():
    row = make_certificate(expires_on=date(2027, 4, 1))  # from 03/10/2026 to 02/12/2026

    assert listed(in_window="on") == listed(in_window="on", day="02/12/2026") == [row]
    assert listed(in_window="on", day="03/12/2026") == []


def test_what_was_renewed_or_revoked_is_not_listed():
    old = make_certificate(expires_on=date(2027, 1, 5))
    new = make_certificate(old.product, issued_on=date(2026, 11, 1))
    old.events.create(
        kind="replaced", on=new.issued_on, by_certificate=new, recorded_by=new.issued_by
    )

    assert listed() == []


def test_the_report_prints_what_the_page_shows(client, admin, tmp_path):
    certificate = make_certificate(expires_on=date(2027, 1, 5))
    file = tmp_path / "a.csv"

    call_command("report", "expiring", format="csv", output=str(file))

    assert certificate.product_name in file.read_text(encoding="utf-8-sig")
    assert certificate.product_name in client.get(reverse("products:expiring_list")).text


def test_the_report_of_a_unit_holds_its_rows_alone(tmp_path):
    mine, other = (make_certificate(expires_on=date(2027, 1, 5)) for _ in range(2))
    file = tmp_path / "a.csv"

    unit = mine.product.commune.parent.code
    call_command("report", "expiring", format="csv", unit=unit, output=str(file))

    text = file.read_text(encoding="utf-8-sig")
    assert (mine.product_name in text, other.product_name in text) == (True, False)
    with pytest.raises(CommandError, match="Không có đơn vị"):
        call_command("report", "expiring", format="csv", unit="00000")


# --- In the plan of the year -------------------------------------------------------------------


@pytest.fixture
def plan():
    unit = make_unit()
    return make_plan(unit=unit, campaign=make_campaign(unit, year=2024), rows=0)


def ending(plan, day, **fields):
    product = make_product(commune=plan.unit.children.first(), **fields)
    return make_certificate(product, issued_on=date(2021, 6, 1), expires_on=day)


def test_what_ends_in_the_campaigns_year_is_proposed_for_evaluation_anew(plan):
    certificate = ending(plan, date(2024, 6, 1))
    ending(plan, date(2025, 1, 1))
    make_certificate(issued_on=date(2021, 6, 1), expires_on=date(2024, 6, 1))

    (offer,) = [each for each in suggestions(plan) if each.group == "Hết hạn trong năm"]

    assert offer.cells["product_name"] == certificate.product_name
    assert offer.cells["form"] == RegistrationForm.RE_EVALUATION.label
    assert offer.reason == "giấy 3 sao hết hạn ngày 01/06/2024"


def test_what_the_plan_has_already_is_not_proposed(plan):
    product = ending(plan, date(2024, 6, 1)).product
    make_registration(plan, product_name=product.name, producer_name=product.producer.name)

    assert suggestions(plan) == []


@pytest.mark.parametrize("listing", [EXPIRING, CERTIFICATES])
def test_a_page_of_certificates_is_read_in_the_order_of_an_index(listing):
    _, rows = listing.filter(User(role=Role.PROVINCE_ADMIN), {})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A handful of rows is sooner sorted than read in order; thousands are not.
            ways = ("seqscan", "bitmapscan", "sort")
            cursor.execute(";".join(f"SET LOCAL enable_{way} = off" for way in ways))

    plan = rows[:51].explain()

    assert f"{'certificate_expires' if listing is EXPIRING else 'certificate_issued'}" in plan
    assert "Sort Key: products_certificate" not in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan.split("CORRELATED")[0]


# --- So many months from today -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "ends_on", "is_listed"),
    [
        ("6", date(2026, 11, 24), False),
        ("6", date(2026, 11, 25), True),
        ("6", date(2027, 5, 25), True),  # a day after the window of the law
        ("6", date(2027, 5, 26), False),
        ("1", date(2026, 12, 25), True),
        ("1", date(2026, 12, 26), False),
    ],
)
def test_one_may_ask_for_what_ends_within_some_months(months, ends_on, is_listed):
    make_certificate(expires_on=ends_on)

    assert bool(listed(within=months)) == is_listed


@pytest.mark.parametrize(("until", "is_listed"), [(date(2027, 5, 25), 1), (date(2027, 5, 26), 0)])
def test_what_was_extended_ends_with_its_extension(until, is_listed):
    paper = make_certificate(expires_on=date(2026, 11, 1))
    paper.events.create(
        kind="extended", on=date(2026, 10, 1), until=until, recorded_by=paper.issued_by
    )

    assert len(listed(within="6")) == is_listed


def test_what_was_closed_before_its_end_does_not_end():
    paper = make_certificate(expires_on=date(2026, 12, 1))
    paper.events.create(kind="revoked", on=TODAY, recorded_by=paper.issued_by)

    assert listed(within="6") == []


# --- The task of telling -----------------------------------------------------------------------


@pytest.fixture
def told_before():
    """The regulation that sets 30 days."""
    return Regulation.objects.get(code="148-2023")


def to_tell(role=Role.PROVINCE_STAFF):
    return [task for task in certificate_tasks(make_user(role)) if "chưa báo" in task.title]


@pytest.mark.parametrize(
    ("ends_on", "is_late"),
    [(date(2026, 12, 24), True), (date(2026, 12, 25), False), (date(2027, 1, 8), False)],
)
def test_a_month_that_nobody_was_told_of_is_a_task_from_a_while_before(
    client, admin, told_before, ends_on, is_late
):
    make_certificate(expires_on=ends_on, regulation=told_before)
    make_certificate(expires_on=ends_on.replace(day=28), regulation=told_before)
    told = make_certificate(expires_on=ends_on.replace(day=27), regulation=told_before)
    make_notice(told)

    [task] = to_tell()

    assert task.title == f"2 giấy hết hạn tháng {ends_on:%m/%Y} chưa báo chủ thể"
    assert task.is_late == is_late
    assert client.get(task.url).context["page"].count == 2


@pytest.mark.parametrize("days", [45, 60])
def test_what_is_to_be_told_of_later_is_no_task_yet(told_before, days):
    make_certificate(expires_on=TODAY + timedelta(days=days), regulation=told_before)

    assert to_tell() == []


def test_a_regulation_that_sets_no_day_makes_no_task():
    make_certificate(
        expires_on=date(2026, 12, 1), regulation=Regulation.objects.get(code="26-2026")
    )

    assert to_tell() == []


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.OBSERVER])
def test_letters_are_the_departments_task_alone(told_before, role):
    make_certificate(expires_on=date(2026, 12, 1), regulation=told_before)

    assert to_tell(role) == []
