"""The Quy chế: its drafts, what is put in force for good, and the version after it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councils.ground.operating_rules import (
    COPIED,
    RULES,
    begun,
    functions_of,
    write,
    writing_refusal,
)
from councils.models import CouncilRules, GroupSeat
from programs.acts import AlreadyDone, RowChanged, StepRefused
from programs.enums import Authority, BodyFunction, ProductGroup, Role
from programs.models import Event
from tests.support.councils import make_council, make_rules
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

KEY = "6f2b7d0e-3f0c-4f7c-9a53-1f0c8b3f9c11"
NONE = {group: [] for group in ProductGroup.values}
TYPED = {
    "level": "province",
    "number": "31/QĐ-UBND",
    "issued_on": "22/05/2026",
    "issuer": "UBND tỉnh",
    "valid_from": "25/05/2026",
    "quorum": "0,75",
    "tolerance": "7,5",
    "least_sheets": "3",
    "minima": "finding",
    "forward": "star",
    "open_days": "2",
    "invitation": "notice",
}


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def fresh(**fields):
    row, functions = begun(Authority.PROVINCE)
    row.number, row.issuer = "31/QĐ-UBND", "UBND tỉnh"
    row.issued_on = row.valid_from = date(2026, 5, 22)
    for name, value in fields.items():
        setattr(row, name, value)
    return row, functions


# --- Drafts ------------------------------------------------------------------------------------


def test_the_first_draft_begins_with_what_the_portal_proposes(chief):
    row, functions = fresh()

    write(row, functions, by=chief)

    assert functions_of(row) == {group: sorted(names) for group, names in functions.items()}
    assert set(functions) == set(ProductGroup.values)
    assert all(functions.values())
    assert {name for names in functions.values() for name in names} <= set(BodyFunction.values)


def test_the_next_version_begins_as_the_one_before_without_its_decision():
    groups = {"drink": ["science", "trade"]}
    before = make_rules("published", groups=groups, tolerance="7.5", quorum="0.8", note="Ghi chú.")

    after, functions = begun(Authority.PROVINCE, before)

    assert {name: getattr(after, name) for name in COPIED} == {
        name: getattr(before, name) for name in COPIED
    }
    assert (after.pk, after.number, after.issued_on, after.valid_from) == (None, "", None, None)
    assert after.state == "draft"
    assert functions == NONE | groups


def test_a_draft_that_is_changed_tells_what_and_keeps_the_bodies_that_were_chosen(chief):
    row = make_rules(groups={"drink": ["trade"]})
    row.tolerance = Decimal(5)

    write(row, NONE | {"drink": ["health"], "craft": ["rural"]}, by=chief, version=1)

    assert {(each.product_group, each.function) for each in row.group_seats.all()} == {
        ("drink", "health"),
        ("craft", "rural"),
    }
    data = Event.objects.about(row).get().data
    assert data["tolerance"] == ["10.00", "5"]
    assert data["group_seats"][0]["drink"] == ["trade"]
    assert CouncilRules.objects.get().version == 2


def test_who_saves_over_a_version_that_they_have_not_seen_is_refused(chief):
    row = make_rules()
    write(row, NONE, by=chief, version=1)

    with pytest.raises(RowChanged):
        write(row, NONE, by=chief, version=1)


def test_the_same_form_twice_makes_one_version(chief):
    made = write(*fresh(), by=chief, key=KEY)

    with pytest.raises(AlreadyDone) as done:
        write(*fresh(), by=chief, key=KEY)

    assert done.value.row == made == CouncilRules.objects.get()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_nobody_but_an_administrator_writes_a_quy_che(role):
    user = make_user(role)

    assert writing_refusal(make_rules(), user).status == 403
    with pytest.raises(StepRefused):
        write(*fresh(), by=user)
    for step in RULES.steps.values():
        assert RULES.refusal(make_rules(), step, user).status == 403


# --- Put in force ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["published", "dropped"])
def test_what_is_no_draft_is_changed_no_more(chief, state):
    row = make_rules(state)

    with pytest.raises(StepRefused, match="soạn phiên bản mới"):
        write(row, NONE, by=chief, version=row.version)
    for step in RULES.steps.values():
        assert RULES.refusal(row, step, chief).status == 409


def test_two_versions_of_a_level_begin_on_different_days(chief):
    first, second = make_rules(number="1/QĐ"), make_rules()
    other = make_rules(level=Authority.PROVINCE)
    RULES.take(first, "publish", by=chief)

    with pytest.raises(StepRefused, match="“Quy chế cấp huyện theo 1/QĐ” đã áp dụng từ ngày"):
        RULES.take(second, "publish", by=chief)

    assert RULES.take(other, "publish", by=chief).state == "published"
    assert first.group_seats.count() == 0


def test_a_draft_is_dropped_with_a_reason(chief):
    with pytest.raises(StepRefused):
        RULES.take(make_rules(), "drop", by=chief)

    assert RULES.take(make_rules(), "drop", by=chief, answers={"note": "Trùng."}).state == "dropped"


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2024, 1, 31), None),
        (date(2024, 2, 1), "1"),
        (date(2026, 5, 21), "1"),
        (date(2026, 5, 22), "2"),
    ],
)
def test_a_version_holds_until_the_next_of_its_level_begins(day, number):
    make_rules("published", number="1")
    make_rules("published", number="2", valid_from=date(2026, 5, 22))
    make_rules(number="draft", valid_from=date(2024, 3, 1))
    make_rules("published", level=Authority.PROVINCE, number="other")

    found = CouncilRules.objects.in_force(Authority.DISTRICT, day).first()

    assert (found and found.number) == number


@pytest.mark.parametrize("role", Role)
def test_all_read_what_was_published_and_drafts_are_for_who_writes_them(role):
    published = make_rules("published")
    others = {make_rules(), make_rules("dropped")}

    seen = set(CouncilRules.objects.visible_to(make_user(role)))

    assert seen == {published} | (others if role == Role.PROVINCE_ADMIN else set())


# --- The pages ---------------------------------------------------------------------------------


def test_a_quy_che_is_typed_once_a_form_and_then_put_in_force(client, admin):
    body = TYPED | {"of_drink": ["trade", "health"], "form_key": KEY}

    for _ in range(2):
        answer = client.post(reverse("councils:rules_create"), body)

    row = CouncilRules.objects.get()
    assertRedirects(answer, row.get_absolute_url())
    assert (row.tolerance, row.quorum) == (Decimal("7.5"), Decimal("0.75"))
    assert GroupSeat.objects.count() == 2
    page = client.get(row.get_absolute_url())
    assertContains(page, "<dd>7,5</dd>", html=True)
    assertContains(page, "y tế; công thương")
    client.post(reverse("councils:rules_step", args=[row.pk, "publish"]))
    row.refresh_from_db()
    assert row.state == "published"
    page = client.get(row.get_absolute_url())
    assertNotContains(page, reverse("councils:rules_update", args=[row.pk]))
    assertContains(page, "Soạn phiên bản mới từ bản này")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("number", "", "Trường này là bắt buộc."),
        ("quorum", "1,5", "từ 1 trở xuống"),
        ("quorum", "0", "từ 0,01 trở lên"),
        ("tolerance", "101", "từ 100 trở xuống"),
        ("tolerance", "nhiều", "Hãy nhập một số"),
        ("least_sheets", "0", "từ 1 trở lên"),
        ("valid_from", "31/02/2026", "ngày"),
        ("valid_from", "31/12/9999", "không hợp lý"),
        ("minima", "khac", "khac"),
        ("of_drink", ["khac"], "khac"),
    ],
)
def test_what_is_typed_wrongly_is_told_at_its_field_and_nothing_is_lost(
    client, admin, name, value, said
):
    body = TYPED | {"note": "Đã họp.", "of_craft": ["rural"]} | {name: value}

    page = client.post(reverse("councils:rules_create"), body)

    form = page.context["form"]
    assert list(form.errors) == [name]
    assert said in " ".join(form.errors[name])
    assert form["note"].value() == "Đã họp."
    assert form["of_craft"].value() == ["rural"]
    assert form[name].value() == value
    assert not CouncilRules.objects.exists()


def test_who_saves_late_sees_both_texts_and_may_save_then(client, admin):
    row = make_rules(number="1/QĐ-UBND", level=Authority.PROVINCE)
    url = reverse("councils:rules_update", args=[row.pk])
    other = CouncilRules.objects.get(pk=row.pk)
    other.number = "2/QĐ-UBND"
    write(other, NONE, by=make_user(Role.PROVINCE_ADMIN), version=1)

    refused = client.post(url, TYPED | {"version": 1})

    assertContains(refused, "<dd>2/QĐ-UBND</dd>", status_code=409, html=True)
    assert refused.context["form"]["number"].value() == "31/QĐ-UBND"
    version = refused.context["form"]["version"].value()
    assert client.post(url, TYPED | {"version": version}).status_code == 302
    row.refresh_from_db()
    assert row.number == "31/QĐ-UBND"


def test_the_next_version_is_offered_with_what_the_last_one_says(client, admin):
    row = make_rules("published", groups={"drink": ["trade"]}, tolerance="7.5")

    form = client.get(reverse("councils:rules_create_after", args=[row.pk])).context["form"]

    assert (form["tolerance"].value(), form["of_drink"].value()) == (Decimal("7.50"), ["trade"])
    assert form["number"].value() == ""


def test_a_council_goes_on_with_its_own_version_after_the_next_one(chief):
    council = make_council("in_force")

    make_rules("published", valid_from=date(2024, 6, 1))

    council.refresh_from_db()
    assert council.rules.valid_from == date(2024, 2, 1)
