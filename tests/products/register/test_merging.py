"""Two records that are one: who may say so, what passes over, and what is written down."""

import uuid
from datetime import date

import pytest

from products.models import Product
from products.register.merging import merge, twins_of
from products.register.records import give_code, write
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_certificate, make_product, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_nobody_but_the_administrator_merges(role):
    gone, kept = make_product(), make_product()

    with pytest.raises(StepRefused, match="Chỉ quản trị cấp tỉnh") as refused:
        merge(gone, kept, "Trùng.", by=make_user(role))

    assert refused.value.status == 403
    assert Product.objects.current().count() == 2


def test_both_records_tell_of_the_merging_and_who_edits_the_old_one_is_told(chief):
    gone, kept, key = make_product(name="Chè"), make_product(name="Trà"), uuid.uuid4()
    for _ in range(2):
        merge(gone, kept, " Trùng. ", by=chief, key=key)

    events = [Event.objects.about(row).get() for row in (gone, kept)]
    assert [event.action for event in events] == ["merge", "take_in"]
    assert {event.note for event in events} == {"Trùng."}
    assert events[0].data == events[1].data == {"gone": gone.pk, "kept": kept.pk}
    gone.refresh_from_db()
    assert gone.version == 2


@pytest.mark.parametrize(
    ("begins", "merged"), [(date(2023, 5, 1), False), (date(2023, 5, 2), True)]
)
def test_certificates_of_both_may_follow_each_other_but_not_meet(chief, begins, merged):
    one = make_certificate(issued_on=date(2020, 5, 1), expires_on=date(2023, 5, 1)).product
    other = make_certificate(issued_on=begins).product

    if merged:
        assert merge(one, other, "Trùng.", by=chief) == other
    else:
        with pytest.raises(StepRefused, match="hai giấy chứng nhận"):
            merge(one, other, "Trùng.", by=chief)


def test_a_product_that_was_merged_away_before_does_not_hinder_its_producers(chief):
    one, other = make_product(name="Chè"), make_product(name="Chè")
    merge(one, other, "Trùng.", by=chief)

    merge(one.producer, other.producer, "Trùng.", by=chief)

    one.refresh_from_db()
    assert (one.producer, one.merged_into) == (other.producer, other)


def test_a_record_that_was_merged_is_no_twin_and_takes_neither_text_nor_code(chief):
    gone, kept, third = (make_product(name="Chè") for _ in range(3))
    merge(gone, kept, "Trùng.", by=chief)
    assert set(twins_of(third, chief)) == {kept}

    gone.refresh_from_db()
    acts = [
        lambda: write(gone, by=chief, version=gone.version),
        lambda: give_code(gone, "51-20956-7-2026", by=chief),
    ]
    for act in acts:
        with pytest.raises(StepRefused, match="đã gộp vào “Chè"):
            act()
