"""The step between a file and its rows: columns guessed, asked about, chosen and remembered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.books.staging import stage as stage_book
from products.models import PlanImport, RegisterImport, Registration
from programs.enums import Role
from tests.support.books import flat
from tests.support.factories import make_user
from tests.support.importers import make_importing_plan
from tests.support.reading import choices_in

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

ASKED = "cột chờ bạn trả lời"
OWN = ("Mức", "Tên sản phẩm", "HTX/cơ sở", "Loại hình", "Nơi", "Nhóm", "Doanh thu")
ROW = ("3 sao", "Tỏi", "HTX Tỏi", "HTX", "Xã Bình An", "Thực phẩm", 12)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def officer(plan, as_role):
    return as_role(Role.UNIT_OFFICER, unit=plan.unit)


@pytest.fixture
def hand_in(client, plan, officer):
    def hand_in(*rows):
        url = reverse("products:import_upload", args=[plan.pk])
        page = client.post(url, {"upload": SimpleUploadedFile("a.xlsx", flat(*rows))}, follow=True)
        return page, PlanImport.objects.first()

    return hand_in


def say(client, stored, **chosen):
    """Answer the step as its form would, with these selects by the letter of their column."""
    said = {
        f"c-{column['place']}": chosen.get(column["letter"], column["key"] or "-")
        for column in stored.columns
    }
    name = "import_confirm" if isinstance(stored, PlanImport) else "book_answer"
    url = reverse(f"products:{name}", args=[stored.pk])
    answer = client.post(url, {"columns": "1", "version": stored.version} | said, follow=True)
    stored.refresh_from_db()
    return answer


def every_form_has_its_token(page):
    text = page.content.decode()
    return text.count('method="post"') == text.count("csrfmiddlewaretoken")


def test_columns_that_are_missing_are_asked_for_and_then_remembered(client, plan, hand_in):
    page, stored = hand_in(OWN, ROW)
    assertContains(page, "Cổng chưa biết hết các cột của tệp")
    assertContains(page, "Chưa biết cột nào của tệp là “Hình thức đăng ký”.")
    assertNotContains(page, "Các dòng của tệp")
    assertContains(page, ASKED)
    assert stored.outcome == "NEEDS_COLUMNS"
    assert every_form_has_its_token(page)
    assert choices_in(page)["c-0"] == "form"
    assert choices_in(page)["c-4"] == "commune"

    page = say(client, stored, A="form", E="commune")
    assertContains(page, "Đọc được 1 sản phẩm, không có lỗi.")
    client.post(reverse("products:import_confirm", args=[stored.pk]))
    assert Registration.objects.get().get_form_display() == "3 sao"

    page, _ = hand_in(OWN, ("4 sao", "Quế", *ROW[2:]))
    assertContains(page, "Đọc được 1 sản phẩm, không có lỗi.")
    assertNotContains(page, ASKED)


def test_a_dropped_column_that_looks_weighty_is_asked_about_and_may_be_left_out(client, hand_in):
    head = ("Tên sản phẩm", "Chủ thể", "Loại hình", "Xã", "Nhóm", "Hình thức", "Ngày nộp mẫu")
    page, stored = hand_in(head, (*ROW[1:6], "3 sao", "1/3/2024"))
    assertContains(page, ASKED)
    assertNotContains(page, "Nhập 1 sản phẩm</button>")
    response = client.post(reverse("products:import_confirm", args=[stored.pk]))
    assert response.status_code == 409
    assert not Registration.objects.exists()

    assertContains(say(client, stored, G="-"), "Nhập 1 sản phẩm</button>")
    page, _ = hand_in(head, (*ROW[1:6], "3 sao", "1/3/2024"))
    assertNotContains(page, ASKED)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"A": "form", "E": ""}, "Cột “Nơi”: hãy chọn một cột của cổng, hoặc bỏ qua."),
        ({"A": "form", "E": "form"}, "Cột “Hình thức đăng ký” được chọn cho hai cột của tệp."),
        ({"A": "star", "E": "commune"}, "Cột “Mức”: hãy chọn một cột của cổng, hoặc bỏ qua."),
    ],
)
def test_an_answer_that_does_not_fit_is_told_and_stays_as_it_was_chosen(
    client, hand_in, chosen, sentence
):
    _, stored = hand_in(OWN, ROW)

    page = say(client, stored, **chosen)

    assertContains(page, sentence, status_code=422)
    assert choices_in(page).get("c-4") == (chosen["E"] or "")
    assert stored.version == 1


def test_a_column_that_was_understood_may_be_changed(client, hand_in):
    head = ("Tên sản phẩm", "Chủ thể", "Loại hình", "Xã", "Nhóm", "Hình thức", "Thôn", "Ghi chú")
    _, stored = hand_in(head, (*ROW[1:6], "3 sao", "a", "b"))

    say(client, stored, G="note", H="address")

    assert (stored.rows[0]["note"], stored.rows[0]["address"]) == ("a", "b")


@pytest.mark.parametrize(
    "upper", ["Hình thức đăng ký", "Hình thức", "Đăng ký hạng sao", "Mục tiêu"]
)
def test_marks_below_any_title_of_the_form_are_understood(hand_in, upper):
    head = ("TT", "Sản phẩm", "Chủ thể", "HTX", "Doanh nghiệp", "Xã", "Nhóm", upper)
    row = (1, "Tỏi", "HTX Tỏi", "x", None, "Xã Bình An", "Thực phẩm")
    _, stored = hand_in(head, (None,) * 7 + ("3 sao", "4 sao"), (*row, None, "x"))

    assert [(row["form"], row["producer_kind"]) for row in stored.rows] == [
        ("4_star", "cooperative")
    ]


def test_a_column_that_marks_say_already_is_not_said_twice(client, hand_in):
    head = ("Sản phẩm", "Chủ thể", "Loại hình", "Xã", "Nhóm", "3 sao", "4 sao", "Ngày nộp")
    row = ("Tỏi", "HTX Tỏi", "HTX", "Xã Bình An", "Thực phẩm", "x", None, "3 sao")
    _, stored = hand_in(head, row)

    page = say(client, stored, H="form")

    assertContains(page, "được chọn cho hai cột", status_code=422)


def test_an_address_alone_says_the_commune_too(hand_in):
    head = ("Sản phẩm", "Chủ thể", "Loại hình", "Địa chỉ", "Nhóm", "Hình thức")
    _, stored = hand_in(head, ("Tỏi", "HTX Tỏi", "HTX", "Thôn 1, xã Bình An", "Thực phẩm", "3 sao"))

    assert stored.rows[0]["address"] == "Thôn 1"


def test_the_first_row_is_never_taken_for_a_part_of_the_head(hand_in):
    head = ("STT", "Tên sản phẩm", "Chủ thể", "Loại hình", "Xã", "Nhóm", "Hình thức", "Thẩm tra")
    _, stored = hand_in(head, (1, *ROW[1:6], "3 sao", "Thôn"), (2, "Quế", *ROW[2:6], "3 sao", "Ấp"))

    assert [row["product_name"] for row in stored.rows] == ["Tỏi", "Quế"]


# --- Books --------------------------------------------------------------------------------------

BOOK = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm sản phẩm", "Cột năm", "Số QĐ", "Ngày QĐ")
LINE = ("Tỏi", "HTX Tỏi", "Xã Bình An", "Thực phẩm", "4 sao", "12/QĐ-UBND", "5/3/2024")


@pytest.fixture
def stored_book(client, as_role):
    as_role(Role.PROVINCE_STAFF)
    return stage_book(make_user(Role.PROVINCE_ADMIN), "sổ.xlsx", flat(BOOK, LINE))


def test_a_star_under_a_title_that_nobody_knows_is_never_dropped_in_silence(client, stored_book):
    page = client.get(stored_book.get_absolute_url())
    assertContains(page, ASKED)
    assertContains(page, "Chưa trả lời: Chưa rõ cột “Cột năm”")
    assert every_form_has_its_token(page)
    assert choices_in(page)["c-4"] == "star"

    say(client, stored_book, E="star")

    assert stored_book.lines[0]["values"]["star"] == 4
    again = stage_book(make_user(Role.PROVINCE_ADMIN), "sổ 2.xlsx", flat(BOOK, LINE))
    assert again.lines[0]["values"]["star"] == 4
    assert not any(column["asks"] for column in again.columns)


def test_marks_below_stars_are_understood_in_a_book(stored_book):
    head = (*BOOK[:4], "3 sao", "4 sao", *BOOK[5:])
    data = flat(head, (*LINE[:4], None, "x", *LINE[5:]))

    stored = stage_book(stored_book.user, "b.xlsx", data)

    assert stored.lines[0]["values"]["star"] == 4
    assert RegisterImport.objects.count() == 2
