"""Files beside a report: in by the one door, sealed with it, kept with what was sent."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programs.enums import Role
from reports.builders.periodic_report import paper, table
from reports.models import ReportAttachment
from reports.papers.plain import as_values
from reports.periodic import attachments, sealing
from reports.periodic.attachments import MOST
from reports.periodic.workflow import REPORT, correct
from reports.sealed import report_file
from tests.reports.periodic.test_workflow import asked, sent, unit_report
from tests.support import papers
from tests.support.factories import make_user
from tests.support.report_rows import make_attachment

__all__ = ["asked", "unit_report"]
pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(client, report, *files):
    return client.post(f"/bao-cao/{report.pk}/tai-lieu/them/", {"files": files}, follow=True)


def remove(report, row, officer):
    return attachments.remove(row, by=officer)


def returned(unit_report):
    report, staff = sent(unit_report), make_user(Role.PROVINCE_STAFF)
    return REPORT.take(report, "return", by=staff, answers={"note": "Xem lại."})


def test_what_was_added_is_sealed_printed_and_handed_out_to_who_reads_the_report(
    client, as_role, unit_report
):
    draft, officer, _ = unit_report
    client.force_login(officer)
    upload(
        client, draft, papers.upload(name="Biên bản.pdf"), papers.upload(papers.picture(), "a.png")
    )

    seal = sent(unit_report).seals.get()

    listed = seal.values()["attachments"]
    assert [row["name"] for row in listed] == ["Biên bản.pdf", "a.png"]
    assert listed[0]["sha256"] == hashlib.sha256(papers.pdf()).hexdigest()
    printed = str(as_values(paper(seal.values())))
    assert "Tài liệu gửi kèm:" in printed
    assert listed[0]["sha256"][:16] in printed
    assert "Biên bản.pdf" in table(seal.values()).notes[0]
    row = ReportAttachment.objects.get(name="Biên bản.pdf")
    as_role(Role.OBSERVER)
    answer = client.get(f"/bao-cao/tai-lieu/{row.pk}/tep")
    assert b"".join(answer.streaming_content) == papers.pdf()
    client.force_login(make_user(Role.UNIT_OFFICER))
    assert client.get(f"/bao-cao/tai-lieu/{row.pk}/tep").status_code == 404


def test_the_province_reads_no_file_of_a_draft(client, as_role, unit_report):
    row = make_attachment(unit_report[0])
    as_role(Role.PROVINCE_ADMIN)

    assert client.get(f"/bao-cao/tai-lieu/{row.pk}/tep").status_code == 404


def test_a_report_without_files_is_sealed_and_printed_as_reports_always_were(unit_report):
    values = sent(unit_report).seals.get().values()

    assert "attachments" not in values
    assert "Tài liệu gửi kèm" not in str(as_values(paper(values)))
    assert table(values).notes == ()


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "json"])
def test_a_report_with_files_is_printed_in_each_format(unit_report, extension):
    make_attachment(unit_report[0])

    assert report_file(sent(unit_report).seals.get(), extension)


def test_every_fault_of_the_files_is_told_and_none_is_kept(client, media, unit_report):
    report, officer, _ = unit_report
    client.force_login(officer)

    page = upload(
        client,
        report,
        papers.upload(name="tot.pdf"),
        papers.upload(papers.locked(), "khoa.pdf"),
        papers.upload(b"MZ", "chay.exe"),
    )

    faults = " ".join(page.context["form"].errors["files"])
    assert "khoa.pdf" in faults
    assert "chay.exe" in faults
    assert not ReportAttachment.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_one_file_is_kept_once_and_no_more_than_so_many(client, unit_report):
    report, officer, _ = unit_report
    client.force_login(officer)
    upload(client, report, papers.upload(), papers.upload(name="hai.pdf"))
    upload(client, report, papers.upload(name="ba.pdf"))
    assert report.attachments.count() == 1
    for _ in range(MOST - 1):
        make_attachment(report)

    page = upload(client, report, papers.upload(papers.picture(), "them.png"))

    assert page.status_code == 422
    assert f"tối đa {MOST} tệp" in page.content.decode()
    assert report.attachments.count() == MOST


def test_a_file_that_was_never_sent_goes_with_its_bytes(
    unit_report, media, django_capture_on_commit_callbacks
):
    report, officer, _ = unit_report
    row = make_attachment(report)

    with django_capture_on_commit_callbacks(execute=True):
        remove(report, row, officer)

    assert not report.attachments.exists()
    assert not Path(media, row.file.name).exists()


def test_a_file_that_was_sent_stays_with_what_was_sent(
    client, unit_report, django_capture_on_commit_callbacks
):
    draft, officer, leader = unit_report
    row = make_attachment(draft)
    report = sent(unit_report)
    report = REPORT.take(report, "take_back", by=leader, answers={"note": "Nhầm tệp."})

    with django_capture_on_commit_callbacks(execute=True):
        remove(report, row, officer)

    assert not report.attachments.standing().exists()
    assert "attachments" not in sealing.content(report)
    client.force_login(officer)
    assert client.get(f"/bao-cao/tai-lieu/{row.pk}/tep").getvalue()
    page = client.get(f"/bao-cao/da-gui/{report.seals.get().pk}/")
    assert [each.pk for each in page.context["attachments"]] == [row.pk]


def test_a_correction_begins_with_the_files_and_lets_go_of_its_own_alone(
    unit_report, media, django_capture_on_commit_callbacks
):
    draft, officer, _ = unit_report
    old = make_attachment(draft)
    new = correct(returned(unit_report), by=officer)
    [row] = new.attachments.all()
    assert (row.name, row.sha256) == (old.name, old.sha256)

    with django_capture_on_commit_callbacks(execute=True):
        remove(new, row, officer)

    assert not new.attachments.exists()
    assert ReportAttachment.objects.get() == old
    assert Path(media, old.file.name).exists()


def test_nothing_comes_or_goes_once_it_was_handed_in(client, unit_report):
    report, officer, _ = unit_report
    row = make_attachment(report)
    REPORT.take(report, "hand_in", by=officer)
    client.force_login(officer)

    assert upload(client, report, papers.upload()).status_code == 409
    assert client.post(f"/bao-cao/tai-lieu/{row.pk}/bo/", {}).status_code == 409
    assert report.attachments.count() == 1


@pytest.mark.parametrize(
    ("harm", "told"),
    [(Path.unlink, "không còn"), (lambda path: path.write_bytes(b"x"), "đã bị thay đổi")],
)
def test_integrity_tells_of_a_file_that_is_gone_or_was_changed(media, unit_report, harm, told):
    row = make_attachment(unit_report[0])
    said = StringIO()
    call_command("integrity", stdout=said)
    assert "Tệp của tài liệu gửi kèm báo cáo" in said.getvalue()
    harm(Path(media, row.file.name))

    said = StringIO()
    with pytest.raises(CommandError):
        call_command("integrity", stdout=said)

    assert told in said.getvalue()
