"""Long lists as files in the background: asked for, made, told, taken, thrown away."""

import csv
import errno
from datetime import timedelta
from functools import partial
from io import StringIO
from itertools import count
from tempfile import TemporaryFile

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertRedirects

from products.enums import PlanState
from products.plans.listings import REGISTRATIONS
from programs.enums import Role
from programs.models import Mail, User
from programs.storage import NoRoom
from programs.workflow import StepRefused
from reports import exports, formats
from reports.enums import ExportState
from reports.listings import LISTINGS
from reports.models import ExportJob
from reports.renderers import pdf_stream
from reports.renderers.press import NotPrinted
from tests.support.disks import small_disk
from tests.support.factories import make_plan, make_unit, make_user
from tests.support.rows import make_export

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

JOBS = reverse("reports:export_list")
ASK = reverse("reports:export_create", args=["san-pham-dang-ky", "csv"])


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def run():
    call_command("run_exports", verbosity=0)


def test_a_long_list_offers_a_file_in_the_background(client, admin, settings):
    make_plan(rows=3, state=PlanState.SENT)
    url = reverse("products:registration_list")

    assertContains(client.get(url), "Tải Excel")
    settings.EXPORT_AT_ONCE = 2

    assertContains(client.get(url), "Làm tệp Excel")


def test_the_file_holds_what_was_shown_and_its_owner_is_told(client, admin):
    make_plan(rows=["3_star", "4_star"], state=PlanState.SENT)

    assertRedirects(client.post(f"{ASK}?form=4_star&cot=form&cot=unit&sau=x"), JOBS)
    run()
    job = ExportJob.objects.get()
    content = client.get(reverse("reports:export_file", args=[job.pk])).getvalue()

    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Hình thức đăng ký", "4 sao"]
    assert (job.state, job.rows_done, job.rows_total) == (ExportState.READY, 1, 1)
    mail = Mail.objects.get(key=f"export:{job.pk}")
    assert (mail.recipient, JOBS in mail.body) == (admin.email, True)


def test_a_long_list_on_paper_is_bound_of_lots_and_its_pages_are_numbered_on(
    client, admin, monkeypatch
):
    monkeypatch.setattr(pdf_stream, "LOT", 2)
    make_plan(rows=["3_star"] * 5, state=PlanState.SENT)
    asked = reverse("reports:export_create", args=["san-pham-dang-ky", "pdf"])

    client.post(f"{asked}?cot=product_name&cot=form")
    run()

    [job] = ExportJob.objects.all()
    with job.file.open() as file:
        pages = [page.extract_text() for page in PdfReader(file).pages]
    assert job.rows_done == 5
    assert [page.count("3 sao") for page in pages] == [2, 2, 1]
    assert "SẢN PHẨM ĐĂNG KÝ" in pages[0]
    assert [page.split()[-1] for page in pages[1:]] == ["2", "3"]


def test_a_lot_that_the_press_cannot_print_is_told(client, admin, monkeypatch):
    def refuse(*_):
        raise NotPrinted("Tạo PDF quá 60 giây nên đã dừng.")

    monkeypatch.setattr(pdf_stream.PRESS, "print", refuse)
    make_plan(rows=1, state=PlanState.SENT)
    client.post(reverse("reports:export_create", args=["san-pham-dang-ky", "pdf"]))
    ExportJob.objects.update(attempts=exports.ATTEMPTS - 1)
    run()

    assert "Hãy lọc danh sách ngắn lại" in ExportJob.objects.get().failure


def test_the_same_wish_twice_is_one_job_and_too_many_are_refused(client, admin):
    for _ in range(2):
        client.post(ASK)
    assert ExportJob.objects.count() == 1

    answers = [client.post(f"{ASK}?q={number}").status_code for number in range(6)]

    assert answers == [302] * 4 + [409] * 2


def test_the_file_is_made_with_the_rights_that_its_owner_has_by_then(client, as_role):
    user = as_role(Role.UNIT_OFFICER)
    make_plan(unit=user.unit, rows=2)
    client.post(ASK)
    type(user).objects.filter(pk=user.pk).update(unit=make_user(Role.UNIT_OFFICER).unit)
    run()

    assert ExportJob.objects.get().rows_done == 0


def test_nothing_is_made_for_an_account_that_was_closed(client, admin):
    client.post(ASK)
    type(admin).objects.filter(pk=admin.pk).update(is_active=False)
    run()

    assert ExportJob.objects.get().state == ExportState.FAILED
    assert not Mail.objects.exists()


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.UNIT_OFFICER])
def test_the_file_of_another_is_not_found(client, as_role, role):
    as_role(role)
    job = make_export()

    assert client.get(reverse("reports:export_file", args=[job.pk])).status_code == 404
    assertContains(client.get(JOBS), "Chưa có tệp nào")


def test_a_file_is_thrown_away_when_its_week_is_over(tmp_path, django_capture_on_commit_callbacks):
    job = make_export(expires_at=timezone.now() - timedelta(seconds=1))
    kept = make_export()
    with django_capture_on_commit_callbacks(execute=True):
        run()

    assert list(ExportJob.objects.all()) == [kept]
    assert not (tmp_path / job.file.name).exists()


def test_a_job_is_claimed_once_and_given_up_after_five_deaths(client, admin):
    client.post(ASK)
    job = ExportJob.objects.get()
    assert exports._claim(job)  # noqa: SLF001 -- the race itself
    assert not exports._claim(job)  # noqa: SLF001 -- another worker that read the same row
    run()
    assert ExportJob.objects.get().state == ExportState.RUNNING

    past = timezone.now() - timedelta(minutes=1)
    ExportJob.objects.update(claimed_until=past, attempts=exports.ATTEMPTS)
    run()

    assert exports.ATTEMPTS == 5
    assert ExportJob.objects.get().state == ExportState.FAILED
    assert "Hãy yêu cầu lại" in Mail.objects.get(recipient=admin.email).body
    assertContains(client.get(JOBS), "Máy chủ gặp sự cố khi làm tệp")


def test_a_worker_that_comes_after_a_dead_one_makes_the_file(client, admin):
    client.post(ASK)
    past = timezone.now() - timedelta(minutes=1)
    ExportJob.objects.update(state=ExportState.RUNNING, attempts=1, claimed_until=past)
    run()

    assert ExportJob.objects.get().state == ExportState.READY


@pytest.mark.parametrize("path", ["/tep-xuat/moi/khong-co.csv", "/tep-xuat/moi/ke-hoach.json"])
def test_an_unknown_list_or_format_is_not_found(client, admin, path):
    assert client.post(path).status_code == 404
    assert REGISTRATIONS.name in LISTINGS


def test_the_wishes_of_others_do_not_count_against_mine(admin):
    other = make_user(Role.PROVINCE_STAFF)
    for place in range(exports.MOST_UNFINISHED):
        exports.ask(REGISTRATIONS, "csv", f"q={place}", by=other)

    assert exports.ask(REGISTRATIONS, "csv", "q=0", by=admin).user == admin
    with pytest.raises(StepRefused, match="đang có 5 tệp chưa xong"):
        exports.ask(REGISTRATIONS, "csv", "q=x", by=other)


def test_a_file_that_was_made_makes_room_for_another(admin):
    for place in range(exports.MOST_UNFINISHED):
        exports.ask(REGISTRATIONS, "csv", f"q={place}", by=admin)
    run()

    again = exports.ask(REGISTRATIONS, "csv", "q=0", by=admin)

    assert again.state == ExportState.WAITING
    assert ExportJob.objects.count() == exports.MOST_UNFINISHED + 1


def test_a_list_that_is_there_no_more_fails_and_keeps_nobody_waiting(admin):
    lost = make_export(listing="khong-con", state=ExportState.WAITING, expires_at=None)
    job = exports.ask(REGISTRATIONS, "csv", "", by=admin)

    assert exports.run_waiting(LISTINGS) == 2

    states = [ExportJob.objects.get(pk=each.pk).state for each in (lost, job)]
    assert states == [ExportState.FAILED, ExportState.READY]


def test_a_long_job_tells_how_far_it_is(admin, monkeypatch):
    make_plan(rows=5, state=PlanState.SENT)
    job, seen = exports.ask(REGISTRATIONS, "csv", "", by=admin), []

    def watched(_columns, cells):
        for _ in cells:
            job.refresh_from_db()
            seen.append((job.rows_done, job.rows_total))
        yield b""

    monkeypatch.setattr(exports, "TELL_EVERY", 2)
    monkeypatch.setitem(formats.STREAMS, "csv", watched)
    exports.run_waiting(LISTINGS)

    assert seen == [(0, 5), (0, 5), (2, 5), (2, 5), (4, 5)]
    job.refresh_from_db()
    assert (job.rows_done, job.rows_total) == (5, 5)


# --- What fails (SECURITY R11) -------------------------------------------------------------------


def try_again(times=1):
    """Run as often, each time after the claim of the time before is over."""
    for _ in range(times):
        exports.run_waiting(LISTINGS)
        ExportJob.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    return ExportJob.objects.order_by("pk").first()


def broken(error):
    def stream(_columns, _cells):
        raise error

    return stream


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ZeroDivisionError(), "Máy chủ gặp sự cố khi làm tệp"),
        (OSError(errno.ENOSPC, "No space left on device"), "Máy chủ đã hết dung lượng"),
        (NoRoom(), "Máy chủ đã hết dung lượng"),
    ],
)
def test_a_list_that_fails_holds_up_no_other_and_is_told_after_five_tries(
    client, admin, monkeypatch, error, words
):
    job = exports.ask(REGISTRATIONS, "csv", "", by=admin)
    other = exports.ask(REGISTRATIONS, "xlsx", "", by=admin)
    monkeypatch.setitem(formats.STREAMS, "csv", broken(error))

    assert try_again(exports.ATTEMPTS - 1).state == ExportState.RUNNING
    assert ExportJob.objects.get(pk=other.pk).state == ExportState.READY
    job = try_again()

    assert (job.state, job.attempts) == (ExportState.FAILED, 5)
    assert words in job.failure
    assert words in Mail.objects.get(key=f"export:{job.pk}").body
    assertContains(client.get(JOBS), words)


def test_a_full_disk_of_the_worker_is_told(client, admin, monkeypatch, tmp_path):
    monkeypatch.setattr(exports, "ATTEMPTS", 1)
    monkeypatch.setitem(formats.STREAMS, "csv", lambda *_: iter([bytes(2**16)] * 64))
    exports.ask(REGISTRATIONS, "csv", "", by=admin)
    with small_disk(tmp_path) as folder:
        monkeypatch.setattr(exports, "TemporaryFile", partial(TemporaryFile, dir=folder))
        job = try_again()

    assert "Máy chủ đã hết dung lượng" in job.failure


def test_a_try_that_takes_more_than_five_minutes_is_ended_and_told(admin, monkeypatch):
    make_plan(rows=2, state=PlanState.SENT)
    exports.ask(REGISTRATIONS, "csv", "", by=admin)
    hours = count(step=exports.CLAIM.total_seconds() + 1)
    monkeypatch.setattr(exports.time, "monotonic", lambda: next(hours))

    job = try_again(exports.ATTEMPTS)

    assert exports.CLAIM.total_seconds() == 300
    assert (job.state, job.file.name) == (ExportState.FAILED, "")
    assert "quá 5 phút" in job.failure


def test_a_worker_that_comes_late_leaves_the_file_of_the_next_one(admin, tmp_path):
    exports.ask(REGISTRATIONS, "csv", "", by=admin)
    late = ExportJob.objects.get()
    exports._claim(late)  # noqa: SLF001 -- the one that is late
    late.refresh_from_db()
    ExportJob.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    made = try_again()

    exports._try(late, REGISTRATIONS)  # noqa: SLF001

    assert ExportJob.objects.get().file.name == made.file.name
    assert len(list((tmp_path / "exports").iterdir())) == 1


# --- Whose right ended ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda: {"role": Role.OBSERVER},
        lambda: {"role": Role.UNIT_LEADER, "unit": make_unit()},
    ],
)
def test_a_file_is_closed_to_a_person_whose_rights_are_others_now(client, admin, change):
    make_plan(rows=1, state=PlanState.SENT)
    exports.ask(REGISTRATIONS, "csv", "", by=admin)
    job = try_again()
    url = reverse("reports:export_file", args=[job.pk])
    assert client.get(url).getvalue()

    User.objects.filter(pk=admin.pk).update(**change())

    assertContains(client.get(url), "Vai trò hoặc đơn vị của bạn đã thay đổi", status_code=403)
    assertContains(client.get(JOBS), "Vai trò hoặc đơn vị của bạn đã thay đổi")


def test_a_file_whose_week_is_over_is_closed_before_it_is_thrown_away(client, admin):
    job = make_export(user=admin, expires_at=timezone.now() - timedelta(seconds=1))

    answer = client.get(reverse("reports:export_file", args=[job.pk]))

    assertContains(answer, "Tệp đã quá hạn giữ", status_code=409)


def test_the_file_of_a_list_that_is_there_no_more_is_not_found(client, admin):
    job = make_export(user=admin, listing="khong-con")

    assert client.get(reverse("reports:export_file", args=[job.pk])).status_code == 404
