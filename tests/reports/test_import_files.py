"""The file of an import given back: as it came, and with its faults marked."""

from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from pytest_django.asserts import assertContains

from products.plan_imports.staging import stage
from programs.enums import Role
from programs.intake.outcomes import RefusedFileError
from reports.builders.marked_file import marked_file
from tests.support.factories import make_plan, make_user
from tests.support.reading import sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

HEADS = (
    *("STT", "Tên sản phẩm", "Chủ thể sản xuất", "Loại hình chủ thể"),
    *("Địa chỉ (xã)", "Nhóm sản phẩm", "Hình thức đăng ký", "Ghi chú"),
)


def workbook(*rows):
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


@pytest.fixture
def faulty(settings, tmp_path):
    """An import with a wrong form in row 4 and no producer in row 5, under a title and a head."""
    settings.MEDIA_ROOT = tmp_path
    plan = make_plan(rows=0)
    commune = str(plan.unit.children.first())
    good = (1, "Tỏi", "HTX Tỏi", "Hợp tác xã", commune, "Thực phẩm", "3 sao", "=1+1")
    wrong = (2, "Quế", "HTX Quế", "Hợp tác xã", commune, "Thực phẩm", "6 sao", None)
    empty = (3, "Chè", None, "Hợp tác xã", commune, "Thực phẩm", "4 sao", None)
    data = workbook(("Danh sách",), HEADS, good[:7], wrong, empty)
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    return stage(plan, officer, "Danh sách Bình Sơn.xlsx", data), data


def annotated(client, stored):
    """The marked file as it is given back, read anew."""
    return client.get(reverse("reports:import_annotated", args=[stored.pk]))


def test_faults_are_coloured_and_told_at_their_cell(client, admin, faulty):
    stored, _ = faulty

    answer = annotated(client, stored)
    sheet = sheet_of(answer.getvalue())

    assert answer["Content-Disposition"] == (
        'attachment; filename="danh-sach-binh-son-danh-dau-loi.xlsx"'
    )
    assert sheet["A1"].value == "Danh sách"
    assert [cell.value for cell in sheet[2]] == list(HEADS)
    assert sheet["G4"].value == "6 sao"
    assert sheet["G4"].fill.fgColor.rgb == "FFF8D7DA"
    assert sheet["G4"].comment.text.startswith("Hình thức đăng ký: ")
    assert sheet["C5"].fill.fgColor.rgb == "FFF8D7DA"
    assert sheet["G3"].comment is None


def test_it_is_the_persons_own_workbook_styles_and_all(client, admin, faulty):
    plan, officer = faulty[0].plan, faulty[0].user
    commune = str(plan.unit.children.first())
    book, content = Workbook(), BytesIO()
    sheet = book.active
    sheet.title = "Của tôi"
    sheet.append(HEADS)
    sheet.append((1, "Tỏi", "HTX Tỏi", "Hợp tác xã", commune, "Thực phẩm", "6 sao", "=1+1"))
    sheet.append((2, "Quế", "HTX Quế", "Hợp tác xã", commune, "Thực phẩm", "7 sao", None))
    sheet["G2"].font = Font(bold=True, color="FF0000FF")
    sheet["G2"].comment = Comment("hỏi lại", "Tôi")
    sheet["B2"].number_format = "0.00"
    sheet.column_dimensions["B"].width = 41
    sheet.merge_cells("G3:H3")
    book.create_sheet("Trang khác")["A1"] = "giữ"
    book.save(content)

    stored = stage(plan, officer, "a.xlsx", content.getvalue())
    given = load_workbook(BytesIO(annotated(client, stored).getvalue()))

    assert given.sheetnames == ["Của tôi", "Trang khác", "Vấn đề"]
    assert given["Trang khác"]["A1"].value == "giữ"
    sheet = given["Của tôi"]
    assert (sheet["G2"].font.b, sheet["G2"].font.color.rgb) == (True, "FF0000FF")
    assert sheet["G2"].comment.text.startswith("hỏi lại\nHình thức đăng ký: ")
    assert (sheet["H2"].value, sheet["B2"].number_format) == ("=1+1", "0.00")
    assert sheet.column_dimensions["B"].width == 41
    assert sheet["G3"].fill.fgColor.rgb == "FFF8D7DA"


def test_what_was_typed_on_the_page_is_never_a_formula(client, admin, faulty):
    stored, _ = faulty
    stored.answers["cells"] = {"4": {"note": "=1+1"}}
    stored.answers["left_out"] = [5]
    stored.save()

    sheet = sheet_of(annotated(client, stored).getvalue())

    assert (sheet["H4"].value, sheet["H4"].data_type) == ("=1+1", "s")
    assert "trong tệp là “”" in sheet["H4"].comment.text
    assert "đã bỏ" in sheet["A5"].comment.text


def test_a_text_file_comes_back_as_a_workbook_with_the_same_marks(client, admin, faulty):
    stored, _ = faulty
    commune = str(stored.plan.unit.children.first())
    wrong = ("2", "Quế", "HTX Quế", "Hợp tác xã", commune, "Thực phẩm", "6 sao", "")
    data = "\n".join("\t".join(row) for row in (HEADS, wrong)).encode()
    stored = stage(stored.plan, stored.user, "a.csv", data)

    sheet = sheet_of(annotated(client, stored).getvalue())

    assert sheet["G2"].fill.fgColor.rgb == "FFF8D7DA"
    assert "Hình thức đăng ký: " in sheet["G2"].comment.text


def test_a_workbook_that_cannot_be_written_anew_comes_back_as_its_table(
    client, admin, faulty, monkeypatch
):
    def heavy(*_, **__):
        raise RefusedFileError("E_TOO_HEAVY", "Tệp quá nặng.")

    stored, _ = faulty
    monkeypatch.setattr("reports.builders.marked_file.capped", SimpleNamespace(run=heavy))

    assert sheet_of(annotated(client, stored).getvalue())["G4"].comment


def test_what_was_corrected_is_told_beside_what_the_file_shows(faulty):
    """Excel had taken a "3-4" for a day; a zero is a zero, and an empty cell is empty."""
    stored, _ = faulty
    commune = str(stored.plan.unit.children.first())
    good = ("Hợp tác xã", commune, "Thực phẩm")
    data = workbook(
        HEADS,
        (1, "Tỏi", "HTX Tỏi", *good, date(2024, 4, 3), "a"),
        (2, "Quế", 0, *good, "6 sao", "b"),
        (3, "Chè", None, *good, "6 sao", "c"),
    )
    stored = stage(stored.plan, stored.user, "b.xlsx", data)
    stored.answers["cells"] = {
        "2": {"form": "3 sao"},
        "3": {"producer_name": "HTX Quế"},
        "4": {"producer_name": "HTX Chè"},
    }

    remarks = marked_file(stored).remarks

    places = ((2, 6), (3, 2), (4, 2))
    said = [remarks[place][-1].partition("trong tệp là ")[2] for place in places]
    assert said == ["“03/04/2024”.", "“0”.", "“”."]


def test_all_problems_stand_on_a_sheet_of_their_own(client, admin, faulty):
    stored, _ = faulty

    answer = client.get(reverse("reports:import_annotated", args=[stored.pk]))
    problems = sheet_of(answer.getvalue()).parent["Vấn đề"]

    assert [cell.value for cell in problems[1]] == ["Dòng", "Cột", "Giá trị", "Vấn đề"]
    assert [row[0].value for row in problems.iter_rows(2)] == [4, 5]


def test_original_comes_back_byte_for_byte(client, admin, faulty):
    stored, data = faulty

    answer = client.get(reverse("reports:import_original", args=[stored.pk]))

    assert answer.getvalue() == data
    assert answer["Content-Disposition"] == 'attachment; filename="danh-sach-binh-son.xlsx"'


@pytest.mark.parametrize("address", ["reports:import_annotated", "reports:import_original"])
def test_import_of_another_unit_is_not_found(client, as_role, faulty, address):
    as_role(Role.UNIT_OFFICER)

    assert client.get(reverse(address, args=[faulty[0].pk])).status_code == 404


def test_refused_file_was_not_kept(client, admin, faulty):
    stored = stage(faulty[0].plan, faulty[0].user, "ảnh.xlsx", b"\x89PNG\r\n\x1a\n")

    url = reverse("reports:import_original", args=[stored.pk])

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["import_annotated", "import_original"])
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (Path.unlink, "Tệp gốc không còn trên máy chủ"),
        (lambda path: path.write_bytes(b"PK other"), "Tệp lưu trên máy chủ đã thay đổi"),
    ],
    ids=["gone", "changed"],
)
def test_file_that_is_gone_or_changed_is_told_in_a_sentence(
    client, admin, faulty, name, spoil, sentence
):
    stored, _ = faulty
    spoil(Path(stored.file.path))

    answer = client.get(reverse(f"reports:{name}", args=[stored.pk]))

    assertContains(answer, sentence, status_code=410)
