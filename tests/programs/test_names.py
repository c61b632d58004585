"""Names of producers and products: which spellings are one name, and what a search finds."""

import pytest

from programs.names import name_key, numbers_in, search_words, sought, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Trà Hoà", "Hợp tác xã Trà Hòa"),
        ("Mật ong Đắk Hà", "mật ong Đăk Hà"),
        ("Mật ong Đắk Hà", "Mật ong Đắc Hà"),
        ("Tỏi đen “Lý Sơn”", 'TỎI ĐEN "LÝ SƠN"'),
        ("Cty TNHH Sa Huỳnh", "Công ty trách nhiệm hữu hạn Sa Huỳnh"),
        ("Công ty CP Bà Đầm", "Công ty cổ phần  Bà Đầm"),
        ("Muối Sa-Huỳnh", "Muối Sa Huỳnh"),
        ("HKD Nguyễn Văn An", "Hộ kinh doanh: Nguyễn Văn An"),
    ],
)
def test_two_spellings_are_one_name(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Trà dây", "Trà gừng"), ("HTX Số 1", "HTX Số 11"), ("Cpa", "Cổ phần a")],
)
def test_two_names_stay_two(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_of_signs_alone_has_an_empty_key():
    assert name_key("“…”") == ""


# --- What is searched for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hợp tác xã “Trà Hoà”", ["htx", "tra", "hoa"]),
        ("HTXNN Sa Huỳnh", ["htx", "nong", "nghiep", "sa", "huynh"]),
        ("Công ty trách nhiệm hữu hạn An", ["cong", "ty", "tnhh", "an"]),
        ("Tp. Quảng Ngãi", ["thanh", "pho", "quang", "ngai"]),
        ("Số 07/2023", ["so", "7/2023"]),
        ("700/QĐ-UBND", ["700/qd-ubnd"]),
        ("51–21055–07–2026", ["51-21055-7-2026"]),
        ("0905 123 456; 0255.3822.222", ["0905123456", "02553822222"]),
        ("05/12/2023", ["5/12/2023"]),
        ("Mật ong 1/2 lít", ["mat", "ong", "1/2", "lit"]),
    ],
)
def test_numbers_stay_whole_beside_the_words_of_names(text, words):
    assert search_words(text) == words


def test_tea_is_not_found_by_what_companies_are_called():
    assert "tra" not in words_of("Công ty trách nhiệm hữu hạn Bình Châu", "Cty TNHH Ba Tơ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("07/2023", [" 7/2023"]),
        ("Quyết định số 700/QĐ-UBND", [" 700/qd-ubnd"]),
        ("giấy số: 27/2026/GCN-OCOP", [" 27/2026"]),
        ("51-21055", [" 51-21055"]),
        ("tỏi số 1", ["toi", "so", "1"]),
    ],
)
def test_a_number_is_looked_for_from_its_first_digit_on(text, words):
    assert sought(text) == words


@pytest.mark.parametrize(
    ("text", "found"), [("7/2023", True), ("07/2023", True), ("17/2023", False), ("07/202", True)]
)
def test_a_longer_number_is_another_one(text, found):
    assert all(word in words_of("Tỏi", "7/2023", "117/2023") for word in sought(text)) == found


def test_the_numbers_of_papers_are_told_from_words():
    assert numbers_in("tỏi 07/2023, 700/QĐ-UBND, 51-21055") == [(7, "2023"), (700, "qd-ubnd")]
