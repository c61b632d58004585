"""`manage.py import_register` reads and writes as the page does, for scripts."""

import json

import pytest
from django.core.management import CommandError, call_command

from products.models import Certificate, Product, RegisterImport
from programs.enums import Role
from tests.support.books import GARLIC, WINE, book, flat, make_places
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("loaddata", "regulations", verbosity=0)
    make_places()
    make_user(Role.PROVINCE_STAFF, username="mot")
    make_user(Role.PROVINCE_ADMIN, username="hai")


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command on these rows: (exit code, answer)."""

    def call(*rows, data=None, **options):
        path = tmp_path / "sổ.xlsx"
        path.write_bytes(data if data is not None else book(*rows))
        code = 0
        try:
            call_command("import_register", path, json=True, **options)
        except SystemExit as stop:
            code = stop.code
        return code, json.loads(capsys.readouterr().out)

    return call


DOUBTFUL, FAULTY = GARLIC | {"star": 3}, WINE | {"commune": "Xã Lạ"}


def test_book_is_written_by_two_people(run):
    code, answer = run(GARLIC, WINE)

    assert (code, answer["counts"]["new"], answer["written"]["products"]) == (0, 2, 2)
    assert Certificate.objects.first().prepared_by.username == "mot"
    assert Certificate.objects.first().issued_by.username == "hai"


def test_columns_are_named_by_options_and_remembered(run):
    head = ("Tên sản phẩm", "Chủ thể", "Xã", "Nhóm sản phẩm", "Cột sao", "Số QĐ", "Ngày QĐ")
    row = ("Tỏi", "HTX Tỏi", "Xã Bình An", "Thực phẩm", "4 sao", "12/QĐ-UBND", "5/3/2024")
    data = flat(head, row)
    assert run(data=data)[0] == 1

    code, answer = run(data=data, column=["Cột sao=Hạng sao"])

    assert (code, answer["written"]["certificates"]) == (0, 1)


def test_dry_run_says_the_same_and_writes_nothing(run, tmp_path):
    code, answer = run(GARLIC, WINE, dry_run=True)

    assert (code, answer["written"]["products"]) == (0, 2)
    assert (Product.objects.count(), RegisterImport.objects.count()) == (0, 0)
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("options", "code", "written"),
    [
        ({}, 1, 0),
        ({"faults": "skip"}, 1, 0),
        ({"doubts": "take"}, 1, 0),
        ({"faults": "skip", "doubts": "take"}, 0, 1),
        ({"faults": "skip", "doubts": "skip"}, 0, 0),
    ],
)
def test_rows_are_decided_by_options(run, options, code, written):
    assert (run(DOUBTFUL, FAULTY, **options)[0], Product.objects.count()) == (code, written)


def test_book_that_is_there_already_is_accepted_and_writes_nothing(run):
    run(GARLIC, WINE)
    code, answer = run(GARLIC, WINE)

    assert (code, answer["counts"]["same"], answer["written"]) == (0, 2, {})
    assert Certificate.objects.count() == 3


def test_file_that_is_no_book_ends_with_two(run):
    assert run(data=b"Sao,Ten\n3,T\n")[0] == 2


@pytest.mark.parametrize("options", [{"user": "ba"}, {"second": "mot"}, {"second": "ba"}])
def test_people_must_be_two_of_the_department(run, options):
    with pytest.raises(CommandError, match="Không có tài khoản"):
        run(GARLIC, **options)

    assert not Product.objects.exists()


def test_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_register", tmp_path / "không-có.xlsx")


def test_problems_are_printed_by_row(tmp_path, capsys):
    path = tmp_path / "sổ.xlsx"
    path.write_bytes(book(DOUBTFUL, FAULTY))
    with pytest.raises(SystemExit):
        call_command("import_register", path)

    out = capsys.readouterr().out
    assert "ACCEPT: 2 dòng: 1 có lỗi, 1 còn nghi vấn" in out
    assert "6\tXã, phường, thị trấn\tE_COMMUNE" in out
