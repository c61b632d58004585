"""One dictionary of titles: what is known by its words, what is asked about, what is remembered."""

from datetime import date

import pytest

from products.books.columns import BOOK_COLUMNS
from products.models import KnownTitle
from products.plans.columns import REGISTRATION_COLUMNS
from products.titles import TITLES, Titles, before_commune, remember, remembered
from programs.intake.head import title_key
from tests.support.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
BOOK, PLAN = Titles(BOOK_COLUMNS), Titles(REGISTRATION_COLUMNS)


def key_of(title, titles=BOOK, above=""):
    claim = titles.claim(title, above)
    return claim and claim[1]


def test_every_phrase_of_the_dictionary_belongs_to_one_column():
    said = {(title_key(phrase), key) for key, phrases in TITLES.items() for phrase in phrases}
    phrases = [phrase for phrase, _ in said]

    assert sorted(phrase for phrase in {*phrases} if phrases.count(phrase) > 1) == []


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Tên sản phẩm được công nhận OCOP", "product_name"),
        ("Tên chủ thể (HTX, DN, hộ)", "producer_name"),
        ("Xã/phường (sau sáp nhập)", "commune"),
        ("Xã mới (6)", "commune"),
        ("Kết quả phân hạng sản phẩm", "star"),
        ("Quyết định công nhận (số, ngày, tháng, năm)", "decision_number"),
        ("Ngày tháng năm được công nhận", "decision_date"),
        ("Thời hạn của giấy chứng nhận OCOP", "expires_on"),
        ("Giấy chứng nhận có giá trị đến ngày", "expires_on"),
        ("Tên sản phẩm/ hàng hóa/dịch vụ", "product_name"),
        ("Loại hình kinh doanh của chủ thể", "producer_kind"),
        ("Họ và tên chủ cơ sở", "representative"),
        ("Hạng sao lần 1", "first_star"),
        ("Quyết định công nhận lần 2", "second_decision_number"),
    ],
)
def test_a_title_is_known_by_its_words(title, key):
    assert key_of(title) == key
    assert key_of(title.upper()) == key


@pytest.mark.parametrize(
    "title",
    ["Ngày sinh", "Số hộ tham gia", "Đơn vị tính", "Doanh thu năm 2024", "4 sao", "QĐ 12"],
)
def test_a_title_with_a_word_too_many_is_not_taken(title):
    assert key_of(title) is None


def test_stars_in_a_plan_are_those_that_are_aimed_at_or_asked_about():
    assert key_of("Hạng sao", PLAN) == key_of("Dự kiến hạng sao", PLAN) == "form"
    assert key_of("Hạng sao hiện tại", PLAN) is None
    assert PLAN.doubt("Hạng sao hiện tại", []) == (True, "form")


@pytest.mark.parametrize(
    ("own", "above", "key"),
    [
        ("Kết quả phân hạng", "Công nhận lần đầu", "first_star"),
        ("Ngày ký", "Đánh giá, phân hạng lần 2", "second_date"),
        ("Ngày hết hạn", "Lần 2", "expires_on"),
    ],
)
def test_what_stands_above_says_which_recognition_is_meant(own, above, key):
    assert key_of(own, above=above) == key


@pytest.mark.parametrize(
    ("title", "cells", "guess"),
    [
        ("Cột 7", ["4 sao", "3 sao", ""], "star"),
        ("Cột 7", ["***", "★★★★"], "star"),
        ("Cột 7", ["12/QĐ-UBND", "QĐ 7/QĐ-UBND"], "decision_number"),
        ("Cột 7", [date(2024, 3, 5), "5/3/2024"], "decision_date"),
        ("Cột 7", ["05/03/2024", "7.3.24"], "decision_date"),
        ("Cột 7", ["xã Bình An", "Thôn 1, phường Trà Câu"], "commune"),
        ("Ngày nộp mẫu", [], "decision_date"),
        ("Hạn sử dụng", [], ""),
    ],
)
def test_what_looks_like_a_star_a_decision_a_date_or_a_place_is_asked_about(title, cells, guess):
    assert BOOK.doubt(title, cells) == (True, guess)


def test_other_columns_may_be_left_without_a_question():
    assert BOOK.doubt("Doanh thu", [12, 13]) == (False, "")


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("Thôn 1, xã Bình An, tỉnh Quảng Ngãi", "Thôn 1"),
        ("Tổ 3 - P. Trà Câu", "Tổ 3"),
        ("xã Vạn Tường, tỉnh Quảng Ngãi", ""),
        ("Thôn 2, Bình An", "Thôn 2"),
        ("Bình An", ""),
    ],
)
def test_an_address_keeps_what_stands_before_its_commune(address, rest):
    assert before_commune(address) == rest


def test_what_a_unit_explained_is_remembered_for_it_alone():
    unit = make_unit()
    columns = [
        {"place": 0, "title": "Mức", "key": "", "asks": True},
        {"place": 1, "title": "Ghi chú", "key": "note", "asks": False},
        {"place": 2, "title": "Xuất xứ", "key": "", "asks": True},
    ]

    remember(unit.pk, columns, {"0": "form", "1": "note", "2": ""})
    remember(unit.pk, columns, {"0": "maturity"})

    assert remembered(unit.pk) == {"muc": "maturity", "xuat xu": ""}
    assert remembered(None) == remembered(make_unit().pk) == {}
    titles = Titles(REGISTRATION_COLUMNS, remembered(unit.pk))
    assert key_of("MỨC:", titles) == "maturity"
    assert KnownTitle.objects.count() == 2
