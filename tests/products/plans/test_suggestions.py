"""What a plan probably forgets: of the year before, and of the certificates on its ground."""

from datetime import date

import pytest

from products.enums import RegistrationForm
from products.plans import suggestions as source
from products.plans.suggestions import suggestions
from programs.models import UnitSuccession
from tests.support.factories import (
    make_campaign,
    make_certificate,
    make_plan,
    make_product,
    make_registration,
    make_unit,
    put_into,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
FORM = RegistrationForm


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def plan(unit):
    """A new plan of 2024, whose campaign opened on 01/03."""
    return make_plan(unit=unit, rows=0)


def listed(unit, year, *names, state="accepted", campaign=None, **fields):
    """A plan of that year with products of these names."""
    campaign = campaign or make_campaign(unit, year=year)
    plan = make_plan(unit=unit, campaign=campaign, rows=0)
    for name in names:
        make_registration(plan, product_name=name, **fields)
    return put_into(plan, state)


def certify(unit, **fields):
    return make_certificate(make_product(commune=unit.children.first()), **fields)


def names(plan):
    return [offer.cells["product_name"] for offer in suggestions(plan)]


# --- Of the year before --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        (FORM.THREE_STAR, "Nâng hạng 3-4 sao"),
        (FORM.FOUR_STAR, "Nâng hạng 4-5 sao"),
        (FORM.UPGRADE_3_4, "Nâng hạng 4-5 sao"),
        (FORM.UPGRADE_4_5, "Đánh giá lại"),
        (FORM.RE_EVALUATION, "Đánh giá lại"),
    ],
)
def test_the_next_form_follows_the_last_one_and_the_note_stays_behind(unit, plan, form, asked):
    listed(unit, 2023, "Chè", form=form, note="Cũ.")

    (offer,) = suggestions(plan)

    assert (offer.cells["form"], offer.cells["note"]) == (asked, "")
    assert offer.reason == f"năm 2023 đăng ký “{form.label}”"


def test_years_without_a_plan_are_passed_over(unit, plan):
    listed(unit, 2021, "Chè")
    listed(unit, 2020, "Tỏi")

    assert names(plan) == ["Chè"]


def test_of_two_campaigns_of_a_year_the_latter_counts(unit, plan):
    listed(unit, 2023, "Chè", campaign=make_campaign(unit, year=2023, number=2))
    listed(unit, 2023, "Tỏi", campaign=make_campaign(unit, year=2023, number=1))

    assert names(plan) == ["Chè"]


@pytest.mark.parametrize("year", [2024, 2025])
def test_another_campaign_of_this_year_or_later_is_no_year_before(unit, plan, year):
    listed(unit, year, "Chè")

    assert suggestions(plan) == []


@pytest.mark.parametrize("state", ["draft", "handed_in", "returned", "superseded"])
def test_what_never_counted_is_not_offered(unit, plan, state):
    listed(unit, 2023, "Chè", state=state)

    assert suggestions(plan) == []


def test_what_all_units_listed_that_this_one_took_over_is_offered(unit, plan):
    olds = [make_unit(), make_unit()]
    campaign = make_campaign(*olds, year=2023)
    for old, name in zip(olds, ("Chè", "Tỏi"), strict=True):
        UnitSuccession.objects.create(old=old, new=unit, on=date(2024, 2, 1))
        listed(old, 2023, name, campaign=campaign)

    assert sorted(names(plan)) == ["Chè", "Tỏi"]


# --- Of certificates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_day", "form"),
    [
        (date(2024, 2, 29), None),  # over on the day on which the campaign opens
        (date(2024, 3, 1), "Đánh giá lại"),
        (date(2024, 12, 31), "Đánh giá lại"),
        (date(2025, 1, 1), "Nâng hạng 3-4 sao"),
    ],
)
def test_the_last_day_says_what_a_product_may_ask_for(unit, plan, last_day, form):
    certify(unit, issued_on=date(2021, 6, 1), expires_on=last_day)

    assert [offer.cells["form"] for offer in suggestions(plan)] == [form] * bool(form)


def test_a_certificate_that_is_issued_after_the_opening_offers_nothing(unit, plan):
    certify(unit, issued_on=date(2024, 3, 2))

    assert suggestions(plan) == []


def test_better_stars_come_first_among_what_may_rise(unit, plan):
    three = certify(unit, issued_on=date(2022, 6, 1))
    four = certify(unit, issued_on=date(2023, 6, 1), star=4)

    assert names(plan) == [four.product_name, three.product_name]


def test_a_product_is_offered_once_by_the_source_that_knows_it_first(unit, plan):
    product = certify(unit, issued_on=date(2021, 6, 1)).product
    names = {"product_name": product.name.upper(), "producer_name": product.producer.name}
    last = make_plan(unit=unit, campaign=make_campaign(unit, year=2023), rows=0)
    make_registration(last, **names)
    put_into(last, "issued")

    assert [offer.group for offer in suggestions(plan)] == ["Hết hạn trong năm"]


def test_no_source_leaves_the_next_one_without_room(unit, plan, monkeypatch):
    monkeypatch.setattr(source, "SHOWN", 2)
    for _ in range(3):
        certify(unit, issued_on=date(2021, 6, 1))
    listed(unit, 2023, "Chè", "Tỏi", "Quế")

    groups = [offer.group for offer in suggestions(plan)]
    assert groups == ["Hết hạn trong năm"] * 2 + ["Năm trước đã đăng ký"] * 2
