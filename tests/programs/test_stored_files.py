"""Files on the disk: whole or not there, the same as when they came, and of a row."""

import errno
import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from programs import storage
from programs.storage import NoRoom, NotStored
from programs.stored_files import orphans
from tests.support.factories import make_plan
from tests.support.papers import make_paper, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def left(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- Storing (SECURITY E4, F8) -------------------------------------------------------------------


def broken(number):
    def write(*_):
        raise OSError(number, os.strerror(number))

    return write


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(media, monkeypatch, number):
    monkeypatch.setattr(storage, "_flush", broken(number))

    with pytest.raises(NoRoom, match="hết dung lượng") as refused:
        default_storage.save("documents/a.pdf", ContentFile(b"x" * 9))

    assert refused.value.status == 507
    assert left(media) == []


class Torn(ContentFile):
    """The disk is full after its first bytes."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_half_way_leaves_nothing(media):
    with pytest.raises(NoRoom):
        default_storage.save("documents/a.pdf", Torn(b"whole"))

    assert left(media) == []


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_is_a_sentence_and_tells_the_operator(
    media, monkeypatch, caplog, number
):
    monkeypatch.setattr(storage, "_flush", broken(number))

    with pytest.raises(NotStored, match="không ghi được vào đĩa") as refused:
        default_storage.save("documents/a.pdf", ContentFile(b"x"))

    assert refused.value.status == 503
    assert left(media) == []
    assert os.strerror(number) in caplog.text


def test_a_folder_that_cannot_be_settled_leaves_no_whole_file_either(media, monkeypatch):
    def flush(path):
        if path.is_dir():
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(storage, "_flush", flush)

    with pytest.raises(NotStored):
        default_storage.save("documents/a.pdf", ContentFile(b"x"))

    assert left(media) == []


def test_a_name_that_is_taken_is_not_written_over():
    names = [default_storage.save("a.txt", ContentFile(text)) for text in (b"1", b"2")]

    paths = [Path(default_storage.path(name)) for name in names]
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    assert paths[0].stat().st_mode & 0o777 == 0o640


# --- Checking (SECURITY E5, F27) -----------------------------------------------------------------


def check(**options):
    said = StringIO()
    try:
        call_command("integrity", stdout=said, **options)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def make_scan():
    name = default_storage.save("plans/a.pdf", ContentFile(b"scan"))
    return make_plan(scan=name, scan_sha256="0" * 64)


def test_whole_files_pass():
    make_paper()
    make_photo()

    said, failed = check()

    assert failed == ""
    assert "LỖI" not in said


@pytest.mark.parametrize("make", [make_paper, make_photo])
def test_a_lost_file_and_a_changed_one_are_named(make):
    lost, changed = make(), make()
    default_storage.delete(lost.file.name)
    with open(changed.file.path, "r+b") as file:
        file.write(b"X")

    said, failed = check()

    assert f"{lost.pk}: {lost.file.name} không còn" in said
    assert f"{changed.pk}: {changed.file.name} đã bị thay đổi" in said
    assert "1 trên" in failed


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_checked():
    unreadable, lost = make_paper(), make_paper()
    Path(unreadable.file.path).unlink()
    Path(unreadable.file.path).mkdir()
    default_storage.delete(lost.file.name)

    said, _ = check()

    assert f"{unreadable.pk}: {unreadable.file.name} không đọc được" in said
    assert f"{lost.pk}: {lost.file.name} không còn" in said


def test_a_file_that_moves_away_during_the_check_is_no_orphan(monkeypatch):
    name = aged(default_storage.save("documents/a.pdf.part", ContentFile(b"x")), 2)
    plain = Path.is_file

    def is_file(path):
        was_there = plain(path)
        path.rename(path.with_suffix(""))
        return was_there

    monkeypatch.setattr(Path, "is_file", is_file)

    assert orphans() == []
    assert not default_storage.exists(name)


def test_scans_are_held_against_their_own_digest():
    plan = make_scan()

    assert f"{plan.pk}: {plan.scan.name} đã bị thay đổi" in check()[0]


def aged(name, days):
    path = default_storage.path(name)
    then = time.time() - days * 86_400
    os.utime(path, (then, then))
    return name


def test_files_of_no_row_are_named_and_swept_once_they_are_a_day_old(media):
    kept = make_paper().file.name
    for name, days in ((kept, 2), ("documents/old.pdf", 2), ("documents/young.pdf", 0.9)):
        aged(name if name == kept else default_storage.save(name, ContentFile(b"x")), days)

    said, failed = check()
    assert "documents/old.pdf" in said
    assert failed
    assert "Đã xóa 1 tệp" in check(sweep=True)[0]
    assert check()[1] == ""
    assert left(media) == sorted([kept.rpartition("/")[2], "young.pdf"])


def test_a_scan_that_an_earlier_edition_named_is_no_orphan():
    name = aged(default_storage.save("plans/a.pdf", ContentFile(b"scan")), 2)
    plan = make_plan(scan=name)
    plan.scan = default_storage.save("plans/b.pdf", ContentFile(b"scan"))
    plan.save()

    assert check()[1] == ""
    assert default_storage.exists(name)
