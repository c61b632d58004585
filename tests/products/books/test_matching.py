"""A book against the register: what is new, the same, different, doubtful, and why."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from products.books.certificates import Law
from products.books.matching import judge
from products.books.reading import examine
from products.enums import ProducerKind
from products.models import ProductCode
from programs.intake.outcomes import Answers, Outcome
from programs.models import ProductSet, Regulation, UnitSuccession
from tests.support.books import GARLIC, HEAD, NAMES, TURN, WINE, book, flat, make_places
from tests.support.factories import (
    make_certificate,
    make_commune,
    make_producer,
    make_product,
    make_unit,
)
from tests.support.reorganising import SECOND, end, make_change
from tests.support.workbooks import delimited

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def places():
    call_command("loaddata", "regulations", verbosity=0)
    return make_places()


def lines_of(*rows, **options):
    reading = examine("sổ.xlsx", book(*rows, **options), Answers())
    assert reading.outcome in {Outcome.ACCEPT, Outcome.ACCEPT_WARN}, reading.notes
    return reading.lines


def found(*rows, identities=None, **options):
    return judge(lines_of(*rows, **options), identities)


def only(row, **options):
    (finding,) = found(row, **options)
    return finding


def codes(finding):
    return [code for code, *_ in finding["problems"]]


def make_garlic(places, **fields):
    """The product of the first row, in the register already with both of its certificates."""
    commune = places["Bình An"]
    producer = make_producer(
        name="Hợp tác xã NN Bình An", commune=commune, phone="0912 345 678", **fields
    )
    product = make_product(name="Tỏi đen", producer=producer, commune=commune)
    facts = {"regulation": Regulation.objects.get(code="148-2023"), "authority": "province"}
    first, second = date(2022, 5, 10), date(2024, 3, 5)
    make_certificate(product, issued_on=first, decision_number="12/QĐ-UBND", **facts)
    facts |= {"star": 4, "decision_number": "99/QĐ-UBND"}
    make_certificate(product, issued_on=second, **facts)
    return product


# --- The head -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "turns",
    [
        ("Lần 1", "Lần 2/nâng hạng"),
        ("LẦN ĐẦU", "Nâng hạng"),
        ("Công nhận lần 1", "Công nhận lần 2"),
        ("Đánh giá, phân hạng lần 1", "Đánh giá, phân hạng lần 2"),
    ],
)
def test_head_of_several_lines_is_found_by_what_it_says(turns):
    values = lines_of(GARLIC, turns=turns)[0]["values"]

    assert (values["first_star"], values["second_star"], values["star"]) == (3, 4, 4)
    assert (values["first_date"], values["second_decision_number"]) == ("2022-05-10", "99/QĐ-UBND")


def test_flat_sheet_is_found_in_any_order_of_its_columns():
    head = ("Hạng sao", "Năm", "Số QĐ", "Ngày cấp", "Hết hạn", "Cơ quan", "Sản phẩm", "Chủ thể")
    row = (3, 2024, "98/QĐ-UBND", "05/3/2024", "05/3/2027", "UBND huyện", "Tỏi", "HTX Tỏi")
    data = flat((*head, "Ngành", "Địa chỉ cũ", "Xã mới"), (*row, "Thực phẩm", "Thôn 1", "Bình An"))
    (finding,) = judge(examine("a.xlsx", data, Answers()).lines)

    assert (finding["status"], finding["certificates"][0]["authority"]) == ("new", "district")


def test_copy_of_the_head_below_is_no_other_head():
    head = (HEAD, ["Lần 1", "Lần 2/nâng hạng"], [*TURN, *TURN])
    lines = [dict(zip(NAMES[11 * bool(n) :], line, strict=False)) for n, line in enumerate(head)]
    lines[1] = {"1_star": "Lần 1", "2_star": "Lần 2/nâng hạng"}
    lines[0] |= {"1_star": "Kết quả công nhận", "note": "Ghi chú"}
    reading = examine("a.xlsx", book(GARLIC, *lines, WINE), Answers())

    assert [line["row"] for line in reading.lines] == [5, 9]
    assert reading.lines[1]["values"]["first_date"] == "2024-03-05"
    assert {note.code for note in reading.notes} == {"W_REPEATED_HEAD"}


def test_file_without_the_columns_names_those_it_needs():
    reading = examine("a.xlsx", flat(("Tên sản phẩm", "Sao", "Năm"), ("Tỏi", 3, 2024)), Answers())

    assert reading.outcome == Outcome.REJECT_FILE
    assert "Tên chủ thể" in reading.notes[0].message


def test_producer_merged_over_several_products_is_each_ones():
    wine = WINE | {"producer": None, "commune": None}
    lines = lines_of(GARLIC, wine, merged=["E5:E6", "F5:F6"])

    assert lines[1]["values"]["producer_name"] == GARLIC["producer"]
    assert [finding["status"] for finding in judge(lines)] == ["new", "new"]


def test_second_line_of_a_merged_product_is_a_paragraph_or_a_certificate_more():
    head = ("STT", "Tên sản phẩm", "Chủ thể", "Xã", "Nhóm", "Sao", "Số QĐ", "Ngày QĐ")
    garlic = (1, "Tỏi", "HTX A", "Bình An", "Thực phẩm", 3, "1/QĐ-UBND", date(2022, 5, 10))
    honey = (2, "Mật", "HTX A", "Bình An", "Thực phẩm", 4, "12/QĐ-UBND", None)
    more = (*[None] * 5, 4, "2/QĐ-UBND", date(2024, 3, 5))
    rest = (*[None] * 6, "ngày 5/3/2024")
    merged = [f"{column}{first}:{column}{first + 1}" for first in (2, 4) for column in "ABCDE"]
    data = flat(head, garlic, more, honey, rest, merged=[*merged, "F4:F5"])
    found = judge(examine("a.xlsx", data, Answers()).lines)

    assert [len(finding["certificates"]) for finding in found] == [1, 1, 1]
    assert [each["star"] for finding in found for each in finding["certificates"]] == [3, 4, 4]
    assert found[2]["certificates"][0]["issued_on"] == "2024-03-05"


# --- New ----------------------------------------------------------------------------------------


def test_new_row_brings_both_recognitions_by_the_law_of_their_days():
    finding = only(GARLIC)

    first, second = finding["certificates"]
    assert finding["status"] == "new"
    assert (first["expires_on"], first["authority"]) == ("2025-05-10", "province")
    assert first["regulation"] != second["regulation"]
    assert [paper["number"] for paper in finding["certificates"]] == [None, None]
    assert second["series"].startswith("book-province")


def test_number_of_the_book_is_kept_and_a_second_time_left_out():
    make_certificate(series="book-province-51", year=2024, number=7)
    head = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm", "Sao", "Số giấy", "Số QĐ", "Ngày QĐ")
    rows = [
        ("Tỏi", "HTX A", "Bình An", "Thực phẩm", 4, text, "1/QĐ", "5/3/2024")
        for text in ("07/2024", "08/2024", "GCN tám")
    ]
    rows = [(f"Tỏi {n}", *row[1:]) for n, row in enumerate(rows)]
    papers = judge(examine("a.xlsx", flat(head, *rows), Answers()).lines)

    assert [finding["certificates"][0]["number"] for finding in papers] == [None, 8, None]
    assert [codes(finding) for finding in papers] == [["W_NUMBER"], [], ["W_NUMBER"]]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"commune": "Xã Không Có"}, "E_COMMUNE"),
        ({"group": None}, "E_REQUIRED"),
        ({"producer": "Ong Vàng"}, "E_KIND"),
        ({"2_on": date(2199, 1, 1), "2_year": None}, "E_FUTURE"),
    ],
)
def test_new_row_that_cannot_be_written_is_at_fault(cells, code):
    finding = only(GARLIC | cells)

    assert (finding["status"], code in codes(finding)) == ("fault", True)


# --- Doubts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "code", "papers"),
    [
        ({"1_on": None}, "W_NO_DATE", 1),
        ({"1_on": "tháng 5/2022"}, "W_NO_DATE", 1),
        ({"1_decision": None}, "W_NO_DECISION", 1),
        ({"1_decision": "x" * 61}, "W_NO_DECISION", 1),
        ({"1_on": date(2018, 5, 10), "1_year": 2018}, "W_NO_LAW", 1),
        ({"1_star": 2}, "W_NO_STAR", 1),
        ({"1_star": 0}, "W_NO_STAR", 1),
        ({"1_year": 2021}, "W_CHAIN", 2),
        ({"star": 3}, "W_CHAIN", 2),
        ({"2_on": date(2022, 1, 5), "2_year": 2022, "expires": None}, "W_CHAIN", 2),
        ({"2_star": 3, "star": 3}, "W_OVERLAP", 2),
        ({"1_star": 4, "2_star": 3, "star": 3}, "W_OVERLAP", 2),
        ({"2_by": "UBND huyện"}, "W_AUTHORITY", 2),
        ({"expires": date(2026, 3, 5)}, "W_EXPIRES", 2),
        ({"expires": date(2023, 3, 5)}, "W_EXPIRES", 2),
    ],
)
def test_recognition_that_does_not_fit_is_doubted(cells, code, papers):
    finding = only(GARLIC | cells)

    assert (finding["status"], code in codes(finding)) == ("doubt", True)
    assert len(finding["certificates"]) == papers


@pytest.mark.parametrize(
    ("day", "authority", "series"),
    [
        ("2024-06-01", "district", "book-district-{}"),  # before the commune was made
        ("2025-07-03", "district", None),
        ("2025-08-01", "district", None),
        ("2025-08-01", "province", "book-province-51"),
    ],
)
def test_recognition_by_a_district_is_of_the_district_of_its_day_or_of_none(day, authority, series):
    units = make_change({"Cũ": "Mới"})
    district = units["Cũ"].parent
    end([district], SECOND)
    turn = {"star": 3, "authority": authority, "decision_number": "9/QĐ-UBND"}

    new, problems = Law(date(2026, 1, 1)).judge(
        turn | {"decision_date": day, "issued_on": day}, units["Mới"]
    )

    assert (new and new["series"]) == (series and series.format(district.code))
    assert ("W_NO_LAW" in dict(problems)) == (new is None)


def test_column_of_days_with_the_month_first_is_told_and_each_row_doubted():
    head = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm", "Sao", "Số QĐ", "Ngày QĐ")
    rows = [
        (f"Tỏi {day}", "HTX A", "Bình An", "Thực phẩm", 4, "1/QĐ", day)
        for day in ("06/25/2024", "03/12/2025", "12-Mar-25")
    ]
    reading = examine("a.csv", delimited((head, *rows), separator="\t"), Answers())
    findings = judge(reading.lines)

    assert [(note.code, note.column) for note in reading.notes] == [
        ("W_MONTH_FIRST", "Ngày quyết định")
    ]
    assert [finding["status"] for finding in findings] == ["doubt", "doubt", "new"]
    assert findings[1]["certificates"][0]["issued_on"] == "2025-03-12"


@pytest.mark.parametrize("cells", [{"1_on": None}, {"1_on": 2022}, {"1_on": "năm 2022"}])
def test_recognition_of_a_year_alone_is_doubted_and_kept_in_words(cells):
    finding = only(GARLIC | {"1_year": 2022 if cells["1_on"] is None else None} | cells)

    assert (finding["status"], len(finding["certificates"])) == ("doubt", 1)
    assert finding["remark"] == "3 sao, năm 2022, 12/QĐ-UBND"


def test_fault_of_a_row_of_a_text_file_is_that_rows_alone():
    head = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm")
    rows = [(f"Tỏi {n}", "HTX A", "Bình An", "Thực phẩm", *["thừa"] * (n % 2)) for n in range(5)]
    lines = examine("a.csv", delimited((head, *rows)), Answers()).lines

    assert [finding["status"] for finding in judge(lines)] == [
        "new",
        "fault",
        "new",
        "fault",
        "new",
    ]


def test_cell_that_shows_an_error_is_a_doubt_and_left_empty():
    line = lines_of(WINE | {"expires": "#REF!"})[0]

    assert [problem["code"] for problem in line["problems"]] == ["W_CELL_ERROR"]
    assert [finding["status"] for finding in judge([line])] == ["doubt"]


def test_expiry_of_the_book_is_taken_where_it_is_one():
    finding = only(GARLIC | {"expires": date(2026, 3, 5)})

    assert finding["certificates"][1]["expires_on"] == "2026-03-05"


def test_same_certificate_twice_in_the_book_is_doubted():
    statuses = [(each["status"], codes(each)) for each in found(GARLIC, GARLIC)]

    assert statuses == [("new", []), ("doubt", ["W_TWICE", "W_TWICE"])]


def test_second_line_of_a_product_adds_its_certificate():
    later = WINE | {"1_star": 4, "star": 4, "1_on": date(2025, 3, 5), "1_year": 2025, "1_by": None}
    first, second = found(WINE, later)

    assert (first["status"], second["status"]) == ("new", "new")
    assert len(second["certificates"]) == 1


# --- Places -------------------------------------------------------------------------------------


def later(name, *olds):
    """A commune of today that took these over."""
    new = make_commune(olds[0].parent.parent, name=name, valid_from=date(2025, 7, 1))
    for old in olds:
        old.valid_to = date(2025, 6, 30)
        old.save()
        UnitSuccession.objects.create(old=old, new=new, on=date(2025, 7, 1))
    return new


def test_old_and_new_name_of_a_place_are_one(places):
    product = make_garlic(places)
    later("Vạn Tường", *places.values())

    assert only(GARLIC)["product"] == product.pk
    assert only(GARLIC | {"commune": "Xã Vạn Tường"})["product"] == product.pk


def test_place_of_a_recognition_is_of_its_day_or_of_its_year(places):
    later("Mới", *places.values())
    new = make_commune(places["Bình An"].parent.parent, name="Bình An", valid_from=date(2025, 7, 1))
    units = [
        only(WINE | {"commune": "Xã Bình An", "1_on": day, "1_year": year})["commune"]
        for day, year in ((date(2024, 3, 5), None), (None, 2024), (date(2025, 9, 2), None))
    ]

    assert units == [places["Bình An"].pk] * 2 + [new.pk]


def test_place_that_was_split_is_doubted_for_a_new_product(places):
    later("Vạn Tường", places["Bình An"])
    later("Đông Sơn", places["Bình An"])
    finding = only(WINE)

    assert (finding["status"], codes(finding)) == ("doubt", ["W_PLACE"])
    assert "Xã Vạn Tường, Xã Đông Sơn" in finding["problems"][0][2]


def test_place_without_its_marks_is_understood_and_doubted(places):
    finding = only(WINE | {"commune": "Xa Binh An"})

    assert (finding["commune"], codes(finding)) == (places["Bình An"].pk, ["W_PLACE"])


def test_name_that_two_districts_have_asks_for_the_district(places):
    other = make_unit(name="Sơn Tịnh")
    twin = make_commune(other, name="Bình An")

    assert codes(only(WINE | {"commune": "Xã Bình An"})) == ["E_COMMUNE"]
    assert only(WINE)["commune"] == places["Bình An"].pk
    assert only(WINE | {"commune": "Bình An - Sơn Tịnh"})["commune"] == twin.pk
    assert codes(only(WINE | {"commune": "Xã Bình An, huyện Mộ Đức"})) == ["E_COMMUNE"]


# --- Records that are there ---------------------------------------------------------------------


def test_row_that_says_what_the_register_says_is_the_same(places):
    product = make_garlic(places)
    finding = only(GARLIC)

    assert (finding["status"], finding["product"]) == ("same", product.pk)
    assert (finding["differences"], finding["certificates"]) == ([], [])


@pytest.mark.parametrize(("star", "status"), [(4, "same"), (3, "same"), (5, "doubt"), (0, "same")])
def test_list_that_tells_the_star_alone_means_the_certificate_that_is_there(places, star, status):
    make_garlic(places)
    head = ("STT", "Sản phẩm", "Chủ thể", "Xã", "Hạng sao")
    data = flat(head, (1, "Tỏi đen", GARLIC["producer"], "Bình An", star))

    assert judge(examine("a.xlsx", data, Answers()).lines)[0]["status"] == status


def test_what_differs_stands_side_by_side(places):
    make_garlic(places, representative="Bà B", address="Thôn 2")
    finding = only(GARLIC | {"person": "Ông A", "kind": "Doanh nghiệp", "group": "Đồ uống"})

    assert finding["status"] == "differs"
    assert finding["differences"] == [
        ["product_group", "Nhóm sản phẩm", "Thực phẩm", "Đồ uống"],
        ["producer_kind", "Loại hình chủ thể", "Hợp tác xã", "Doanh nghiệp"],
        ["representative", "Người đại diện", "Bà B", "Ông A"],
    ]


def test_issued_certificate_that_the_book_says_otherwise_is_told_and_never_taken(places):
    make_garlic(places)
    finding = only(GARLIC | {"2_decision": "100/QĐ-UBND"})

    assert finding["differences"] == [
        ["", "Số quyết định (giấy đã cấp)", "99/QĐ-UBND", "100/QĐ-UBND"]
    ]


def test_upgrade_of_a_known_product_is_new(places):
    product = make_product(
        name="Rượu tỏi",
        producer=make_producer(name="HTX Nông nghiệp Bình An", commune=places["Bình An"]),
        product_group="drink",
    )
    finding = only(WINE)

    assert (finding["status"], finding["product"]) == ("new", product.pk)
    assert len(finding["certificates"]) == 1


def test_same_product_of_another_producer_here_is_a_candidate_until_somebody_says(places):
    product = make_product(name="Tỏi đen", commune=places["Bình An"])

    assert only(GARLIC)["candidates"][0][0] == product.pk
    assert only(GARLIC, identities={"5": "new"})["status"] == "new"
    chosen = only(GARLIC, identities={"5": str(product.pk)})
    assert (chosen["product"], chosen["differences"][0][1]) == (product.pk, "Tên chủ thể")


def test_two_producers_of_one_name_here_are_doubted(places):
    for number in ("1", "2"):
        make_producer(name=WINE["producer"], commune=places["Bình An"], registration_number=number)

    assert codes(only(WINE)) == ["W_CANDIDATES"]


def coded(code, name="Tỏi đen"):
    head = ("Mã sản phẩm", "Tên sản phẩm", "Chủ thể", "Xã", "Nhóm")
    row = (code, name, "HTX Nông nghiệp Bình An", "Bình An", "Thực phẩm")
    return judge(examine("a.xlsx", flat(head, row, ("", "Chè", *row[2:])), Answers()).lines)[0]


def test_code_finds_its_product_and_none_other(places):
    product = make_garlic(places)
    code = f"51-{places['Bình An'].code}-7-2024"
    ProductCode.objects.create(product=product, code=code)

    assert coded(code)["product"] == product.pk
    assert coded(f"(51)-({places['Bình An'].code})-(07)-2024; ")["codes"] == []
    assert coded(code, "Tỏi cô đơn")["candidates"][0][0] == product.pk
    assert codes(coded("51-99999-7-2024")) == ["E_CODE"]
    assert codes(coded("linh tinh")) == ["E_CODE"]


@pytest.mark.parametrize(("star", "count"), [(14, 1), ("Rượu trắng", 1)])
def test_set_gives_the_group(star, count):
    ProductSet.objects.get_or_create(number=14, defaults={"name": "Rượu trắng", "group": "drink"})
    head = ("Tên sản phẩm", "Chủ thể", "Xã", "Bộ sản phẩm")
    data = flat(head, ("Rượu", "HTX A", "Bình An", star))
    (finding,) = judge(examine("a.xlsx", data, Answers()).lines)

    assert (finding["group"], finding["status"]) == ("drink", "new")


def test_revoked_certificate_cannot_come_in_as_if_it_were_valid():
    head = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm", "Sao", "Số QĐ", "Ngày QĐ", "Tình trạng")
    row = ("Tỏi", "HTX A", "Bình An", "Thực phẩm", 4, "1/QĐ", "5/3/2024", "Đã thu hồi")
    (finding,) = judge(examine("a.xlsx", flat(head, row), Answers()).lines)

    assert (finding["status"], codes(finding)) == ("fault", ["E_REVOKED"])


def test_matching_costs_the_same_queries_for_one_row_and_for_many(places):
    make_garlic(places)
    one = lines_of(GARLIC)
    many = lines_of(GARLIC, *(WINE | {"product": f"Rượu {n}"} for n in range(30)))
    counts = []
    for lines in (one, many):
        with CaptureQueriesContext(connection) as queries:
            judge(lines)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_kinds_of_the_law_are_all_readable_in_their_column():
    rows = [GARLIC | {"kind": kind.label, "product": kind.value} for kind in ProducerKind]

    kinds = [line["values"]["producer_kind"] for line in lines_of(*rows)]
    assert kinds == list(ProducerKind.values)


# --- What one file says twice, or otherwise -----------------------------------------------------

HEADS = ("Tên SP", "Chủ thể", "Xã", "Nhóm", "Mã SP", "Sao", "Số QĐ", "Ngày QĐ", "SĐT", "Bộ SP")
LINE = ("Tỏi đen", "HTX Bình An", "Xã Bình An", "Thực phẩm")
PAPER = (3, "12/QĐ-UBND", date(2024, 3, 5))


def flat_found(*rows):
    return judge(examine("a.xlsx", flat(HEADS, *rows), Answers()).lines)


def test_code_of_two_places_is_the_first_ones(places):
    code = f"51-{places['Bình An'].code}-7-2024"
    first, second = flat_found(
        (*LINE, code, *PAPER), ("Tỏi đen", "HTX Bình An", "Xã Bình Minh", "Thực phẩm", code, *PAPER)
    )

    assert (first["codes"], second["codes"], second["status"]) == ([code], [], "fault")


def test_line_that_says_otherwise_of_a_new_record_than_one_before_is_doubted():
    first, second = flat_found(
        (*LINE, "", *PAPER, "0911 111 111"),
        ("Tỏi khô", *LINE[1:], "", *PAPER, "0922 222 222"),
    )

    assert (first["status"], second["status"]) == ("new", "doubt")
    assert second["problems"] == [
        ["W_OTHERWISE", "Điện thoại", "Dòng 2 ghi khác: nếu nhập cả hai, lấy của dòng 2."]
    ]


def test_what_a_new_product_says_otherwise_of_its_known_producer_is_told(places):
    make_producer(name=LINE[1], commune=places["Bình An"], kind="cooperative", phone="0911111111")
    (finding,) = flat_found((*LINE, "", *PAPER, "0922 222 222"))

    assert (finding["status"], codes(finding)) == ("new", ["W_KEPT"])
    assert "0911111111" in finding["problems"][0][2]


def test_place_of_a_product_that_a_code_found_is_told_where_it_differs(places):
    producer = make_producer(name=LINE[1], commune=places["Bình Minh"], kind="cooperative")
    facts = {"name": LINE[0], "commune": places["Bình Minh"], "product_group": "food"}
    product = make_product(producer=producer, **facts)
    code = ProductCode.objects.create(product=product, code="51-20956-7-2024").code
    places["Bình Minh"].code = "20956"
    places["Bình Minh"].save()
    (finding,) = flat_found((*LINE, code))

    place = ["", "Xã, phường, thị trấn", "Xã Bình Minh", "Xã Bình An"]
    assert (finding["product"], finding["differences"]) == (product.pk, [place])


@pytest.mark.parametrize(
    ("cells", "taken"),
    [({"Bộ SP": 14}, ["product_set", "product_group"]), ({"Nhóm": "Đồ uống"}, [""])],
)
def test_group_and_set_of_a_known_product_change_together_or_not(places, cells, taken):
    call_command("loaddata", "product_sets", verbosity=0)
    facts = {"commune": places["Bình An"], "product_group": "food"}
    producer = make_producer(name=LINE[1], commune=places["Bình An"], kind="cooperative")
    food = ProductSet.objects.filter(group="food").first()
    make_product(name=LINE[0], producer=producer, product_set=food, **facts)
    row = dict(zip(HEADS, LINE[:3], strict=False)) | cells
    (finding,) = flat_found([row.get(head) for head in HEADS])

    assert [name for name, *_ in finding["differences"]] == taken
    assert finding["differences"][-1][1:] == ["Nhóm sản phẩm", "Thực phẩm", "Đồ uống"]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ("12/QĐ-UBND ngày 1/2/2023; 15/QĐ-UBND ngày 5/3/2024", "W_DECISION"),
        ("12/QĐ-UBND 34/QĐ-UBND", "W_DECISION"),
        ("12/QĐ-UBND ngày 5/3/2024 (thay QĐ 3)", "W_DECISION"),
        ("QĐ-UBND", "W_DECISION"),
        ("12/QĐ-UBND ngày 1/2/2023", "W_CHAIN"),
        ("12/QĐ-UBND ngày 31/02/2024", "W_CHAIN"),
    ],
)
def test_decision_that_is_not_one_number_of_one_day_is_doubted(decision, code):
    (finding,) = flat_found((*LINE, "", 3, decision, date(2024, 3, 5)))

    assert (finding["status"], codes(finding)) == ("doubt", [code])


@pytest.mark.parametrize("number", ["01/07/2026", "0", "không"])
def test_number_of_a_certificate_that_is_none_is_left_out_and_doubted(number):
    data = flat((*HEADS[:4], "Sao", "Số QĐ", "Ngày QĐ", "Số giấy"), (*LINE, *PAPER, number))
    (finding,) = judge(examine("a.xlsx", data, Answers()).lines)

    assert codes(finding) == ["W_NUMBER"]
    assert finding["certificates"][0]["number"] is None


def test_cell_that_names_two_places_or_an_unknown_district_is_doubted(places):
    doubtful = ("Bình An; Bình Minh", "xã Bình An, huyện Lạ")
    for text in (*doubtful, "Bình An, Bình Sơn", "Bình An, h. Bình Sơn, tỉnh QN"):
        said = ["W_PLACE"] if text in doubtful else []
        (finding,) = flat_found((*LINE[:2], text, "Thực phẩm", "", *PAPER))
        assert (finding["commune"], codes(finding)) == (places["Bình An"].pk, said)


def test_second_recognition_without_a_star_is_not_called_a_lower_one():
    finding = only(GARLIC | {"2_star": "#REF!"})

    assert not [words for _, _, words in finding["problems"] if "thấp" in words]


def test_lines_with_thousands_of_codes_that_are_none_ask_the_register_for_nothing():
    rows = [(*LINE, ",".join(f"x{row}{n}" for n in range(40))) for row in range(3)]
    with CaptureQueriesContext(connection) as queries:
        flat_found(*rows)

    assert not [q["sql"] for q in queries if "x12" in q["sql"]]


def test_old_name_of_a_merged_record_is_the_one_that_was_kept(places):
    commune = places["Bình An"]
    producer = make_producer(name="HTX Giữ", commune=commune, kind="cooperative")
    kept = make_product(name="Tỏi giữ", producer=producer, commune=commune, product_group="food")
    make_producer(name=LINE[1], commune=commune, kind="cooperative", merged_into=producer)
    make_product(name=LINE[0], producer=producer, commune=commune, merged_into=kept)
    known, new = flat_found((*LINE, "", *PAPER), ("Mắm", *LINE[1:], "", *PAPER))

    assert (known["product"], new["product"], new["producer"]) == (kept.pk, None, producer.pk)
    assert [words for _, *words in known["differences"]] == [
        ["Tên sản phẩm", "Tỏi giữ", "Tỏi đen"],
        ["Tên chủ thể", "HTX Giữ", "HTX Bình An"],
    ]
