"""A file holds what its page shows, and no page tells of another unit (SECURITY A10, A11)."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from products.enums import Maturity, PlanState, ProducerKind, RegistrationForm
from programs import audit
from programs.enums import ProductGroup, Role
from tests.matrix.cells import ROLES
from tests.matrix.expected import may_see
from tests.support.factories import make_plan, make_registration, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

LIST = reverse("products:registration_list")
CSV = reverse("reports:listing_export", args=["san-pham-dang-ky", "csv"])
SIGNED_IN = [role for role in ROLES if role != "PU"]


# --- The list and its export (A10) -------------------------------------------------------------


@pytest.fixture(scope="module")
def varied(visitors):
    """Products of every form, group and kind in drafts, so that the filters have work to do."""
    drafts = [row.subject for row in visitors.world.rows["plan"][1:] if row.state == "draft"]
    kinds = list(
        zip(ProducerKind, list(ProductGroup) * 2, list(RegistrationForm) * 2, strict=False)
    )
    for plan in drafts:
        for number, (producer, group, form) in enumerate(kinds):
            maturity = [*Maturity, ""][number % 3]
            make_registration(
                plan,
                form=form,
                producer_kind=producer,
                product_group=group,
                maturity=maturity,
                product_name=f"Chè, “số” {number};\n{plan.pk}",
            )
    return visitors


def rubbish(*values):
    return st.sampled_from([*values, "", "-1", "0", "x", "9" * 30, "'", "%", "\x00"])


def queries(world):
    """What may stand in the address: filters with good and bad values, alone and together."""
    plans = [row.subject for row in world.rows["plan"] if row.is_known]
    return st.fixed_dictionaries(
        {},
        optional={
            "q": rubbish("che", "CHÈ so", "canary", "hop tac", "“số” 3", "_"),
            "campaign": rubbish(*[str(plan.campaign_id) for plan in plans]),
            "unit": rubbish(*[str(unit.pk) for unit in world.units.values()]),
            "form": rubbish(*RegistrationForm.values),
            "group": rubbish(*ProductGroup.values),
            "kind": rubbish(*ProducerKind.values),
            "maturity": rubbish(*Maturity.values),
            "counting": rubbish("true", "false", "unknown"),
        },
    )


def listed(client, query):
    """The names on all pages of the list."""
    names, token = [], ""
    while True:
        page = client.get(LIST, query | {"sau": token}).context["page"]
        names += [row.product_name for row in page.rows]
        if not (token := page.next):
            return names, page.count


def exported(client, query):
    text = client.get(CSV, query).getvalue().decode("utf-8-sig")
    title, *lines = csv.reader(StringIO(text), delimiter=";" if ";" in text.split("\n")[0] else ",")
    column = title.index("Tên sản phẩm")
    return [line[column] for line in lines]


@pytest.mark.slow
def test_an_export_holds_the_rows_of_the_list_for_any_person_and_filter(varied):
    @settings(max_examples=300, deadline=None)
    @given(role=st.sampled_from(SIGNED_IN), query=queries(varied.world))
    def holds(role, query):
        client = varied.become(role)
        names, count = listed(client, query)
        assert exported(client, query) == names
        assert count == len(names)

    holds()


def test_an_unfiltered_export_holds_all_that_the_person_may_see(varied):
    world = varied.world
    for role in SIGNED_IN:
        rows = [row for row in world.rows["registration"] if row.is_known]
        seen = [row for row in rows if may_see(role, row, world.people[role])]
        canaries = {row.subject.product_name for row in seen if row.state != "superseded"}

        names = exported(varied.become(role), {})

        assert {name for name in names if name.startswith("canary")} == canaries


# --- Nothing of other units (A11) --------------------------------------------------------------

CANARY = "Mắm nhum độc nhất"


@pytest.fixture
def elsewhere():
    """A plan of another unit with a name that nothing else has."""
    plan = make_plan(rows=0, declared=["3_star"])
    make_registration(plan, product_name=CANARY, producer_name="HTX Độc Nhất", note="bí mật")
    return plan


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_LEADER, Role.PROVINCE_ADMIN])
def test_a_products_name_in_another_units_draft_is_found_by_no_search(
    client, as_role, role, elsewhere
):
    as_role(role)
    pages = ["/", "/dot/", "/ke-hoach/", "/tai-khoan-cong-vu/", "/nhat-ky/", LIST, CSV]

    for path in pages:
        for query in ({}, {"q": "nhum"}, {"q": "bi mat"}, {"q": "doc nhat"}):
            response = client.get(path, query, follow=True)
            assert CANARY not in response.getvalue().decode()


def test_the_same_product_elsewhere_is_no_hindrance_and_no_hint(client, as_role, elsewhere):
    """Who has registered it already is not for another unit to learn."""
    user = as_role(Role.UNIT_OFFICER)
    mine = make_plan(unit=user.unit, rows=0)
    row = make_registration(mine, product_name="Khác", producer_name="HTX Độc Nhất")
    body = {name: getattr(row, name) for name in ("producer_name", "producer_kind", "form")}
    body |= {"product_group": row.product_group, "commune": row.commune_id, "version": row.version}

    url = reverse("products:registration_update", args=[row.pk])
    response = client.post(url, body | {"product_name": CANARY}, follow=True)

    assert response.redirect_chain
    assert "đã có" not in response.content.decode()


def test_the_trail_and_the_comments_of_an_issued_plan_stay_with_its_unit(client, as_role):
    """What is issued is everybody's to read; who did what and why is not (matrix L1, P13)."""
    plan = make_plan(state=PlanState.ISSUED)
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    audit.record("return", plan, by=leader, label="trả lại", note="Lý do nội bộ.")
    plan.comments.create(author=leader, text="Ý kiến nội bộ.")

    for role in (Role.UNIT_OFFICER, Role.AGENCY_OFFICER, Role.COUNCIL_MEMBER):
        as_role(role)
        text = client.get(plan.get_absolute_url()).content.decode()
        assert [word for word in ("Lý do nội bộ", "Ý kiến nội bộ") if word in text] == []


def test_a_plans_page_leads_its_reader_to_no_page_that_is_hidden(client, as_role):
    plan = make_plan(state=PlanState.ISSUED)
    counts = reverse("products:counts", args=[plan.campaign.participants.get().pk])

    for role in (Role.UNIT_OFFICER, Role.COUNCIL_MEMBER):
        as_role(role)
        is_linked = counts in client.get(plan.get_absolute_url()).content.decode()
        assert is_linked == (client.get(counts).status_code == 200)
