"""The words of the law: counts, days, citations, bodies and signatures of Nghị định 30/2020."""

import re
from datetime import date, timedelta
from importlib import import_module
from itertools import permutations

import pytest
from django.apps import apps
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from programs.citations import (
    Citations,
    Cited,
    committee_of,
    day_in_full,
    day_in_text,
    of_regulation,
    place_in_text,
    signing_fault,
    signing_lines,
    two_digits,
    unit_in_text,
)
from programs.enums import UnitKind
from programs.models import Regulation, Unit

# --- Counts and days ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (1, "01"), (2, "02"), (9, "09"), (10, "10"), (12, "12"), (177, "177")],
)
def test_a_count_under_ten_has_a_nought(number, words):
    assert two_digits(number) == words


@pytest.mark.parametrize(
    ("day", "in_text", "in_full"),
    [
        (date(2024, 2, 5), "05/02/2024", "ngày 05 tháng 02 năm 2024"),
        (date(2026, 6, 18), "18/6/2026", "ngày 18 tháng 6 năm 2026"),
        (date(2025, 12, 9), "09/12/2025", "ngày 09 tháng 12 năm 2025"),
        (date(2026, 3, 31), "31/3/2026", "ngày 31 tháng 3 năm 2026"),
        (date(2026, 1, 10), "10/01/2026", "ngày 10 tháng 01 năm 2026"),
        (date(2026, 10, 1), "01/10/2026", "ngày 01 tháng 10 năm 2026"),
    ],
)
def test_a_day_stands_as_the_decree_writes_it(day, in_text, in_full):
    assert (day_in_text(day), day_in_full(day)) == (in_text, in_full)


DAYS = {day: f"{day:02}" if day < 10 else str(day) for day in range(1, 32)}
MONTHS = {1: "01", 2: "02"} | {month: str(month) for month in range(3, 13)}


def test_each_day_of_a_year_has_a_nought_by_the_rule_and_nowhere_else():
    year = [date(2024, 1, 1) + timedelta(days=passed) for passed in range(366)]

    for day in year:
        written = DAYS[day.day], MONTHS[day.month]
        assert day_in_text(day) == "/".join([*written, "2024"])
        assert day_in_full(day) == "ngày {} tháng {} năm 2024".format(*written)


# --- Places ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        ("Điều 7 khoản 6 điểm b", "điểm b khoản 6 Điều 7"),
        ("Điều 7 khoản 6", "khoản 6 Điều 7"),
        ("khoản 6 Điều 7", "khoản 6 Điều 7"),
        ("Khoản 6, Điều 7;", "khoản 6 Điều 7"),
        ("điều 7 Khoản 6 Điểm Đ", "điểm đ khoản 6 Điều 7"),
        ("Điều 7.6", "khoản 6 Điều 7"),
        ("Điều 7.6.b", "điểm b khoản 6 Điều 7"),
        (" Điều 12 ", "Điều 12"),
        ("Điều 12a khoản 3", "khoản 3 Điều 12a"),
        ("Phụ lục II", "Phụ lục II"),
        ("Phụ lục II điểm 4", "điểm 4 Phụ lục II"),
        ("Phụ lục III, Mẫu 02", "Mẫu số 02 Phụ lục III"),
        ("Chương xii Mục 5 Điều 103", "Điều 103 Mục 5 Chương XII"),
        (
            "Chương III mục 1 tiểu mục 1 điều 24 khoản 1 điểm a",
            "điểm a khoản 1 Điều 24 Tiểu mục 1 Mục 1 Chương III",
        ),
        ("", ""),
    ],
)
def test_a_place_is_cited_from_the_smallest_part_up(place, cited):
    assert place_in_text(place) == cited


@pytest.mark.parametrize(
    "place",
    [
        "Điều 7 và Điều 8",
        "Điều 7 khoản 6, 7",
        "Điều 7; Điều 8",
        "Điều này",
        "Điều 7.6 khoản 6",
        "x",
    ],
)
def test_a_place_that_is_not_understood_stays_as_it_is(place):
    assert place_in_text(place) == place


@pytest.mark.parametrize("parts", [*permutations(["điểm b", "khoản 6", "Điều 7", "Chương II"])])
def test_a_place_reads_alike_in_whatever_order_it_was_typed(parts):
    assert place_in_text(", ".join(parts)) == "điểm b khoản 6 Điều 7 Chương II"


@given(
    st.integers(1, 200),
    st.none() | st.integers(1, 30),
    st.none() | st.sampled_from("abcdđeghiklmn"),
    st.sampled_from([" ", ", ", "; ", "  "]),
)
def test_any_place_is_turned_once_and_then_stays(article, clause, point, between):
    parts = [f"Điều {article}"]
    parts += [f"khoản {clause}"] if clause else []
    parts += [f"điểm {point}"] if point else []

    cited = place_in_text(between.join(parts))

    assert cited == " ".join(reversed(parts))
    assert place_in_text(cited) == cited


@given(st.text(alphabet="ĐđiểềuukhoảnPhụlc 0126.,;abIVX", max_size=40))
def test_no_number_is_lost_and_what_was_turned_stays(text):
    found = place_in_text(text)

    assert sorted(re.findall(r"\d", found)) == sorted(re.findall(r"\d", text))
    assert place_in_text(found) == found


# --- Citations ---------------------------------------------------------------------------------

LAW = Cited("26/2026/QĐ-TTg", date(2026, 5, 22), "Thủ tướng Chính phủ", "ban hành Bộ tiêu chí")
LAW_IN_FULL = (
    "Quyết định số 26/2026/QĐ-TTg ngày 22/5/2026 của Thủ tướng Chính phủ ban hành Bộ tiêu chí"
)


def test_a_document_is_cited_in_full_first_and_short_afterwards():
    cite = Citations().cite

    assert cite(LAW, "Điều 7 khoản 6") == f"khoản 6 Điều 7 {LAW_IN_FULL}"
    assert cite(LAW, "Điều 7 khoản 6") == "khoản 6 Điều 7 Quyết định số 26/2026/QĐ-TTg"
    assert cite(LAW) == "Quyết định số 26/2026/QĐ-TTg"


def test_each_paper_begins_anew():
    Citations().cite(LAW)

    assert Citations().cite(LAW) == LAW_IN_FULL


def test_an_appendix_is_issued_with_its_decision():
    cite = Citations().cite

    assert cite(LAW, "Phụ lục III, Mẫu 02") == (
        f"Mẫu số 02 Phụ lục III ban hành kèm theo {LAW_IN_FULL}"
    )
    assert cite(LAW, "Phụ lục II") == ("Phụ lục II ban hành kèm theo Quyết định số 26/2026/QĐ-TTg")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (Cited("12/QĐ-UBND"), "Quyết định số 12/QĐ-UBND"),
        (Cited("12/QĐ-UBND", date(2024, 3, 7)), "Quyết định số 12/QĐ-UBND ngày 07/3/2024"),
        (
            Cited("69/KH-UBND", date(2024, 3, 22), "UBND tỉnh", kind="Kế hoạch"),
            "Kế hoạch số 69/KH-UBND ngày 22/3/2024 của UBND tỉnh",
        ),
    ],
)
def test_what_is_not_known_of_a_document_is_left_out(document, words):
    assert Citations().cite(document) == words


def test_two_documents_of_one_number_are_never_short():
    one = Cited("12/QĐ-UBND", date(2024, 3, 7))
    other = Cited("12/QĐ-UBND", date(2025, 3, 7))
    cite = Citations().cite

    said = [cite(document) for document in (one, one, other, one)]

    assert said == [one.in_full, one.short, other.in_full, one.in_full]


OF_THE_PM = "của Thủ tướng Chính phủ"
TITLE_OF_148 = (
    "về việc ban hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm Chương trình mỗi xã "
    "một sản phẩm"
)
IN_FULL = {
    "1048-2019": (
        f"Quyết định số 1048/QĐ-TTg ngày 21/8/2019 {OF_THE_PM} về việc ban hành Bộ tiêu chí đánh "
        "giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm"
    ),
    "148-2023": f"Quyết định số 148/QĐ-TTg ngày 24/02/2023 {OF_THE_PM} {TITLE_OF_148}",
    "148-2023-1489": (
        f"Quyết định số 148/QĐ-TTg ngày 24/02/2023 {OF_THE_PM} {TITLE_OF_148}, được sửa đổi, bổ "
        f"sung bởi Quyết định số 1489/QĐ-TTg ngày 06/7/2025 {OF_THE_PM}"
    ),
    "26-2026": (
        f"Quyết định số 26/2026/QĐ-TTg ngày 22/5/2026 {OF_THE_PM} ban hành Bộ tiêu chí và quy "
        "trình đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm"
    ),
}


@pytest.mark.django_db
def test_each_regulation_reads_as_one_sentence_with_its_issuer_and_title():
    call_command("loaddata", "regulations", verbosity=0)

    laws = Regulation.objects.all()
    assert {law.code: Citations().cite(of_regulation(law)) for law in laws} == IN_FULL


@pytest.mark.django_db
def test_regulations_that_were_loaded_before_get_their_issuers():
    call_command("loaddata", "regulations", verbosity=0)
    Regulation.objects.update(issuer="", title="Bộ tiêu chí")

    import_module("programs.migrations.0018_fill_issuers").fill(apps, None)

    laws = Regulation.objects.all()
    assert {law.code: Citations().cite(of_regulation(law)) for law in laws} == IN_FULL


@pytest.mark.django_db
def test_every_place_in_our_data_is_understood():
    call_command("loaddata", "product_sets", "regulations", "dossier_items", verbosity=0)
    places = set()
    for rows in ("starbands", "parts", "periods", "revocationgrounds", "rounds", "dossieritems"):
        places |= {*Regulation.objects.values_list(f"{rows}__article", flat=True)} - {None, ""}

    turned = {place: place_in_text(place) for place in places}
    assert {place: cited for place, cited in turned.items() if cited != place} == {
        "Điều 3 khoản 3": "khoản 3 Điều 3",
        "Điều 7 khoản 6": "khoản 6 Điều 7",
        "Phụ lục III, Mẫu 02": "Mẫu số 02 Phụ lục III",
    }
    whole = r"(Điều|Phụ lục) \w+"
    assert all(re.fullmatch(whole, place) for place in places if turned[place] == place)


# --- Bodies ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Huyện Bình Sơn", "huyện Bình Sơn"),
        ("Tp. Quảng Ngãi", "thành phố Quảng Ngãi"),
        ("Thành phố Quảng Ngãi", "thành phố Quảng Ngãi"),
        ("Thị xã Đức Phổ", "thị xã Đức Phổ"),
        ("Đặc khu Lý Sơn", "đặc khu Lý Sơn"),
        ("Phường 1", "Phường 1"),
        ("Phường IV", "Phường IV"),
        ("Bình Sơn", "Bình Sơn"),
    ],
)
def test_the_common_noun_of_a_unit_is_small_but_before_a_number(name, words):
    assert unit_in_text(name) == words


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (UnitKind.DISTRICT, "Bình Sơn", "Ủy ban nhân dân huyện Bình Sơn"),
        (UnitKind.CITY, "Quảng Ngãi", "Ủy ban nhân dân thành phố Quảng Ngãi"),
        (UnitKind.PROVINCE, "Quảng Ngãi", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        (UnitKind.SPECIAL_ZONE, "Lý Sơn", "Ủy ban nhân dân đặc khu Lý Sơn"),
        (UnitKind.WARD, "1", "Ủy ban nhân dân Phường 1"),
    ],
)
def test_a_committee_is_named_by_its_unit(kind, name, words):
    assert committee_of(Unit(kind=kind, name=name)) == words


def test_a_committee_stands_in_capitals_at_the_head_of_a_paper():
    unit = Unit(kind=UnitKind.DISTRICT, name="Bình Sơn")

    assert committee_of(unit).upper() == "ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN"


# --- Who signs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authority", "title", "lines"),
    [
        ("", "Giám đốc", ("GIÁM ĐỐC",)),
        ("", "Q. Giám đốc", ("Q. GIÁM ĐỐC",)),
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (" kt.giám  đốc", " phó giám đốc ", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("TM. Ủy ban nhân dân", "Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("TL. Chủ tịch", "Giám đốc Sở", ("TL. CHỦ TỊCH", "GIÁM ĐỐC SỞ")),
        ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG", ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
        (
            "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            "KT. BỘ TRƯỞNG BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
            "THỨ TRƯỞNG",
            ("KT. BỘ TRƯỞNG BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "THỨ TRƯỞNG"),
        ),
    ],
)
def test_the_right_and_the_title_are_lines_of_their_own_in_capitals(authority, title, lines):
    assert signing_fault(authority, title) == ""
    assert signing_lines(authority, title) == lines


@pytest.mark.parametrize(
    ("authority", "title", "words"),
    [
        ("KT. GIÁM ĐỐC", "", "Dưới “KT. GIÁM ĐỐC” phải ghi chức vụ của người ký, ví dụ “PHÓ GIÁM"),
        ("TM. ỦY BAN NHÂN DÂN", " ", "phải ghi chức vụ của người ký, ví dụ “CHỦ TỊCH”."),
        ("TL. GIÁM ĐỐC", "", "ví dụ “CHÁNH VĂN PHÒNG”."),
        ("", "kt. giám đốc", "“KT. GIÁM ĐỐC” là quyền hạn, đứng riêng một dòng"),
        ("", "TM. UBND", "ô chức vụ ghi chức vụ của người ký, ví dụ “CHỦ TỊCH”."),
        ("", "KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC", "“KT. GIÁM ĐỐC” là quyền hạn"),
        ("KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "“KT. GIÁM ĐỐC” là quyền hạn"),
        ("KT. GIÁM ĐỐC", "GIÁM ĐỐC", "người ký thay, ví dụ “PHÓ GIÁM ĐỐC”."),
        ("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "“GIÁM ĐỐC” không phải quyền hạn ký"),
        ("Q. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "được giao quyền (Q.), thì để trống ô quyền hạn."),
        ("KT.", "PHÓ GIÁM ĐỐC", "Sau “KT.” phải ghi chức vụ của người đứng đầu."),
        ("TM.", "CHỦ TỊCH", "Sau “TM.” phải ghi tên cơ quan."),
        ("", "", "Hãy ghi chức vụ của người ký"),
    ],
)
def test_a_right_without_its_title_is_refused_with_what_to_add(authority, title, words):
    assert words in signing_fault(authority, title)
