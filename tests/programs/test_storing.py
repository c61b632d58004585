"""Files of rows: there with their rows, gone with them, whatever goes wrong between."""

import errno
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from products.enums import PlanState
from products.models import Plan, ProductPhoto
from products.plan_imports import staging
from products.plan_imports.reading import examine
from products.plans import details
from programs import audit
from programs.enums import Role
from programs.models import User
from programs.storage import NoRoom
from programs.uploads.accepting import accept
from programs.uploads.storing import stored, throw_away
from programs.views.files import file_answer
from reports import exports
from reports.listings import LISTINGS
from tests.support.factories import make_plan, make_user
from tests.support.importers import make_importing_plan, make_officer
from tests.support.papers import make_paper, pdf, upload
from tests.support.rows import make_export
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

    with pytest.raises(ZeroDivisionError):
        exports.run_waiting(LISTINGS)

    assert left(media) == []


# --- Handing out -------------------------------------------------------------------------------


def test_a_stored_file_is_handed_out_under_its_name():
    with closing(file_answer(make_export().file, "bảng.csv", "text/csv")) as answer:
        assert b"".join(answer) == b"STT\n"

    assert answer["Content-Type"] == "text/csv"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("url", ["reports:export_file", "products:plan_scan"])
def test_a_file_that_is_gone_from_the_disk_is_not_found(client, as_role, url):
    user = as_role(Role.PROVINCE_ADMIN)
    if url == "products:plan_scan":
        row = make_plan(state=PlanState.SENT, scan="plans/gone.pdf", scan_name="quét.pdf")
    else:
        row = make_export(user=user)
        default_storage.delete(row.file.name)

    assert client.get(reverse(url, args=[row.pk])).status_code == 404
