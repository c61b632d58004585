"""A table that is pasted: its columns known as those of a file are, asked about and remembered."""

import json

import pytest
from django.urls import reverse

from programs.enums import Role
from tests.support.importers import make_importing_plan

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
JSON = {"accept": "application/json"}
OWN = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Đăng ký", "Nhóm", "Loại hình", "Mã vạch"]
LINE = ["1", "Nước mắm", "HTX Số 1", "Thôn 2, xã Bình An", "3 sao", "Thực phẩm", "HTX", "893"]
UNKNOWN = (["Tên sản phẩm", "Chủ thể", "Mức"], ["Tỏi", "HTX", "4 sao"])


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def paste(client, plan, as_role):
    as_role(Role.UNIT_OFFICER, unit=plan.unit)

    def paste(*rows, **said):
        url = reverse("products:plan_block", args=[plan.pk])
        return client.post(url, {"rows": json.dumps(rows)} | said, headers=JSON)

    return paste


def test_an_own_table_is_put_under_the_columns_of_the_portal_and_the_rest_is_told(paste):
    answer = paste(OWN, LINE, ["Cộng: 1 sản phẩm"]).json()

    assert answer["rows"] == [
        {
            "product_name": "Nước mắm",
            "producer_name": "HTX Số 1",
            "producer_kind": "HTX",
            "commune": "Thôn 2, xã Bình An",
            "address": "Thôn 2",
            "product_group": "Thực phẩm",
            "form": "3 sao",
        }
    ]
    assert "note" not in answer["keys"]
    assert "Cột “Mã vạch” không được nhập." in answer["notes"]


def test_marks_under_titles_are_read(paste):
    answer = paste(["Sản phẩm", "Chủ thể", "3 sao", "4 sao"], ["Tỏi", "HTX", "", "x"]).json()

    assert answer["rows"] == [{"product_name": "Tỏi", "producer_name": "HTX", "form": "4 sao"}]


def test_what_is_not_known_is_asked_once_and_then_remembered(paste):
    asked = paste(*UNKNOWN).json()["asks"]
    assert [(each["title"], each["asks"], each["chosen"]) for each in asked] == [
        ("Tên sản phẩm", False, "product_name"),
        ("Chủ thể", False, "producer_name"),
        ("Mức", True, "form"),
    ]

    said = {each["name"]: each["chosen"] for each in asked}
    answer = paste(*UNKNOWN, columns="1", **said).json()

    assert answer["rows"][0]["form"] == "4 sao"
    assert paste(*UNKNOWN).json() == answer


def test_an_answer_that_leaves_a_column_open_is_refused_in_a_sentence(paste):
    answer = paste(*UNKNOWN, columns="1", **{"c-2": ""})

    assert answer.status_code == 422
    assert "Cột “Mức”" in answer.json()["message"]


@pytest.mark.parametrize(
    "rows",
    [
        (["Tỏi", "HTX Tỏi", "HTX"], ["Quế", "HTX Quế", "HTX"]),
        (["Mật ong 1", "HTX Ba Tơ", "htx", "Xã Bình An", "thực phẩm", "3*", ""],) * 3,
    ],
)
def test_rows_without_a_head_are_left_to_be_put_where_they_are_dropped(paste, rows):
    assert paste(*rows).json() == {}


WIDE = json.dumps([["a"] * 300])


@pytest.mark.parametrize("rows", ["x", "[1]", '[["a", 1]]', "{}", WIDE])
def test_what_is_no_table_is_refused(client, plan, paste, rows):
    url = reverse("products:plan_block", args=[plan.pk])

    assert client.post(url, {"rows": rows}, headers=JSON).status_code == 422


def test_a_head_alone_is_refused_in_a_sentence(paste):
    answer = paste(OWN, [""] * len(OWN))

    assert answer.status_code == 422
    assert "không có dòng nào" in answer.json()["message"]
