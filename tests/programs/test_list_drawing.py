"""What is drawn of a list: cells, boxes and choices, kept where they are the same for all."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.safestring import mark_safe

from products.plans.listings import PLANS, REGISTRATIONS
from products.register.listings import PRODUCTS
from programs.enums import Role
from programs.models import Unit, User
from programs.tables import Column
from programs.templatetags.listing import cells, control, numbered_cells, pick
from tests.support.factories import make_commune, make_product, make_unit, make_user

pytestmark = pytest.mark.pg


def test_what_is_marked_as_safe_vouches_for_no_plain_text():
    column, text = Column("a", "A"), "<b>1</b>"
    plain = "<td>&lt;b&gt;1&lt;/b&gt;</td>"

    assert cells([(column, text, "")]) == plain
    assert cells([(column, mark_safe(text), "")]) == "<td><b>1</b></td>"  # noqa: S308 -- ours
    assert cells([(column, text, "")]) == plain


def test_a_plans_row_has_its_number_first_and_keeps_its_lines():
    drawn = numbered_cells([1200, "Chè <xanh>\nhai dòng", ""])

    assert drawn == ('<td class="number">1200</td><td>Chè &lt;xanh&gt;<br>hai dòng</td><td></td>')


def test_the_box_of_a_row_holds_its_key_as_the_server_reads_it():
    drawn = pick((20_022, 'Kế hoạch "A"'))

    assert 'value="20022"' in drawn
    assert 'aria-label="Chọn Kế hoạch &quot;A&quot;"' in drawn


# --- Choices -------------------------------------------------------------------------------------


def unit_select(listing, user, **query):
    """The select of units, as [(value, label)] and what is chosen in it."""
    bound, _ = listing.filter(user, query)
    drawn = control(bound.form["unit"])
    options = drawn.removesuffix("</select>").split("<option ")[1:]
    chosen = [option for option in options if " selected>" in option]
    return drawn, chosen


@pytest.mark.django_db
def test_one_choice_is_marked_the_empty_one_where_nothing_is_chosen():
    unit = make_commune(make_unit(), name="Bình An")
    admin = User(role=Role.PROVINCE_ADMIN)

    assert unit_select(PRODUCTS, admin)[1] == ['value="" selected>tất cả</option>']
    assert unit_select(PRODUCTS, admin, unit=str(unit.pk))[1] == [
        f'value="{unit.pk}" selected>Xã Bình An</option>'
    ]
    assert unit_select(PRODUCTS, admin, unit='"><script>')[1] == []


@pytest.mark.django_db
def test_a_choice_says_what_its_unit_is_called_now():
    unit = make_commune(make_unit(), name="Bình <An>")
    admin = User(role=Role.PROVINCE_ADMIN)
    assert f'value="{unit.pk}">Xã Bình &lt;An&gt;</option>' in unit_select(PRODUCTS, admin)[0]

    Unit.objects.filter(pk=unit.pk).update(name="Bình Yên", valid_to=date(2025, 6, 30))

    drawn, _ = unit_select(PRODUCTS, admin)
    assert f'value="{unit.pk}">Xã Bình Yên (đến 30/06/2025)</option>' in drawn
    assert "Bình &lt;An&gt;" not in drawn


@pytest.mark.django_db
def test_choices_that_are_kept_tell_an_officer_of_no_other_ground():
    own, other = make_unit(), make_unit()
    hidden = make_commune(other, name="Nơi Khác")
    officer = make_user(Role.UNIT_OFFICER, unit=own)
    unit_select(PRODUCTS, User(role=Role.PROVINCE_ADMIN))

    drawn, _ = unit_select(PRODUCTS, officer)

    assert f'value="{own.pk}"' in drawn
    assert f'value="{hidden.pk}"' not in drawn


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
