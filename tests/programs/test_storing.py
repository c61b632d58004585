"""Files of rows: there with their rows, gone with them, whatever goes wrong between."""

import errno
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from products.enums import PlanState
from products.models import Plan, ProductPhoto
from products.plan_imports import staging
from products.plan_imports.reading import examine
from products.plans import details
from programs import audit
from programs.enums import Role
from programs.models import Event, User
from programs.storage import NoRoom
from programs.uploads.accepting import accept
from programs.uploads.storing import stored, throw_away
from programs.views.files import file_answer
from reports import exports
from reports.enums import ExportState
from reports.listings import LISTINGS
from reports.models import ExportJob
from tests.support.factories import make_plan, make_user
from tests.support.importers import make_importing_plan, make_officer
from tests.support.papers import make_paper, make_photo, pdf, upload
from tests.support.rows import make_export, make_import
from tests.support.workbooks import HEAD, TEA, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def left(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def row():
    """A paper that is not saved yet, with its file in memory."""
    paper = make_paper()
    default_storage.delete(paper.file.name)
    paper.pk, paper.file = None, ContentFile(b"%PDF-", name="a.pdf")
    paper._state.adding = True
    return paper


def fail(*_, **__):
    raise ZeroDivisionError


# --- Storing -----------------------------------------------------------------------------------


def test_a_file_lies_there_before_its_row_is_saved_and_stays(row):
    with stored([row]):
        assert default_storage.exists(row.file.name)
        row.save()

    assert Path(row.file.path).read_bytes() == b"%PDF-"


def test_the_file_of_a_row_that_was_not_saved_goes(row, media):
    with stored([row]):
        pass

    assert left(media) == []


def test_a_failure_takes_all_the_files_along(row, media):
    def save():
        with stored([row]), transaction.atomic():
            row.save()
            fail()

    with pytest.raises(ZeroDivisionError):
        save()

    assert not type(row).objects.filter(name=row.name, file=row.file.name).exists()
    assert left(media) == []


class Torn(ContentFile):
    def chunks(self, chunk_size=None):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_finds_no_room_takes_those_before_it_along(row, media):
    other = ProductPhoto(file=Torn(b"x", name="b.png"))

    with pytest.raises(NoRoom), stored([row, other]):
        pass

    assert left(media) == []


def test_a_row_without_a_file_is_passed_over(row, media):
    row.file = ""

    with stored([row]):
        pass

    assert left(media) == []


def test_the_new_file_of_a_row_that_was_there_stays(media):
    plan = make_plan()
    plan.scan = ContentFile(b"%PDF-", name="scan.pdf")

    with stored([plan], "scan"):
        plan.save()

    assert default_storage.exists(Plan.objects.get(pk=plan.pk).scan.name)


# --- Throwing away -----------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_paper, make_export])
def test_a_row_is_thrown_away_with_its_file(make, django_capture_on_commit_callbacks):
    row = make()
    with django_capture_on_commit_callbacks(execute=True):
        throw_away(row)
        assert default_storage.exists(row.file.name)

    assert not type(row).objects.exists()
    assert not default_storage.exists(row.file.name)


def test_a_deletion_that_is_undone_leaves_the_file(django_capture_on_commit_callbacks):
    paper = make_paper()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        throw_away(paper)
        transaction.set_rollback(True)

    assert default_storage.exists(paper.file.name)


# --- What is kept of a failure -----------------------------------------------------------------


def test_a_scan_that_could_not_be_noted_down_leaves_no_file(media, monkeypatch):
    plan = make_plan(state=PlanState.DRAFT)
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    scan = accept(upload(pdf()))
    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(ZeroDivisionError):
        details.save_plan(plan, by=officer, edition=plan.edition, scan=scan)

    assert left(media) == []


def test_a_file_to_be_imported_that_could_not_be_noted_down_leaves_no_file(media, monkeypatch):
    plan = make_importing_plan()
    data = workbook((HEAD, TEA))
    reading = examine(plan, "a.xlsx", data, None, replaces=False)
    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(ZeroDivisionError):
        staging.keep(plan, make_officer(plan), ("a.xlsx", data), reading)

    assert reading.outcome == "ACCEPT"
    assert left(media) == []


def test_an_export_whose_mail_could_not_be_written_leaves_no_file(media, monkeypatch):
    admin = User.objects.get(pk=make_user(Role.PROVINCE_ADMIN).pk)
    exports.ask(LISTINGS["ke-hoach"], "csv", "", by=admin)
    monkeypatch.setattr(exports.outbox, "write", fail)

    exports.run_waiting(LISTINGS)

    assert left(media) == []
    assert ExportJob.objects.get().state == ExportState.RUNNING  # and is tried again


# --- Handing out -------------------------------------------------------------------------------


def test_a_stored_file_is_handed_out_under_its_name():
    with closing(file_answer(make_export().file, "bảng.csv", "text/csv")) as answer:
        assert b"".join(answer) == b"STT\n"

    assert answer["Content-Type"] == "text/csv"
    assert "attachment" in answer["Content-Disposition"]


def make_scanned(user):
    return make_plan(state=PlanState.SENT, scan="plans/a.pdf", scan_name="quét.pdf"), "plans/a.pdf"


def make_row(make):
    def row_and_name(user):
        row = make(user)
        return row, row.file.name

    return row_and_name


SERVED = {
    "reports:export_file": make_row(lambda user: make_export(user=user)),
    "products:plan_scan": make_scanned,
    "products:document_file": make_row(lambda _: make_paper()),
    "products:document_preview": make_row(lambda _: make_paper()),
    "products:photo_file": make_row(lambda _: make_photo()),
}


@pytest.mark.parametrize("url", sorted(SERVED))
@pytest.mark.parametrize("fault", ["renamed", "folder"])
def test_a_file_that_is_gone_from_the_disk_is_told_with_the_number_of_the_request(
    client, as_role, media, url, fault
):
    row, name = SERVED[url](as_role(Role.PROVINCE_ADMIN))
    path = media / name
    if path.exists():
        path.rename(path.with_suffix(".old"))
    if fault == "folder":
        path.mkdir(parents=True)

    answer = client.get(reverse(url, args=[row.pk]))

    assertContains(answer, "Máy chủ không còn tệp này", status_code=404)
    assertContains(answer, f"Mã yêu cầu: {answer['X-Request-ID']}", status_code=404)
    assert not Event.objects.filter(refused=True).exists()


@pytest.mark.parametrize("url", ["reports:import_annotated", "reports:import_original"])
def test_the_file_of_an_import_that_is_gone_is_told_as_well(client, as_role, url):
    officer = as_role(Role.UNIT_OFFICER)
    stored = make_import(plan=make_plan(unit=officer.unit), user=officer)
    default_storage.delete(stored.file.name)

    answer = client.get(reverse(url, args=[stored.pk]))

    assertContains(answer, "Tệp gốc không còn trên máy chủ", status_code=410)
    assertContains(answer, f"Mã yêu cầu: {answer['X-Request-ID']}", status_code=410)
    assert not Event.objects.filter(refused=True).exists()
