"""The cells of a register's book in the ways that offices write them."""

from datetime import date, datetime

import pytest

from products.books.columns import TITLES
from products.books.days import day_orders, read_day
from products.books.register import codes_in
from products.books.values import kind_in, read_row, recognitions
from programs.intake.cells import CellError
from programs.intake.rows import RawRow

NAMED = {"product_name": "Tỏi", "producer_name": "HTX Tỏi", "commune": "Xã Bình An"}


def read(**cells):
    values, problems = read_row(RawRow(5, False, NAMED | cells))
    return values, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("cell", "star"),
    [
        (3, 3),
        ("4", 4),
        ("3 sao", 3),
        ("Hạng 4 sao", 4),
        ("OCOP 5 sao", 5),
        ("***", 3),
        ("★★★★", 4),
        ("3*", 3),
        ("ba sao", 3),
        ("03", 3),
        ("★★★☆☆", 3),
        ("4 sao OCOP", 4),
        ("4 sao cấp tỉnh", 4),
        ("OCOP 3 sao (cấp huyện)", 3),
        ("Sao 4", 4),
        ("Hạng sao: 4", 4),
        ("4 (bốn) sao", 4),
        ("Bốn (04) sao", 4),
        ("chưa", 0),
        (0, 0),
        ("chưa đạt", 0),
        ("-", 0),
        ("không", 0),
    ],
)
def test_star_is_read_in_every_way_of_writing(cell, star):
    assert read(star=cell) == (NAMED | {"star": star}, [])


@pytest.mark.parametrize("cell", ["6 sao", "3-4", "xuất sắc", 3.5, date(2024, 4, 3)])
def test_star_that_is_none_is_a_fault(cell):
    assert read(star=cell) == (NAMED, ["E_STAR"])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2024, 3, 5), "2024-03-05"),
        (datetime(2024, 3, 5, 7, 30), "2024-03-05"),  # noqa: DTZ001
        ("5/3/2024", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("05-03-24", "2024-03-05"),
        ("ngày 5/3/2024", "2024-03-05"),
        ("Ngày 05 tháng 3 năm 2024", "2024-03-05"),
        ("05 / 03 / 2024", "2024-03-05"),
        ("2024-03-05 00:00:00", "2024-03-05"),
        (45356, "2024-03-05"),
        ("5-Mar-24", "2024-03-05"),
        ("05 March 2024", "2024-03-05"),
        ("Mar 5, 2024", "2024-03-05"),
        ("5-thg 3-24", "2024-03-05"),
        ("5 Tháng 3 2024", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
    ],
)
def test_day_is_read_in_every_way_of_writing(cell, day):
    assert read_day(cell)[0] == day


@pytest.mark.parametrize("cell", [None, "", 0, "-", " "])
def test_no_day_is_no_doubt(cell):
    assert read_day(cell) == (None, [])


@pytest.mark.parametrize("cell", ["31/02/2024", "3/2024", 2024, "năm 2024", "đang chờ", True])
def test_day_that_cannot_be_read_is_a_doubt(cell):
    day, [(code, _)] = read_day(cell)

    assert (day, code) == (None, "W_BAD_DATE")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX Nông nghiệp Bình An", "cooperative"),
        ("Hợp tác xã dịch vụ NN", "cooperative"),
        ("Liên hiệp HTX tỉnh", "cooperative"),
        ("THT dệt thổ cẩm", "cooperative_group"),
        ("CTY TNHH MTV Đường", "enterprise"),
        ("Chi nhánh Công ty CP Sữa", "enterprise"),
        ("CN Công ty CP Sữa", "enterprise"),
        ("DNTN Bảy Hiền", "enterprise"),
        ("Hộ SXKD Bà Sáu", "business_household"),
        ("Hộ sản xuất, kinh doanh Bà Sáu", "business_household"),
        ("Cơ sở sản xuất Ong Vàng", ""),
        ("HKD Nguyễn Thị “Bé” & con (cơ sở 2)", "business_household"),
        ("Hộ sản xuất Lê A", "production_household"),
        ("Hộ ông Tám", "production_household"),
        ("Trang trại Suối Mơ", "farm"),
        ("Hội Phụ nữ xã", "association"),
        ("Cơ sở Ong Vàng", ""),
        ("Hoàng Anh", ""),
        ("Nguyễn Văn Hội", ""),
    ],
)
def test_kind_of_a_producer_is_read_from_its_name(name, kind):
    assert kind_in(name) == kind


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (912345678, "0912345678"),
        (2553822222, "02553822222"),
        (84912345678, "+84912345678"),
        ("0912 345 678", "0912 345 678"),
        ("0255.3822222; 0912345678", "0255.3822222; 0912345678"),
        (113, "113"),
        ("912345678", "0912345678"),
        ("84912345678", "+84912345678"),
        ("9.12345678E+08", "0912345678"),
        ("9,12345678E+8", "0912345678"),
        ("912345678.0", "0912345678"),
    ],
)
def test_phone_that_excel_made_a_number_gets_its_zero_back(cell, phone):
    assert read(phone=cell)[0]["phone"] == phone


@pytest.mark.parametrize("key", ["phone", "registration_number", "codes", "decision_number"])
@pytest.mark.parametrize("cell", ["9.14123E+08", "4.3E+09", "4,3e+9", "4E9", 914123.5, 4.3e21])
def test_number_that_lost_figures_is_left_empty_and_doubted(key, cell):
    values, (doubt,) = read_row(RawRow(5, False, NAMED | {key: cell}))

    assert key not in values
    assert (doubt.code, "thiếu chữ số" in doubt.message) == ("W_CELL_ERROR", True)


@pytest.mark.parametrize("cell", ["1" * 5000 + "e0", "," * 100_000, "1." + "3" * 5000 + "e99"])
def test_endless_cell_is_judged_at_once(cell):
    row = RawRow(5, False, dict.fromkeys(TITLES, cell))

    assert day_orders([row]) == {}
    assert {each.code for each in read_row(row)[1]} >= {"E_TOO_LONG", "W_BAD_DATE"}


@pytest.mark.parametrize("cell", ["4.300123456E+09", 4300123456, "4300123456", "4300123456.0"])
def test_tax_number_with_all_its_figures_is_kept(cell):
    assert read(registration_number=cell)[0]["registration_number"] == "4300123456"


# --- Years, and months that stand before their days ---------------------------------------------


@pytest.mark.parametrize(
    ("cells", "years"),
    [
        ({"decision_date": 2023}, {"year": 2023}),
        ({"issued_on": "năm 2023"}, {"year": 2023}),
        ({"first_date": "12/2023"}, {"first_year": 2023}),
        ({"star": "4 sao, năm 2023"}, {"star": 4, "year": 2023}),
        ({"star": "4 sao/2023"}, {"star": 4, "year": 2023}),
        ({"second_star": "3 sao (2023)"}, {"second_star": 3, "second_year": 2023}),
        ({"star": "4 sao 2023", "year": 2022}, {"star": 4, "year": 2022}),
        ({"decision_date": "5/3/2024"}, {"decision_date": "2024-03-05"}),
        ({"expires_on": "2027"}, {}),
    ],
)
def test_year_that_stands_where_a_day_should_is_kept(cells, years):
    assert read(**cells)[0] == NAMED | years


def read_days(*columns):
    """Lines of the days of decision, and of expiry: [(day, expiry, doubts)]."""
    keys = ("decision_date", "expires_on")
    rows = [
        RawRow(number, False, NAMED | dict(zip(keys, cells, strict=False)))
        for number, cells in enumerate(columns, 2)
    ]
    read = [read_row(row, day_orders(rows)) for row in rows]
    return [
        (*(values.get(key) for key in keys), [each.code for each in found])
        for values, found in read
    ]


def test_column_with_one_day_that_only_fits_the_month_first_is_doubted_whole():
    doubts = ["W_MONTH_FIRST"]

    assert read_days(["06/25/2023"], ["03/12/2025"], ["7-5-24"], [date(2025, 12, 3)]) == [
        ("2023-06-25", None, doubts),
        ("2025-03-12", None, doubts),
        ("2024-07-05", None, doubts),
        ("2025-12-03", None, doubts),
    ]


def test_column_beside_it_is_doubted_unless_it_says_otherwise():
    first = ["06/25/2023", "03/12/2026"]
    doubts = ["W_MONTH_FIRST"] * 2

    assert read_days(first)[0] == ("2023-06-25", "2026-03-12", doubts)
    assert read_days(first, [None, "25/06/2026"])[0] == ("2023-06-25", "2026-12-03", doubts[1:])


def test_column_of_both_orders_is_read_as_usual_and_doubted_whole():
    first, second, third = read_days(["06/25/2023"], ["25/06/2023"], ["03/12/2025"])

    assert (first[0], second[0], third[0]) == ("2023-06-25", "2023-06-25", "2025-12-03")
    assert first[2] == second[2] == third[2] == ["W_MONTH_FIRST"]


def test_days_whose_month_is_plain_are_not_doubted():
    plain = ["2025-03-12"], ["12-Mar-25"], ["ngày 12 tháng 3 năm 2025"], [None], ["đang chờ"]
    days = read_days(["06/25/2023"], *plain)

    assert [day for day, *_ in days[1:4]] == ["2025-03-12"] * 3
    assert [found for *_, found in days[1:]] == [[], [], [], [], ["W_BAD_DATE"]]
    assert read_days(["25/06/2023"], ["31/02/2024"])[0][2] == []


def test_day_behind_the_number_of_a_decision_has_the_order_of_its_column():
    key = "decision_number"
    texts = ("1/QĐ-UBND ngày 06/25/2023", "2/QĐ-UBND ngày 03/12/2025 của UBND tỉnh", "3/QĐ-UBND")
    rows = [RawRow(number, False, NAMED | {key: text}) for number, text in enumerate(texts, 2)]
    read = [read_row(row, day_orders(rows)) for row in rows]

    assert [values[key] for values, _ in read] == [
        "1/QĐ-UBND ngày 25/06/2023",
        "2/QĐ-UBND ngày 12/03/2025 của UBND tỉnh",
        "3/QĐ-UBND",
    ]
    assert [len(found) for _, found in read] == [1, 1, 0]


@pytest.mark.parametrize(
    ("cell", "authority"),
    [
        ("UBND tỉnh", "province"),
        ("Ủy ban nhân dân Tỉnh Quảng Ngãi", "province"),
        ("UBND huyện Bình Sơn", "district"),
        ("UBND Tp. Quảng Ngãi", "district"),
        ("UBND huyện Bình Sơn, tỉnh Quảng Ngãi", "district"),
        ("Bộ NN&PTNT", "ministry"),
        ("Hội đồng OCOP Trung ương", "ministry"),
        ("cấp tỉnh", "province"),
    ],
)
def test_authority_is_read_from_who_signed(cell, authority):
    assert read(authority=cell) == (NAMED | {"authority": authority}, [])


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"expires_on": CellError("#REF!")}, ["W_CELL_ERROR"]),
        ({"authority": CellError()}, ["W_CELL_ERROR"]),
        ({"producer_name": CellError("#REF!")}, ["E_CELL_ERROR"]),
        ({"product_name": 12}, ["E_TYPE"]),
        ({"commune": None}, ["E_REQUIRED"]),
        ({"producer_name": ""}, ["E_REQUIRED"]),
        ({"producer_name": "nt"}, ["E_DITTO"]),
        ({"producer_kind": "tập thể"}, ["E_CATALOGUE"]),
        ({"product_group": "linh tinh"}, ["E_CATALOGUE"]),
        ({"product_name": "x" * 201}, ["E_TOO_LONG"]),
        ({"product_name": "R\u00ad\u00adượu Р"}, ["E_MIXED_SCRIPT"]),
        ({"product_name": "Trà 🍵 sen"}, ["E_NOT_PRINTED"]),
        ({"authority": "ông Tám"}, ["W_AUTHORITY"]),
        ({"email": "không có"}, ["E_EMAIL"]),
        ({"product_name": '=HYPERLINK("x")'}, ["W_FORMULA_TEXT"]),
        ({"product_name": "<b>Tỏi</b>"}, ["W_HTML_TEXT"]),
    ],
)
def test_cell_that_cannot_be_taken_says_why(cells, codes):
    assert read(**cells)[1] == codes


@pytest.mark.parametrize("name", ['Chè "Xanh"', "Trà & Cà phê", "Rượu (40%)", "Mắm 'Lý Sơn'"])
def test_names_keep_their_quotes_and_brackets(name):
    assert read(product_name=name) == (NAMED | {"product_name": name}, [])


def test_day_inside_the_number_of_a_decision_is_its_day():
    decision = "Quyết định số 12/QĐ-UBND ngày 5/3/2024 của UBND tỉnh"
    (turn,) = recognitions({"star": 3, "decision_number": decision})

    assert (turn["decision_number"], turn["issued_on"]) == ("12/QĐ-UBND", "2024-03-05")


def test_expiry_of_today_belongs_to_the_last_recognition():
    values = {"star": 4, "expires_on": "2027-03-05", "first_star": 3, "second_star": 4}

    assert [turn.get("expires_on") for turn in recognitions(values)] == [None, "2027-03-05"]


@pytest.mark.parametrize("values", [{}, {"star": 0}, {"star": 0, "first_star": 0}])
def test_product_without_a_star_has_no_recognition(values):
    assert recognitions(values) == []


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("QĐ 123/QĐ-UBND ngày 1/2/2023", "123/QĐ-UBND", "2023-02-01"),
        ("123/QĐ-UBND ngày 01 tháng 02 năm 2023", "123/QĐ-UBND", "2023-02-01"),
        ("Quyết định số: 12/QĐ-UBND (05/3/2024)", "12/QĐ-UBND", "2024-03-05"),
        ("12/QĐ-UBND, ký ngày 5.3.24 của UBND tỉnh", "12/QĐ-UBND", "2024-03-05"),
        ("QĐ12/2024/QĐ-UBND", "12/2024/QĐ-UBND", None),
        ("QĐ-UBND số 12", "QĐ-UBND số 12", None),
    ],
)
def test_number_and_day_of_a_decision_are_read_as_decisions_are_quoted(text, number, day):
    (turn,) = recognitions({"star": 3, "decision_number": text})

    assert (turn["decision_number"], turn.get("decision_date")) == (number, day)


@pytest.mark.parametrize("key", ["number", "decision_number", "first_decision_number", "phone"])
@pytest.mark.parametrize("cell", [date(2026, 7, 1), True])
def test_number_that_excel_made_a_day_or_a_truth_is_left_empty_and_doubted(key, cell):
    values, problems = read_row(RawRow(5, False, NAMED | {key: cell}))

    assert key not in values
    assert [(each.code, each.column) for each in problems] == [("W_CELL_ERROR", TITLES[key])]


@pytest.mark.parametrize("name", ["-", "***", "…"])
@pytest.mark.parametrize("key", ["product_name", "producer_name"])
def test_name_of_signs_alone_is_none(key, name):
    values, problems = read_row(RawRow(5, False, NAMED | {key: name}))

    assert key not in values
    assert [(each.code, each.column) for each in problems] == [("E_REQUIRED", TITLES[key])]


def test_offered_kind_is_taken_when_it_is_asked_for():
    row = RawRow(5, False, NAMED | {"producer_kind": "Công ty TNHH"})
    _, (refused,) = read_row(row)
    values, (told,) = read_row(row, convert=True)

    assert (refused.code, refused.proposal) == ("E_CATALOGUE", "Doanh nghiệp")
    assert (values["producer_kind"], told.code) == ("enterprise", "W_NORMALISED")


def test_codes_on_lines_of_their_own_are_codes():
    values, _ = read_row(RawRow(5, False, NAMED | {"codes": "51-20956-7-2024\n51-20956-8-2026"}))

    assert codes_in(values["codes"]) == ["51-20956-7-2024", "51-20956-8-2026"]


def test_signer_alone_is_no_recognition_and_the_expiry_is_the_last_ones():
    values = {"first_star": 3, "first_date": "2024-03-05", "second_authority": "province"}
    (turn,) = recognitions(values | {"expires_on": "2027-03-05", "number": "7"})

    assert (turn["star"], turn["expires_on"], turn["number"]) == (3, "2027-03-05", "7")
