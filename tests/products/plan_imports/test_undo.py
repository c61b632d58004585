"""An import taken back: the plan's rows as they stood before, until somebody went on."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.enums import PlanState
from products.models import Plan, PlanImport, Registration, RowDraft
from products.plan_imports.staging import confirm, stage
from products.plan_imports.undo import undo
from products.plans.rows import add
from programs.changes import values_of
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_registration, put_into
from tests.support.importers import make_importing_plan, make_officer
from tests.support.workbooks import HEAD, ROWS, TEA, changed, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def officer(plan):
    return make_officer(plan)


def imported(plan, officer, rows=(HEAD, *ROWS), **options):
    fresh = Plan.objects.select_related("campaign", "unit").get(pk=plan.pk)
    stored = stage(fresh, officer, "a.xlsx", workbook(rows), **options)
    confirm(stored, officer)
    return again(stored)


def again(stored):
    return PlanImport.objects.select_related("plan__campaign", "plan__unit").get(pk=stored.pk)


def texts(plan):
    return [(row.pk, values_of(row)) for row in plan.registrations.order_by("position", "pk")]


def refusal(stored, officer):
    with pytest.raises(StepRefused) as refused, transaction.atomic():
        undo(again(stored), by=officer)
    assert refused.value.status == 409
    return refused.value.message


@pytest.mark.parametrize("replaces", [False, True])
def test_rows_stand_again_as_they_stood(plan, officer, replaces):
    for position, name in ((1, "Cũ"), (4, "Cũ hơn")):
        make_registration(plan, product_name=name, position=position)
    before = texts(plan)
    stored = imported(plan, officer, replaces=replaces)
    assert texts(plan) != before

    taken, back = undo(stored, by=officer)

    assert (taken, back) == (3, 2 if replaces else 0)
    assert texts(plan) == before
    event = Event.objects.get(action="undo_import")
    assert (event.actor, event.data["removed"], event.data["restored"]) == (officer, taken, back)


def test_drafts_come_back_over_the_rows_that_they_change(plan, officer):
    row = make_registration(plan, product_name="Cũ")
    draft = RowDraft.objects.create(
        plan=plan, registration=row, position=1, base=1, user=officer, cells={"note": "gõ dở"}
    )
    stored = imported(plan, officer, replaces=True)
    draft.refresh_from_db()
    assert draft.registration is None

    undo(stored, by=officer)

    draft.refresh_from_db()
    row.refresh_from_db()
    assert (draft.registration, draft.base, draft.cells) == (row, row.version, {"note": "gõ dở"})


def test_it_is_undone_once_and_only_what_was_imported(plan, officer):
    stored = imported(plan, officer)
    undo(again(stored), by=officer)

    assert "đã được hoàn tác" in refusal(stored, officer)


def test_file_that_was_not_confirmed_has_nothing_to_undo(plan, officer):
    fresh = Plan.objects.select_related("campaign", "unit").get(pk=plan.pk)

    assert "chưa được nhập" in refusal(stage(fresh, officer, "a.xlsx", workbook()), officer)


def test_change_since_then_is_named_and_stays(plan, officer):
    stored = imported(plan, officer)
    row = plan.registrations.first()
    other = Registration(
        plan=plan,
        product_name="Chè dây",
        producer_name="HTX",
        **{
            name: getattr(row, name)
            for name in ("producer_kind", "commune", "product_group", "form")
        },
    )
    add(other, by=officer)
    plan.registrations.model.history.filter(product_name="Chè dây").update(history_user=officer)

    sentence = refusal(stored, officer)

    assert str(officer) in sentence
    assert "Chè dây" in sentence
    assert plan.registrations.count() == 4
    assert again(stored).undone_at is None


def test_row_added_and_removed_since_then_is_no_hindrance(plan, officer):
    first = imported(plan, officer)
    second = imported(plan, officer, (HEAD, changed(TEA, name="Khác")))
    assert "Khác" in refusal(first, officer)

    undo(second, by=officer)
    undo(again(first), by=officer)

    assert texts(plan) == []


def test_row_that_somebody_is_typing_in_is_not_taken_away(plan, officer):
    stored = imported(plan, officer)
    row = plan.registrations.get(position=2)
    RowDraft.objects.create(plan=plan, registration=row, position=2, base=1, user=officer)

    assert "đang gõ dở dòng 2" in refusal(stored, officer)


@pytest.mark.parametrize("state", [PlanState.HANDED_IN, PlanState.SENT, PlanState.ISSUED])
def test_plan_that_went_on_keeps_its_rows(plan, officer, state):
    stored = imported(plan, officer)
    put_into(plan, state)

    refusal(stored, officer)
    assert plan.registrations.count() == 3


def test_fault_in_the_middle_leaves_everything_as_it_was(plan, officer, monkeypatch):
    stored = imported(plan, officer)
    monkeypatch.setattr("products.plan_imports.undo.touch", lambda plan: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        undo(stored, by=officer)

    assert plan.registrations.count() == 3
    assert again(stored).undone_at is None


@pytest.mark.parametrize("count", [1, 300])
def test_undoing_costs_the_same_queries_however_many_rows(plan, officer, count):
    rows = (HEAD, *(changed(TEA, number=n, name=f"Trà {n}") for n in range(1, count + 1)))
    make_registration(plan, product_name="Cũ")
    stored = imported(plan, officer, rows, replaces=True)

    with CaptureQueriesContext(connection) as queries:
        undo(stored, by=officer)

    steps = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [query["sql"] for query in queries if not query["sql"].startswith(steps)]
    assert len(asked) <= 24, asked


# --- Pages ---------------------------------------------------------------------------------------


def undo_url(stored):
    return reverse("products:import_undo", args=[stored.pk])


def test_result_offers_the_way_back_and_says_what_it_does(client, plan, officer):
    stored = imported(plan, officer)
    client.force_login(officer)
    assertContains(client.get(stored.get_absolute_url()), "3 sản phẩm vừa nhập được gỡ ra")

    page = client.post(undo_url(stored), follow=True)

    assertContains(page, "Đã hoàn tác: gỡ 3 sản phẩm vừa nhập.")
    assertNotContains(page, "Hoàn tác lần nhập này")
    assert client.post(undo_url(stored)).status_code == 409
    assert client.get(undo_url(stored)).status_code == 405


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.UNIT_OFFICER, 404), (Role.PROVINCE_ADMIN, 403), (Role.OBSERVER, 404)],
)
def test_stranger_undoes_nothing(client, plan, officer, as_role, role, status):
    stored = imported(plan, officer)
    as_role(role)

    assert client.post(undo_url(stored)).status_code == status
    assert plan.registrations.count() == 3
