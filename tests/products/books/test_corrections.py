"""The rows of a book mended on its page: by who handed it in, one by one or all that are alike."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.books.staging import stage
from products.models import RegisterImport
from programs.enums import Role
from tests.support.books import flat, make_places
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

HEAD = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm sản phẩm", "Hạng sao", "Số QĐ", "Ngày QĐ")
END = ("4 sao", "12/QĐ-UBND", "5/3/2024")
ROWS = (
    ("Tỏi", "HTX Tỏi", "Xã Bình An, huyện Bình Sơn", "Hàng gì đó", *END),
    ("Quế", "HTX Quế", "Xã Bình An, huyện Bình Sơn", "Hàng gì đó", *END),
    ("Mắm", "HTX Mắm", "Xã Bình Minh, huyện Bình Sơn", "Thực phẩm", "9 sao", *END[1:]),
)


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("loaddata", "regulations", verbosity=0)
    make_places()


@pytest.fixture
def stored(as_role):
    return stage(as_role(Role.PROVINCE_STAFF), "sổ.xlsx", flat(HEAD, *ROWS))


@pytest.fixture
def correct(client, stored):
    def correct(status=302, **fields):
        stored.refresh_from_db()
        body = {"version": stored.version} | fields
        answer = client.post(reverse("products:book_decide", args=[stored.pk]), body)
        assert answer.status_code == status
        stored.refresh_from_db()
        return answer

    return correct


def statuses(stored):
    return [finding["status"] for finding in stored.findings]


def test_wrong_cells_of_a_book_are_fields_beside_their_reason(client, stored):
    page = client.get(stored.get_absolute_url() + "?dong=fault")

    assertContains(page, 'name="o-2-product_group" value="Hàng gì đó"')
    assertContains(page, 'name="o-4-star" value="9 sao"')
    assertContains(page, "Áp dụng cho 2 dòng giống nhau")
    assertContains(page, "Bỏ cả 2 dòng giống nhau")


def test_a_row_is_mended_and_compared_again(stored, correct):
    assert statuses(stored) == ["fault", "fault", "fault"]

    correct(**{"o-4-star": "4 sao"})

    assert statuses(stored) == ["fault", "fault", "new"]
    assert stored.findings[2]["certificates"][0]["star"] == 4
    assert stored.answers["cells"] == {"4": {"star": "4 sao"}}


def test_all_cells_that_are_alike_are_mended_at_once(stored, correct):
    cell = "o-2-product_group"

    typed = {cell: "Thực phẩm", "o-3-product_group": "Hàng gì đó"}

    correct(same=cell, **typed)

    assert statuses(stored) == ["new", "new", "fault"]


def test_rows_that_are_alike_are_left_out_at_once_with_what_was_said_of_others(stored, correct):
    correct(leave_alike="3", **{"d-4": "skip"})

    assert stored.decisions == {"2": "skip", "3": "skip", "4": "skip"}


def test_another_person_confirms_a_book_and_mends_nothing_in_it(client, stored, correct, as_role):
    as_role(Role.PROVINCE_ADMIN)

    assertNotContains(client.get(stored.get_absolute_url()), 'name="o-2-product_group"')
    answer = correct(status=403, **{"o-4-star": "4 sao"})
    assertContains(answer, "Chỉ người nộp sổ được sửa", status_code=403)
    assert statuses(stored) == ["fault", "fault", "fault"]


def test_what_was_typed_stays_where_it_cannot_be_kept(stored, correct):
    RegisterImport.objects.update(version=5)
    stored.version = 5

    answer = correct(status=409, version=4, **{"o-4-star": "5 sao"})

    assertContains(answer, 'value="5 sao"', status_code=409)
    assert stored.answers["cells"] == {}


def test_nothing_is_applied_where_nothing_was_typed(stored, correct):
    answer = correct(status=422, same="o-2-product_group", **{"o-2-product_group": "Hàng gì đó"})

    assertContains(answer, "Hãy gõ giá trị đúng", status_code=422)


def test_decisions_of_a_row_that_was_mended_are_asked_again(stored, correct):
    stage(make_user(Role.PROVINCE_ADMIN), "b.xlsx", flat(HEAD, ROWS[0]))
    correct(**{"d-2": "skip"}, **{"d-4": "skip"})

    correct(**{"o-4-star": "4 sao"})

    assert stored.decisions == {"2": "skip", "4": "skip"}


@pytest.mark.parametrize("district", ["Bình Sơn", "huyện Bình Sơn", "Huyện Bình Sơn", ""])
def test_a_district_in_a_column_of_its_own_says_where_the_commune_lies(stored, district):
    head = (*HEAD[:3], "Huyện", *HEAD[3:])
    row = ("Tỏi", "HTX Tỏi", "Bình An", district, "Thực phẩm", *END)

    read = stage(stored.user, "b.xlsx", flat(head, row))

    assert not any(column["asks"] for column in read.columns)
    assert (statuses(read), read.findings[0]["place"]) == (["new"], "Xã Bình An")
