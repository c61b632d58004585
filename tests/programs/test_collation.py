"""Vietnamese words stand in the order of the dictionary, the same on both databases."""

import random

import pytest
from django.db.models import F
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from products.models import Producer, Product, Registration
from programs.collation import compare, order_key
from programs.enums import Role
from programs.models import Unit, User
from programs.paging import page
from tests.support.factories import (
    make_certificate,
    make_plan,
    make_producer,
    make_product,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

# As they should stand; bytes would put most of them elsewhere.
NAMES = [
    "An Khê",
    "Ân Hảo",
    "Bà Nà",
    "Ba Tơ",
    "Bình Sơn",
    "dầu lạc",
    "Dung Quất",
    "Đảo Bé",
    "Đậu phụ",
    "Đức Phổ",
    "Lý Sơn",
    "Ô Loan",
    "ổi sẻ",
    "Ơ Đu",
    "Uất Kim",
    "Ưu Điềm",
    "Yên Bái",
]
LETTERS = "aàảãáạăằâấbcdđeéêếghikýyoóôồơờuúưừxz AÀĂÂBDĐEÊOÔƠUƯÝ019-,.()/"


def mixed(names):
    return random.Random(7).sample(names, len(names))  # noqa: S311 -- a fixed order


def test_names_stand_as_in_the_dictionary():
    assert sorted(mixed(NAMES), key=order_key) == NAMES


@pytest.mark.parametrize(
    "words",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "mang"],
        ["hoa", "Hoa", "hòa", "Hòa"],
        ["Ba Tơ", "Bao Bì"],
        ["", " ", "(a)", "1", "9", "a"],
    ],
)
def test_letters_come_before_tones_and_tones_before_capitals(words):
    assert sorted(mixed(words), key=order_key) == words


def test_only_the_same_text_is_in_the_same_place():
    assert compare("Hòa", "Hòa") == 0
    assert compare("Hòa", "Ho\u0300a") != 0
    assert compare("ma", "mà") == -compare("mà", "ma") == -1


def test_the_database_sorts_units_people_and_products_so():
    plan = make_plan()
    for name in mixed(NAMES):
        make_unit(name=name)
        make_user(Role.OBSERVER, full_name=name)
        make_registration(plan, product_name=name, producer_name=name)

    units = Unit.objects.filter(name__in=NAMES).order_by("name")
    people = User.objects.filter(full_name__in=NAMES)  # in the order of the model
    products = Registration.objects.filter(product_name__in=NAMES)

    assert [unit.name for unit in units] == NAMES
    assert [person.full_name for person in people] == NAMES
    for field in ("product_name", "producer_name"):
        assert list(products.order_by(field).values_list(field, flat=True)) == NAMES
        assert list(products.order_by(F(field).desc()).values_list(field, flat=True)) == NAMES[::-1]


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=2, max_size=12, unique=True)
)
@example(texts=["hòa", "hoà", "hoa", "HOA"])
def _database_agrees(texts):
    Unit.objects.filter(code__startswith="x").delete()
    Unit.objects.bulk_create(
        Unit(code=f"x{number}", name=text, kind="xa", valid_from="2020-01-01")
        for number, text in enumerate(texts)
    )
    rows = Unit.objects.filter(code__startswith="x")

    assert [unit.name for unit in rows.order_by("name")] == sorted(texts, key=order_key)


def test_both_databases_agree_with_the_key():
    _database_agrees()


def test_pages_by_name_show_every_row_once_and_in_order():
    for name in mixed(NAMES):
        make_unit(name=name)
    rows, found, token = Unit.objects.filter(name__in=NAMES), [], ""
    while True:
        shown = page(rows, ("name", "pk"), token, size=3)
        found += [unit.name for unit in shown.rows]
        if not (token := shown.next):
            break

    assert found == NAMES


def test_a_list_that_is_sorted_by_place_is_in_that_order(client, admin):
    for name in ("Lý Sơn", "Đức Phổ", "Ba Tơ", "Dung Quất"):
        make_plan(unit=make_unit(name=name), state="sent")

    shown = client.get(reverse("products:plan_list"), {"sap": "unit"}).context["page"].rows

    assert [plan.unit.name for plan in shown] == ["Ba Tơ", "Dung Quất", "Đức Phổ", "Lý Sơn"]


# The order of the alphabet, where folded words would stand otherwise.
WORDS = ["Anh Thư", "Áo dài", "Ăn vặt", "Âm thực", "Dưa lê", "Đá ong", "Êm đềm", "Ổi"]


@pytest.mark.parametrize(
    ("page", "column", "of"),
    [
        ("products:product_list", "name", lambda row: row.name),
        ("products:product_list", "producer", lambda row: row.producer.name),
        ("products:producer_list", "name", lambda row: row.name),
        ("products:producer_list", "representative", lambda row: row.representative),
        ("products:certificate_list", "product", lambda row: row.product.name),
        ("products:certificate_list", "producer", lambda row: row.product.producer.name),
        ("reports:public_products", "name", lambda row: row.product.name),
        ("reports:public_products", "producer", lambda row: row.product.producer.name),
    ],
)
def test_lists_of_the_register_sort_names_by_the_alphabet(client, admin, page, column, of):
    for name in mixed(WORDS):
        producer = make_producer(name=name, representative=name)
        make_certificate(make_product(name=name, producer=producer))

    def shown(order):
        return [of(row) for row in client.get(reverse(page), {"sap": order}).context["page"].rows]

    assert shown(column) == WORDS
    assert shown(f"-{column}") == WORDS[::-1]


def test_records_of_the_register_stand_by_the_alphabet_of_themselves():
    for name in mixed(WORDS):
        make_product(name=name, producer=make_producer(name=name))

    assert [str(row) for row in Product.objects.all()] == WORDS
    assert [str(row) for row in Producer.objects.all()] == WORDS
