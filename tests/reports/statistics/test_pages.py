"""The page of statistics and its files: one table, what is wrong as sentences, views that stay."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from programs.enums import Role
from programs.models import SavedView
from tests.support.factories import make_unit, make_user
from tests.support.reading import json_rows, page_rows
from tests.support.statistics import fill

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
PAGE = "/thong-ke/"
STARS = {"ve": "giay", "dong": "unit", "ngang": "star", "status": "issued"}


@pytest.fixture(autouse=True)
def _day():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(date(2026, 5, 20)):
        yield


@pytest.fixture
def units():
    pair = (make_unit(), make_unit())
    fill(*pair)
    return pair


def file(client, extension, query):
    return client.get(reverse("reports:statistics_file", args=[extension]), query).getvalue()


def test_page_workbook_and_json_tell_the_same_figures(client, admin, units):
    answer = client.get(PAGE, STARS)
    table = answer.context["table"]
    figures = [list(row[1:]) for row in table.body]

    assert len(figures) > 2
    assert [list(row[1:]) for row in json_rows(file(client, "json", STARS))] == figures
    assert [list(map(int, row[-4:])) for row in page_rows(answer)] == figures
    sheet = openpyxl.load_workbook(BytesIO(file(client, "xlsx", STARS))).active
    lines = [list(line[1:5]) for line in sheet.iter_rows(values_only=True)]
    assert all(row in lines for row in figures)


@pytest.mark.parametrize("extension", ["pdf", "docx", "csv"])
def test_it_is_a_paper_too(client, admin, units, extension):
    assert file(client, extension, STARS)


def test_a_number_of_the_page_leads_to_a_list_of_so_many_rows(client, admin, units):
    table = client.get(PAGE, STARS).context["table"]

    url, number = table.links[-1][-1], table.totals[-1]
    assert client.get(url).context["page"].count == number


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"ve": "ke-hoach"}, "Bấm một số để mở đúng các dòng làm nên số đó."),
        (
            {"ve": "ke-hoach", "so": "listed"},
            "tính ra số ấy: số sản phẩm đã liệt kê trong cả bảng là 7, tính từ 2 kế hoạch.",
        ),
        ({"ve": "giay", "so": "producers"}, "mở các giấy mà từ đó tính ra số ấy: số chủ thể"),
    ],
)
def test_the_page_says_what_a_number_opens(client, admin, units, query, sentence):
    assert sentence in client.get(PAGE, query).text


def test_a_past_day_without_rows_says_why_too(client, admin, units):
    text = client.get(PAGE, {"ve": "san-pham", "day": "01/01/2018"}).text

    assert "Không có dòng nào để đếm" in text
    assert "Sản phẩm chỉ được đếm khi đến ngày xem đã có gì ghi ngày trong sổ" in text


def test_the_chart_draws_what_the_table_says(client, admin, units):
    answer = client.get(PAGE, STARS)
    table, chart = answer.context["table"], answer.context["chart"]

    assert [bar.number for bar in chart.bars] == [row[-1] for row in table.rows if row[-1]]
    assert [words for _, words in chart.key] == ["3 sao", "4 sao", "5 sao"]
    longest = max(chart.bars, key=lambda bar: bar.number)
    assert sum(float(piece.length) for piece in longest.pieces) == pytest.approx(100, abs=1)


def test_of_many_lines_the_chart_draws_the_greatest_and_says_so(client, admin, units):
    for _ in range(12):
        make_unit()
        fill(make_unit(), make_unit())

    chart = client.get(PAGE, {"ve": "giay", "dong": "unit"}).context["chart"]

    assert len(chart.bars) == 12
    assert "12 dòng lớn nhất trong 26" in chart.title
    assert chart.key == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"ve": "khong-co"}, "Không có lựa chọn “khong-co”"),
        ({"dong": "khong-co"}, "Dòng: Không có lựa chọn “khong-co”"),
        ({"ngang": "'; DROP"}, "Cột: Không có lựa chọn “&#x27;; DROP”"),
        ({"so": "khong-co"}, "Đếm: Không có lựa chọn “khong-co”"),
        ({"dong": "star", "ngang": "star"}, "phải chia theo hai thứ khác nhau"),
        ({"dong": "unit", "star": "4"}, None),
        ({"dong": "star", "star": "4"}, "Đang lọc theo “hạng sao”"),
        ({"day": "31/02/2024"}, "Ngày không hợp lệ"),
        ({"status": "gone"}, "Tình trạng"),
        ({"unit": "999999"}, "Đơn vị"),
        ({"year": "99999999999999999999"}, "Năm cấp"),
        ({"dong": "\x00"}, "Dòng"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_on_the_page_and_for_a_file(
    client, admin, query, sentence
):
    page = client.get(PAGE, query)
    paper = client.get(reverse("reports:statistics_file", args=["xlsx"]), query)

    if sentence is None:
        assert (page.status_code, paper.status_code) == (200, 200)
    else:
        assert (page.status_code, paper.status_code) == (422, 422)
        assert sentence in page.text
        assert "Chưa thống kê được" in paper.text


def test_all_that_is_wrong_is_said_at_once(client, admin):
    faults = client.get(PAGE, {"dong": "x", "so": "y", "day": "z"}).context["form"].faults

    assert [fault.partition(":")[0] for fault in faults] == ["Dòng", "Đếm", "Xem vào ngày"]


def test_without_rows_the_page_says_what_to_do(client, admin):
    assert "Không có dòng nào để đếm" in client.get(PAGE, {"ve": "chu-the"}).text


def test_a_statistic_is_kept_and_shared_with_colleagues(client, units):
    officer = make_user(Role.UNIT_OFFICER, unit=units[0])
    leader = make_user(Role.UNIT_LEADER, unit=units[0])
    stranger = make_user(Role.UNIT_LEADER, unit=units[1])
    query = "?ve=giay&dong=unit&ngang=star&so=rows&day=01%2F05%2F2026"

    client.force_login(officer)
    kept = client.post(PAGE + query, {"name": "Theo xã", "is_shared": "on"})

    assert kept.status_code == 302
    view = SavedView.objects.get()
    assert (view.listing, view.name) == ("thong-ke", "Theo xã")
    client.force_login(leader)
    opened = client.get(f"{PAGE}?{view.query}")
    assert opened.context["views"] == [view]
    assert opened.context["form"].asked.rows.name == "unit"
    assert opened.context["query"] == view.query
    client.force_login(stranger)
    assert client.get(PAGE).context["views"] == []


def test_what_is_wrong_is_not_kept(client, admin):
    answer = client.post(f"{PAGE}?dong=khong-co", {"name": "Sai"})

    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_an_agency_is_offered_what_it_may_read_alone(client, as_role, units):
    as_role(Role.AGENCY_OFFICER)

    assert list(client.get(PAGE).context["form"].subjects) == ["dang-ky", "ke-hoach"]
    assert client.get(PAGE, {"ve": "giay"}).status_code == 422


def test_what_is_fixed_for_a_subject_is_not_asked_and_cannot_be_undone(client, admin, units):
    query = {"ve": "dang-ky", "dong": "unit", "counting": ""}
    form = client.get(PAGE, query).context["form"]

    assert form.asked.query["counting"] == "on"
    in_sight, further = form.filters()
    assert "counting" not in {field.name for field in (*in_sight, *further)}
