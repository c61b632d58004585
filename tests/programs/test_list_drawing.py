"""What is drawn of a list: cells, boxes and choices, kept where they are the same for all."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import mark_safe
from pytest_django.asserts import assertContains

from products.plans.listings import PLANS, REGISTRATIONS
from products.register.listings import PRODUCTS
from programs.cells import escaped
from programs.enums import Role
from programs.models import Unit, User
from programs.templatetags.listing import control, numbered_cells, pick
from tests.support.factories import make_commune, make_product, make_unit

pytestmark = pytest.mark.pg


def test_what_is_marked_as_safe_vouches_for_no_plain_text():
    text, plain = "<b>1</b>", "&lt;b&gt;1&lt;/b&gt;"

    assert escaped(text) == plain
    assert escaped(mark_safe(text)) == text  # noqa: S308 -- ours
    assert escaped(text) == plain


def test_a_plans_row_has_its_number_first_and_keeps_its_lines():
    drawn = numbered_cells([1200, "Chè <xanh>\nhai dòng", ""])

    assert drawn == ('<td class="number">1200</td><td>Chè &lt;xanh&gt;<br>hai dòng</td><td></td>')


def test_the_box_of_a_row_holds_its_key_as_the_server_reads_it():
    drawn = pick((20_022, 'Kế hoạch "A"'))

    assert 'value="20022"' in drawn
    assert 'aria-label="Chọn Kế hoạch &quot;A&quot;"' in drawn


# --- Choices -------------------------------------------------------------------------------------


def unit_choice(user, **query):
    bound, _ = PRODUCTS.filter(user, query)
    return bound.form["unit"]


def labels(user, text, **query):
    return [offer.label for offer in unit_choice(user, **query).field.offers(text)]


@pytest.mark.django_db
def test_a_unit_that_is_chosen_is_named_in_its_box_and_kept_beside_it():
    unit = make_commune(make_unit(), name="Bình <An>")
    admin = User(role=Role.PROVINCE_ADMIN)

    empty, drawn = control(unit_choice(admin)), control(unit_choice(admin, unit=str(unit.pk)))

    assert 'placeholder="Đơn vị" value=""' in empty
    assert f'type="hidden" name="unit" value="{unit.pk}"' in drawn
    assert 'placeholder="Xã Bình &lt;An&gt;"' in drawn


@pytest.mark.django_db
def test_a_unit_is_found_by_what_is_typed_without_accents():
    unit = make_commune(make_unit(), name="Bình An")
    make_commune(make_unit(), name="Bình Sơn")
    admin = User(role=Role.PROVINCE_ADMIN)

    bound, _ = PRODUCTS.filter(admin, QueryDict("unit=&unit=xa+binh+an"))

    assert bound.form.cleaned_data["unit"] == unit
    assert bound.chosen() == [("unit", "Đơn vị: Xã Bình An")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("bình", "Có 2 đơn vị tên như “bình”: Xã Bình An, Xã Bình Sơn. Hãy gõ đủ tên,"),
        ("Hà Nội", "Không có đơn vị nào tên “Hà Nội”. Hãy gõ đủ tên, không cần dấu."),
        ('"><script>', "Không có đơn vị nào tên “&quot;&gt;&lt;script&gt;”."),
    ],
)
def test_a_name_of_no_unit_or_of_several_gets_a_sentence(client, admin, typed, said):
    ground = make_unit(name="Ba Tơ")
    for name in ("Bình An", "Bình Sơn"):
        make_commune(ground, name=name)

    assertContains(client.get(reverse(PRODUCTS.page), {"unit": typed}), said)


@pytest.mark.django_db
def test_marks_that_are_typed_decide_between_units_alike_without_them():
    ground = make_unit()
    chosen = make_commune(ground, name="Ba Tơ")
    make_commune(ground, name="Ba Tô")

    bound, _ = PRODUCTS.filter(User(role=Role.PROVINCE_ADMIN), {"unit": "xã Ba Tơ"})

    assert bound.form.cleaned_data["unit"] == chosen


@pytest.mark.django_db
def test_units_of_today_are_offered_before_those_of_former_times():
    ground = make_unit(name="Ba Tơ")
    former = make_commune(ground, name="An Bình Cũ")
    Unit.objects.filter(pk=former.pk).update(valid_to=date(2025, 6, 30))
    make_commune(ground, name="An Bình")

    offered = labels(User(role=Role.PROVINCE_ADMIN), "an binh")

    assert offered == ["Xã An Bình", "Xã An Bình Cũ (đến 30/06/2025)"]


@pytest.mark.django_db
def test_what_is_offered_tells_an_officer_of_no_other_ground(client, as_role):
    own = make_unit(name="Nhà")
    make_commune(make_unit(), name="Nơi Khác")
    officer = as_role(Role.UNIT_OFFICER, unit=own)

    assert labels(officer, "noi khac") == []
    answer = client.get(reverse(PRODUCTS.page), {"goi-y": "unit", "ten": ""}).json()
    assert str(own) in [offer["label"] for offer in answer["offers"]]
    assert "Xã Nơi Khác" not in [offer["label"] for offer in answer["offers"]]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["q", "password", "star"])
def test_nothing_is_offered_for_what_chooses_no_unit(client, admin, name):
    assert client.get(reverse(PRODUCTS.page), {"goi-y": name}).status_code == 404


@pytest.mark.django_db
def test_units_of_plans_stand_under_their_full_name(admin):
    bound, _ = PLANS.filter(admin, {})
    bound.form.fields["unit"].queryset = Unit.objects.filter(pk=make_unit(name="Lý Sơn").pk)

    assert [label for _, label in bound.form.fields["unit"].choices] == [
        "tất cả",
        str(Unit.objects.get(name="Lý Sơn")),
    ]


@pytest.mark.django_db
def test_the_address_of_a_row_is_that_of_its_page():
    product = make_product()
    column = next(column for column in PRODUCTS.columns if column.key == "name")
    plan = next(column for column in REGISTRATIONS.columns if column.key == "product_name")

    assert column.url(product) == product.get_absolute_url()
    assert plan.url(type("Row", (), {"plan_id": 7})) == reverse("products:plan_detail", args=[7])
