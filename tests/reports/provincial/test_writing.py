"""The province's report is begun from the parts, edited by section, sealed by another, compared."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from programs.acts import RowChanged, StepRefused
from programs.enums import Role
from reports.enums import ProvinceReportState
from reports.models import ProvinceReport, ProvinceText, ReportText, SealedProvinceReport
from reports.provincial.comparing import compared
from reports.provincial.content import content
from reports.provincial.tasks import province_report_tasks
from reports.provincial.workflow import PROVINCE_REPORT
from reports.provincial.writing import begin, mark_of, save_text, text_of
from tests.support.factories import make_agency, make_unit, make_user
from tests.support.report_rows import (
    make_form,
    make_indicator,
    make_period,
    make_periodic,
    make_province_report,
    make_seal,
    make_section,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def asked():
    """A campaign of two units and an agency: a section with figures and words, one with words."""
    form = make_form()
    section = make_section(form, code="II.6", asked_of="both")
    for code, measure in (("lop", "lớp"), ("von", "đồng")):
        make_indicator(section, code=code, measure=measure, asked_of="both", label=f"Số {code}")
    make_section(form, code="III", asked_of="both")
    bodies = [make_unit(), make_unit(), make_agency()]
    days = {"data_from": date(2024, 12, 15), "data_to": date(2025, 6, 14)}
    return make_period(publish(form), bodies=bodies, campaign={"year": 2025}, **days), bodies


def report(period, body, words="", **values):
    """An accepted report of this body."""
    participant = period.campaign.participants.get(**{body._meta.model_name: body})
    rows = {each.code: each for each in period.form.indicators.all()}
    figures = {rows[code]: value for code, value in values.items()}
    row = make_periodic(participant=participant, figures=figures)
    for section in period.form.sections.all():
        ReportText.objects.create(report=row, section=section, text=words)
    made = make_periodic.__globals__["timezone"].now()
    type(row).objects.filter(pk=row.pk).update(
        state="accepted", sent_at=made, first_sent_at=made, sent_by=make_user(Role.UNIT_LEADER)
    )
    row.refresh_from_db()
    make_seal(row)
    return row


def section_of(row, code):
    return row.campaign.report_period.form.sections.get(code=code)


def write(row, code, text, by, read=None):
    section = section_of(row, code)
    read = mark_of(text_of(row, section)) if read is None else read
    return save_text(row, section, text, read=read, by=by)


def test_it_begins_with_the_words_of_the_parts_and_their_sources(asked):
    period, (first, second, agency) = asked
    report(period, first, "Mở lớp ở xã.", lop=2, von=1_000_000)
    report(period, agency, "Cử cán bộ.", lop=3)

    row = begin(period.campaign, by=make_user(Role.PROVINCE_STAFF))

    assert text_of(row, section_of(row, "II.6")).split("\n") == [
        "Số lop: {lop} lớp; Số von: {von} triệu đồng.",
        f"{first.short_name}: Mở lớp ở xã. {{@{first.code}}}",
        f"{agency.short_name}: Cử cán bộ. {{@{agency.code}}}",
    ]
    assert second.code not in text_of(row, section_of(row, "III"))


def test_there_is_one_draft_at_a_time(asked):
    period, _ = asked
    staff = make_user(Role.PROVINCE_STAFF)
    begin(period.campaign, by=staff)

    with pytest.raises(StepRefused, match="Đang có một bản soạn dở"):
        begin(period.campaign, by=staff)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.UNIT_LEADER, Role.AGENCY_OFFICER])
def test_others_neither_begin_nor_write_it(asked, role):
    period, _ = asked
    row = make_province_report(campaign=period.campaign)

    with pytest.raises(StepRefused):
        begin(period.campaign, by=make_user(role))
    with pytest.raises((StepRefused, ProvinceReport.DoesNotExist)):
        write(row, "III", "Khác.", make_user(role))


def test_two_people_write_sections_side_by_side_and_never_over_each_other(asked):
    period, _ = asked
    row = make_province_report(campaign=period.campaign)
    first, second = make_user(Role.PROVINCE_STAFF), make_user(Role.COORDINATION_OFFICE)
    read = {code: mark_of(text_of(row, section_of(row, code))) for code in ("II.6", "III")}

    write(row, "II.6", "Một.", first, read["II.6"])
    write(row, "III", "Hai.", second, read["III"])
    with pytest.raises(RowChanged) as stale:
        write(row, "II.6", "Ba.", second, read["II.6"])

    assert stale.value.theirs.text == "Một."
    assert {each.section.code: each.text for each in row.texts.all()} == {
        "II.6": "Một.",
        "III": "Hai.",
    }


def test_marks_of_nothing_are_refused_and_nothing_is_written(asked):
    period, _ = asked
    row = make_province_report(campaign=period.campaign)

    with pytest.raises(StepRefused, match=r"“lopp”.*“999”"):
        write(row, "III", "Mở {lopp} lớp {@999}.", row.prepared_by)

    assert text_of(row, section_of(row, "III")) == "Đã làm."


# --- Sealing -----------------------------------------------------------------------------------


def test_who_wrote_it_does_not_seal_it(asked):
    period, _ = asked
    row, admin = make_province_report(campaign=period.campaign), make_user(Role.PROVINCE_ADMIN)
    write(row, "III", "Của tôi.", admin)

    with pytest.raises(StepRefused, match="không tự niêm phong"):
        PROVINCE_REPORT.take(row, "seal", by=admin)
    with pytest.raises(StepRefused):
        PROVINCE_REPORT.take(row, "seal", by=make_user(Role.PROVINCE_STAFF))

    assert PROVINCE_REPORT.take(row, "seal", by=make_user(Role.PROVINCE_ADMIN)).sealed_by


def test_who_seals_reads_who_is_missing(client, as_role, asked):
    period, (first, second, _) = asked
    report(period, first, "Mở lớp.", lop=2)
    row = begin(period.campaign, by=make_user(Role.PROVINCE_STAFF))
    as_role(Role.PROVINCE_ADMIN)

    page = client.get(reverse("reports:province_report_step", args=[row.pk, "seal"]))

    assert f"còn 02 nơi chưa báo cáo: {second.short_name};" in page.content.decode()


def test_a_section_without_words_stands_in_the_way(asked):
    period, _ = asked
    row = make_province_report(campaign=period.campaign)
    write(row, "III", " ", row.prepared_by)

    with pytest.raises(StepRefused, match="III: chưa có phần lời"):
        PROVINCE_REPORT.take(row, "seal", by=make_user(Role.PROVINCE_ADMIN))


def test_what_was_sealed_never_changes(asked):
    period, (first, *_) = asked
    accepted = report(period, first, "Mở lớp.", lop=2)
    row = begin(period.campaign, by=make_user(Role.PROVINCE_STAFF))
    row = PROVINCE_REPORT.take(row, "seal", by=make_user(Role.PROVINCE_ADMIN))
    sealed = row.seal.values()

    for refused in (
        lambda: ProvinceText.objects.filter(report=row).update(text="x"),
        lambda: ProvinceText.objects.filter(report=row).delete(),
        lambda: ProvinceReport.objects.filter(pk=row.pk).update(edition=9),
        lambda: ProvinceReport.objects.filter(pk=row.pk).delete(),
        lambda: SealedProvinceReport.objects.filter(report=row).update(content="{}"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()
    with pytest.raises(StepRefused, match="đã niêm phong"):
        write(row, "III", "Khác.", row.prepared_by)
    type(accepted).objects.filter(pk=accepted.pk).update(state="superseded")

    assert ProvinceReport.objects.get(pk=row.pk).seal.values() == sealed
    assert [each["value"] for each in sealed["figures"]] == [2, None]


def test_a_new_version_begins_with_the_last_words_and_is_compared(client, as_role, asked):
    period, (first, second, _) = asked
    staff, admin = make_user(Role.PROVINCE_STAFF), make_user(Role.PROVINCE_ADMIN)
    report(period, first, "Mở lớp.", lop=2, von=1_500_000)
    old = PROVINCE_REPORT.take(begin(period.campaign, by=staff), "seal", by=admin)
    report(period, second, "Thêm lớp.", lop=5)

    new = begin(period.campaign, by=staff)
    write(new, "III", "Viết lại.", staff)
    changes = compared(old.seal.values(), content(new))

    assert new.version == 2
    assert [(row.label, row.old, row.new, row.difference) for row in changes.figures] == [
        ("Số lop", 2, 7, 5)
    ]
    assert [(row.code, row.new) for row in changes.texts] == [("III", "Viết lại.")]
    as_role(Role.PROVINCE_STAFF)
    page = client.get(reverse("reports:province_report_compare", args=[new.pk])).content.decode()
    assert "Viết lại." in page
    assert f"Tính thêm báo cáo của 01 nơi: {second.short_name}." in page
    section = client.get(reverse("reports:province_report_section", args=[new.pk, "II.6"]))
    assert section.content.decode().count("chưa dẫn ở lời của tỉnh") == 1
    assert not compared(old.seal.values(), old.seal.values())


def test_what_was_accepted_after_the_seal_is_told_beside_it(client, as_role, asked):
    period, (first, second, _) = asked
    staff, admin = make_user(Role.PROVINCE_STAFF), make_user(Role.PROVINCE_ADMIN)
    report(period, first, "Mở lớp.", lop=2, von=1_500_000)
    sealed = PROVINCE_REPORT.take(begin(period.campaign, by=staff), "seal", by=admin)
    as_role(Role.PROVINCE_STAFF)
    assert "Từ khi niêm phong" not in client.get(sealed.get_absolute_url()).content.decode()

    report(period, second, "Thêm lớp.", lop=5)

    page = client.get(sealed.get_absolute_url()).content.decode()
    assert f"Tính thêm báo cáo của 01 nơi: {second.short_name}." in page


def test_a_draft_with_words_waits_for_an_administrator_who_wrote_none(asked):
    period, (first, *_) = asked
    staff, admin, other = (
        make_user(role) for role in (Role.PROVINCE_STAFF, *[Role.PROVINCE_ADMIN] * 2)
    )
    report(period, first, "Mở lớp.", lop=2)
    row = begin(period.campaign, by=admin)

    told = {user: [task.action for task in province_report_tasks(user)] for user in (admin, other)}
    assert told == {admin: ["Soạn tiếp"], other: ["Xem và niêm phong"]}
    assert province_report_tasks(staff) == []
    row.texts.filter(section__code="III").update(text="")
    assert province_report_tasks(other) == []


def test_who_only_reads_sees_what_was_sealed(client, as_role, asked):
    period, _ = asked
    draft = make_province_report(campaign=period.campaign, version=2)
    sealed = make_province_report("sealed")
    as_role(Role.OBSERVER)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(sealed.get_absolute_url()).status_code == 200


# --- Pages -------------------------------------------------------------------------------------


def test_a_number_in_words_and_tables_opens_the_reports_of_this_version(client, as_role, asked):
    period, (first, *_) = asked
    accepted = report(period, first, "Mở lớp.", lop=2)
    as_role(Role.PROVINCE_STAFF)
    began = client.post(reverse("reports:province_report_begin", args=[period.campaign_id]))
    row = ProvinceReport.objects.get()
    assert began.url == row.get_absolute_url()

    page = client.get(row.get_absolute_url()).content.decode()
    behind = reverse("reports:province_report_figure", args=[row.pk, "lop"])
    assert page.count(f'href="{behind}"') == 2  # in the words, in the table
    assert f'href="{accepted.get_absolute_url()}">[{first.short_name}]</a>' in page
    assert f'href="{accepted.get_absolute_url()}"' in client.get(behind).content.decode()
    nothing = reverse("reports:province_report_figure", args=[row.pk, "khong"])
    assert client.get(nothing).status_code == 404


def test_the_page_of_a_section_keeps_what_was_typed_beside_the_refusal(client, as_role, asked):
    period, _ = asked
    row = make_province_report(campaign=period.campaign)
    as_role(Role.PROVINCE_STAFF)
    url = reverse("reports:province_report_section", args=[row.pk, "III"])
    read = mark_of("Đã làm.")

    refused = client.post(url, {"text": "Mở {lopp} lớp.", "read": read})
    assert refused.status_code == 422
    assert "Mở {lopp} lớp." in refused.content.decode()
    write(row, "III", "Của người khác.", row.prepared_by)
    stale = client.post(url, {"text": "Của tôi.", "read": read}).content.decode()
    assert "Của người khác." in stale
    assert "Của tôi." in stale
    assert (
        client.post(url, {"text": "Xong.", "read": mark_of("Của người khác.")}).status_code == 302
    )
    assert text_of(row, section_of(row, "III")) == "Xong."
    assert row.state == ProvinceReportState.DRAFT
