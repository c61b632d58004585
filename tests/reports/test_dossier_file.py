"""A dossier as one PDF: the order, the numbers and ways of its contents, and what is left out."""

import errno
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from products.enums import DossierState
from programs.enums import Role
from reports.builders.dossier import dossier_paper
from reports.renderers import dossier as bound_dossier
from reports.renderers.dossier import BINDERY
from tests.support.factories import make_dossier
from tests.support.papers import make_paper, odd_page, pdf, picture

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2024, 2, 29), date(2026, 11, 25)
ASKEW = pdf(pages=3, page=odd_page(b"/Rotate 45"))
PNG = {"content_type": "image/png", "pages": None}
EXCEL = {"content_type": "application/vnd.ms-excel", "pages": None, "name": "số liệu.xlsx"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dossier():
    """Papers of three kinds, filed in another order than they are bound in."""
    dossier = make_dossier(state=DossierState.FORWARDED)
    make_paper(dossier, kind="award", title="Bằng khen", data=pdf(pages=2), pages=2)
    make_paper(dossier, kind="labour", title="Ảnh xưởng", data=picture(size=(400, 200)), **PNG)
    make_paper(dossier, kind="growth", title="Bảng doanh thu", **EXCEL)
    make_paper(dossier, kind="test_report", title="Phiếu", data=pdf(pages=3), pages=3)
    return dossier


def bound(client, dossier):
    response = client.get(reverse("reports:dossier_file", args=[dossier.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="ho-so-che-day')
    return PdfReader(BytesIO(b"".join(response)))


def words(reader, page=0):
    return " ".join(reader.pages[page].extract_text().split())


def test_papers_stand_by_kind_behind_a_cover_that_tells_their_pages(client, admin, dossier):
    reader = bound(client, dossier)

    cover = words(reader)
    assert len(reader.pages) == 1 + 1 + 3 + 2
    for line in ("1 Ảnh xưởng 2", "3 Phiếu 3", "4 Bằng khen 6"):
        assert line in cover
    assert dossier.product.name.upper() in cover.upper()


def test_office_files_are_named_as_going_along(client, admin, dossier):
    assert "Bảng doanh thu – kèm theo, không in: số liệu.xlsx" in words(bound(client, dossier))


def test_lines_and_bookmarks_lead_to_the_papers(client, admin, dossier):
    reader = bound(client, dossier)

    links = [link.get_object()["/Dest"][0] for link in reader.pages[0]["/Annots"]]
    assert [reader.get_page_number(page.get_object()) for page in links] == [1, 2, 5]
    marks = [mark for entry in reader.outline for mark in (entry if type(entry) is list else [])]
    assert [mark.title for mark in marks] == ["Ảnh xưởng", "Phiếu", "Bằng khen"]
    assert [reader.get_destination_page_number(mark) for mark in marks] == [1, 2, 5]


def test_each_page_behind_the_cover_bears_its_number(client, admin, dossier):
    reader = bound(client, dossier)

    assert [words(reader, page) for page in range(1, 7)] == list("234567")


def test_a_picture_lies_across_where_it_is_broad_and_fits_on_a4(client, admin, dossier):
    box = bound(client, dossier).pages[1].mediabox

    assert (round(box.width), box.height < 596) == (842, True)


@pytest.mark.parametrize(
    ("role", "pages"), [(Role.PROVINCE_STAFF, 2), (Role.OBSERVER, 1), (Role.COORDINATION_OFFICE, 1)]
)
def test_only_what_its_reader_may_see_is_bound(client, as_role, role, pages):
    dossier = make_dossier()
    make_paper(dossier, title="Căn cước", is_restricted=True)
    as_role(role)

    reader = bound(client, dossier)

    assert len(reader.pages) == pages
    assert ("Căn cước" in words(reader)) is (pages == 2)


def test_a_withdrawn_paper_is_not_bound(client, admin, dossier):
    row = dossier.documents.get(kind="award")
    facts = {"withdrawn_by": admin, "withdrawn_at": row.uploaded_at, "withdrawn_reason": "Sai"}
    dossier.documents.filter(pk=row.pk).update(**facts)

    reader = bound(client, dossier)

    assert len(reader.pages) == 5
    assert "Bằng khen" not in words(reader)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (Path.unlink, "máy chủ không còn tệp"),
        (lambda path: path.write_bytes(b"%PDF-1.7 nothing"), "tệp hỏng, không in được"),
        (lambda path: path.write_bytes(pdf(pages=4)), "tệp hỏng, không in được"),
        (lambda path: path.write_bytes(ASKEW), "tệp hỏng, không in được"),
    ],
    ids=["lost", "broken", "another", "askew"],
)
def test_a_faulty_file_is_said_and_the_rest_is_bound(client, admin, dossier, harm, said):
    harm(Path(dossier.documents.get(kind="test_report").file.path))

    reader = bound(client, dossier)

    assert f"Phiếu – {said}" in words(reader)
    assert "4 Bằng khen 3" in words(reader)
    assert len(reader.pages) == 4


def test_a_dossier_without_papers_is_a_cover(client, admin):
    reader = bound(client, make_dossier())

    assert len(reader.pages) == 1
    assert "Hồ sơ chưa có giấy tờ" in words(reader)


def test_contents_of_several_pages_tell_the_pages_behind_them(client, admin):
    dossier = make_dossier()
    for number in range(70):
        make_paper(dossier, title=f"Phiếu số {number} của cơ sở")

    reader = bound(client, dossier)

    front = len(reader.pages) - 70
    assert front > 1
    assert f"Phiếu số 0 của cơ sở {front + 1}" in words(reader)


def test_a_disk_without_room_for_the_binding_is_a_page(client, admin, dossier, monkeypatch):
    full = Mock(side_effect=OSError(errno.ENOSPC, "No space left on device"))
    monkeypatch.setattr(bound_dossier, "TemporaryDirectory", full)

    response = client.get(reverse("reports:dossier_file", args=[dossier.pk]))

    assertContains(response, "không ghi được tệp tạm", status_code=422)


def test_a_binding_that_dies_is_a_page_without_a_workbook(client, admin, dossier, monkeypatch):
    BINDERY.stop()
    monkeypatch.setattr(BINDERY, "script", "/khong/co.py")

    response = client.get(reverse("reports:dossier_file", args=[dossier.pk]))

    assert response.status_code == 422
    assert "Không tạo được PDF" in response.content.decode()
    assert "Excel" not in response.content.decode()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"number": "15/KN"}, "số 15/KN"),
        ({"issuer": "Trung tâm A", "issued_on": DAY}, "Trung tâm A; cấp ngày 29/02/2024"),
        ({"valid_until": TODAY}, "có giá trị đến hết ngày 25/11/2026"),
        (
            {"number": "1", "valid_until": TODAY - timedelta(days=1)},
            "số 1; có giá trị đến hết ngày 24/11/2026, đã hết giá trị",
        ),
    ],
)
def test_the_contents_say_of_a_paper_what_is_known_and_whether_it_ran_out(admin, facts, words):
    paper = make_paper(make_dossier(), **facts)

    with time_machine.travel(TODAY):
        [line] = dossier_paper(paper.dossier, admin).lines
    assert line.facts == words
