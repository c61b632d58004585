"""What the public catalogue holds, and how the department takes a product off it (matrix W2)."""

from datetime import date, timedelta
from unittest import mock
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from products.certificates.history import ending_soon, in_force, with_status
from products.enums import ENDINGS, IN_FORCE, EventKind
from products.models import Certificate, Withdrawal
from products.register.merging import merge
from products.register.publication import catalogue, publish, withdraw
from programs.acts import AlreadyDone
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_certificate, make_product, make_user, make_withdrawal

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
BEGUN = date(2023, 6, 1)
happenings = st.lists(
    st.tuples(st.sampled_from(EventKind), st.integers(-5, 1200), st.integers(1, 300)), max_size=4
)


def lived(happenings):
    """The rows of one certificate that all this happened to."""
    certificate, other = make_certificate(issued_on=BEGUN), make_certificate(issued_on=BEGUN)
    for kind, after, longer in happenings:
        facts = {"kind": kind, "on": BEGUN + timedelta(days=after)}
        if kind in ENDINGS:
            facts["until"] = certificate.expires_on + timedelta(days=longer)
        if kind in {EventKind.UPGRADED, EventKind.REPLACED}:
            facts["by_certificate"] = other
        certificate.events.create(recorded_by=certificate.issued_by, **facts)
    return Certificate.objects.filter(pk=certificate.pk)


@settings(max_examples=60, deadline=None)
@given(happenings=happenings, day=st.integers(-10, 1500))
def test_the_catalogue_holds_what_the_status_says_is_in_force(happenings, day):
    rows, on = lived(happenings), BEGUN + timedelta(days=day)

    told = with_status(rows, on).filter(status__in=IN_FORCE).values_list("pk", "ends_on")

    assert list(in_force(rows, on).values_list("pk", "ends_on")) == list(told)


@settings(max_examples=60, deadline=None)
@given(happenings=happenings, day=st.integers(900, 1500), warned=st.sampled_from([0, 30, 180]))
def test_what_ends_soon_is_what_the_status_says(happenings, day, warned):
    rows, on = lived(happenings), BEGUN + timedelta(days=day)

    with mock.patch("products.certificates.history.warning_days", return_value=warned):
        told = with_status(rows, on).filter(status__in=["expiring", "extended"])
        assert list(ending_soon(rows, on, law=None)) == list(told)


def test_what_is_withdrawn_is_absent_under_its_own_record_and_under_the_kept_one():
    hidden = make_withdrawal().product
    kept = make_withdrawal(make_product()).product
    merged = make_certificate()
    chief = make_user(Role.PROVINCE_ADMIN)
    assert [row.pk for row in catalogue()] == [merged.pk]

    merge(merged.product, kept, "Trùng.", by=chief)

    assert not catalogue().exists()
    assert hidden.certificates.exists()


def test_what_was_withdrawn_before_it_was_merged_is_told_and_put_back_under_the_kept_one(
    client, admin
):
    gone, kept = make_certificate().product, make_product()
    make_withdrawal(gone)
    merge(gone, kept, "Trùng.", by=admin)

    assertContains(client.get(kept.get_absolute_url()), "Đã rút khỏi trang công khai")
    act(client, kept, "publish")

    assert catalogue().of_product(kept).exists()


# --- Withdrawing and publishing ----------------------------------------------------------------


def act(client, product, name, **fields):
    url = reverse(f"products:product_{name}", args=[product.pk])
    return client.post(url, {"note": "Ghi sai chủ thể."} | fields)


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF])
def test_the_department_takes_a_product_off_and_puts_it_back(client, as_role, role):
    product, user = make_certificate().product, as_role(role)

    assert act(client, product, "withdraw").status_code == 302
    assert not catalogue().exists()
    row = Withdrawal.objects.get()
    assert (row.reason, row.withdrawn_by) == ("Ghi sai chủ thể.", user)
    assertContains(client.get(product.get_absolute_url()), "Ghi sai chủ thể.")

    assert act(client, product, "publish").status_code == 302
    assert catalogue().exists()
    row.refresh_from_db()
    assert row.restored_by == user
    told = Event.objects.about(product).values_list("action", flat=True)
    assert set(told) == {"withdraw", "publish"}


def test_a_reason_is_needed(client, admin):
    product = make_certificate().product

    assertContains(act(client, product, "withdraw", note=" "), "bắt buộc")
    assert catalogue().exists()


def test_the_same_form_sent_twice_withdraws_once(client, admin):
    product, key = make_certificate().product, str(uuid4())
    first = act(client, product, "withdraw", form_key=key)
    with pytest.raises(StepRefused):
        withdraw(product, "Khác.", by=admin)
    with pytest.raises(AlreadyDone) as again:
        withdraw(product, "Ghi sai.", by=admin, key=key)

    assert (first.status_code, again.value.row) == (302, product)
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("rule", [withdraw, publish])
def test_a_product_that_is_not_there_is_neither_withdrawn_nor_published(rule):
    with pytest.raises(StepRefused, match="trang công khai"):
        rule(make_product(), "Vì thế.", by=make_user(Role.PROVINCE_ADMIN))


def test_a_record_that_was_merged_is_not_withdrawn_itself():
    gone, kept = make_certificate().product, make_product()
    chief = make_user(Role.PROVINCE_ADMIN)
    merge(gone, kept, "Trùng.", by=chief)
    gone.refresh_from_db()

    with pytest.raises(StepRefused, match="đã gộp"):
        withdraw(gone, "Vì thế.", by=chief)
    withdraw(kept, "Vì thế.", by=chief)
    assert not catalogue().exists()


def test_a_unit_is_told_that_its_product_is_withdrawn_and_offered_no_act(client, as_role):
    product = make_withdrawal().product
    as_role(Role.UNIT_OFFICER, unit=product.commune.parent)

    page = client.get(product.get_absolute_url())

    assertContains(page, "Lý do kín.")
    assertNotContains(page, "Công khai lại")


def test_a_product_that_lapses_leaves_the_catalogue_by_itself():
    certificate = make_certificate()
    assert catalogue().exists()

    with time_machine.travel(certificate.expires_on + timedelta(days=1)):
        assert timezone.localdate() > certificate.expires_on
        assert not catalogue().exists()
