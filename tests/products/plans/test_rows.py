"""The rows of a plan: added, changed and removed with nobody's text lost."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.models import Registration
from products.plans.rows import RowChanged, add, change, remove
from programs.acts import AlreadyDone
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_plan, make_registration, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def plan():
    return make_plan(rows=1)


@pytest.fixture
def officer(plan):
    return make_user(Role.UNIT_OFFICER, unit=plan.unit)


def copy_of(row, **fields):
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "version", "position"}
    }
    return Registration(**values | fields)


def form_data(row, **fields):
    names = ["product_name", "producer_name", "producer_kind", "product_group", "form", "version"]
    data = {name: getattr(row, name) for name in names}
    return data | {"commune": row.commune_id} | fields


def test_a_new_row_goes_to_the_end_and_the_plan_counts_one_more_change(plan, officer):
    row = copy_of(plan.registrations.get(), product_name="Chè dây")

    add(row, by=officer)

    plan.refresh_from_db()
    assert (row.position, plan.edition, row.product_fold) == (2, 2, "che day")


@pytest.mark.parametrize("name", ["TRÀ  HOÀ", "trà hòa", "Tra\u0300 ho\u0300a"])
def test_the_same_product_of_the_same_producer_is_refused_naming_the_other_row(plan, officer, name):
    other = make_registration(plan, product_name="Trà Hòa")

    with pytest.raises(StepRefused, match=f"đã có ở dòng {other.position}"):
        add(copy_of(other, product_name=name), by=officer)


def test_the_same_form_posted_twice_adds_one_row(plan, officer):
    key = "6f1b8d1e-7a0c-4f1e-9a52-000000000002"
    row = plan.registrations.get()
    for _ in range(2):
        with suppress(AlreadyDone):
            add(copy_of(row, product_name="Chè dây"), by=officer, key=key)

    assert plan.registrations.filter(product_name="Chè dây").count() == 1


def test_the_second_of_two_editors_is_shown_both_texts_and_loses_nothing(plan, officer):
    mine, theirs = plan.registrations.get(), plan.registrations.get()
    theirs.note = "Của họ"
    change(theirs, by=officer, version=1)
    mine.note = "Của tôi"

    with pytest.raises(RowChanged) as refusal:
        change(mine, by=officer, version=1)

    assert refusal.value.theirs.note == "Của họ"
    assert plan.registrations.get().note == "Của họ"


def test_the_page_of_the_second_editor_answers_409_with_both_texts(client, plan, officer):
    row = plan.registrations.get()
    change(Registration.objects.get(pk=row.pk), by=officer, version=1)
    client.force_login(officer)
    url = reverse("products:registration_update", args=[row.pk])

    response = client.post(url, form_data(row, note="Điều tôi vừa gõ"))

    assert response.status_code == 409
    assert "Điều tôi vừa gõ" in response.text
    assert "đã lưu sau khi bạn mở" in response.text
    assert client.post(url, form_data(row, note="Điều tôi vừa gõ", version=2)).status_code == 302
    assert plan.registrations.get().note == "Điều tôi vừa gõ"


def test_a_row_that_a_colleague_removed_is_told_with_the_text_kept(plan, officer):
    row = plan.registrations.get()
    remove(Registration.objects.get(pk=row.pk), by=officer)

    with pytest.raises(RowChanged, match="đã xóa dòng này"):
        change(row, by=officer, version=1)


def test_a_removed_row_leaves_its_values_in_the_trail(plan, officer):
    row = plan.registrations.get()
    remove(row, by=officer)

    event = Event.objects.get(action="remove_row")
    assert event.data["product_name"] == row.product_name
    assert event.unit == plan.unit


@pytest.mark.parametrize("state", [PlanState.HANDED_IN, PlanState.SENT, PlanState.ACCEPTED])
def test_rows_of_a_plan_that_is_not_being_edited_are_refused_by_rule_and_by_database(state):
    plan = make_plan(state=state)
    row = plan.registrations.get()

    with pytest.raises(StepRefused, match="không sửa được"):
        remove(row, by=make_user(Role.UNIT_OFFICER, unit=plan.unit))
    for statement in (
        lambda: Registration.objects.filter(pk=row.pk).update(note="x"),
        lambda: Registration.objects.filter(pk=row.pk).delete(),
        lambda: make_registration(plan),
    ):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            statement()


def test_the_lock_passing_between_opening_and_saving_refuses_with_the_time(client, plan, officer):
    client.force_login(officer)
    url = reverse("products:registration_create", args=[plan.pk])
    assert client.get(url).status_code == 200
    plan.campaign.due_at = plan.campaign.locks_at = timezone.now() - timedelta(seconds=1)
    plan.campaign.save()

    response = client.post(url, form_data(plan.registrations.get(), product_name="Muộn"))

    assert response.status_code == 409
    assert "Đợt đã khóa từ" in response.text
    assert not plan.registrations.filter(product_name="Muộn").exists()


def test_a_commune_of_another_unit_is_not_among_the_choices(client, plan, officer):
    client.force_login(officer)
    stranger = make_unit().children.first()
    row = plan.registrations.get()
    url = reverse("products:registration_create", args=[plan.pk])

    response = client.post(url, form_data(row, product_name="Khác", commune=stranger.pk))

    assert response.status_code == 200
    assert response.context["form"].errors["commune"]
    assert plan.registrations.count() == 1
