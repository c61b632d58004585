"""A report from its draft to its acceptance: who may do what, what is sealed, who was late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from programs import clock
from programs.acts import RowChanged, StepRefused
from programs.enums import CampaignKind, Role
from programs.models import Notification
from reports.enums import ReportState
from reports.models import PeriodicReport, ReportFigure
from reports.periodic.filling import (
    Typed,
    mark_of_part,
    newest,
    part_of,
    save_section,
    say_nil,
    start,
)
from reports.periodic.reading import parts_of
from reports.periodic.workflow import REPORT, correct, unlock
from tests.support.factories import make_agency, make_unit, make_user
from tests.support.report_rows import make_form, make_indicator, make_period, make_section, publish

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def asked():
    """A form of two figures and a text, and a half-year that asks a unit and an agency by it."""
    form = make_form()
    section = make_section(form, code="II.4", asked_of="both")
    made = make_indicator(section, code="sp_moi", asked_of="both")
    stock = make_indicator(section, code="sp_co", roll_up="latest", asked_of="both")
    unit, agency = make_unit(), make_agency()
    period = make_period(publish(form), bodies=[unit, agency])
    return period, section, made, stock


@pytest.fixture
def unit_report(asked):
    period, section, made, stock = asked
    participant = period.campaign.participants.get(unit__isnull=False)
    officer = make_user(Role.UNIT_OFFICER, unit=participant.unit)
    leader = make_user(Role.UNIT_LEADER, unit=participant.unit)
    report = start(participant, officer)
    save_section(report, section, Typed({made: (3, ""), stock: (9, "")}, "Đã làm."), by=officer)
    return report, officer, leader


def sent(unit_report):
    report, officer, leader = unit_report
    report = REPORT.take(report, "hand_in", by=officer)
    return REPORT.take(report, "send", by=leader)


def test_officer_writes_leader_sends_and_the_province_accepts(unit_report):
    staff = make_user(Role.PROVINCE_STAFF)

    report = sent(unit_report)

    assert (report.state, report.receipt, report.is_late) == (ReportState.SENT, 1, False)
    sealed = report.seals.get().values()
    assert [(row["code"], row["value"]) for row in sealed["figures"]] == [
        ("sp_moi", 3),
        ("sp_co", 9),
    ]
    assert sealed["sections"][0]["text"] == "Đã làm."
    assert REPORT.take(report, "accept", by=staff).state == ReportState.ACCEPTED


def test_whoever_handed_it_in_does_not_send_it(asked):
    """Of an agency another officer approves (matrix T2)."""
    period, section, made, stock = asked
    participant = period.campaign.participants.get(agency__isnull=False)
    first, second = (make_user(Role.AGENCY_OFFICER, agency=participant.agency) for _ in "12")
    report = start(participant, first)
    save_section(report, section, Typed({made: (0, ""), stock: (0, "")}), by=first)
    report = REPORT.take(report, "hand_in", by=first)

    with pytest.raises(StepRefused, match="Người trình không tự duyệt"):
        REPORT.take(report, "send", by=first)

    assert REPORT.take(report, "send", by=second).state == ReportState.SENT


def test_a_figure_without_an_answer_stops_the_report_with_its_name(unit_report):
    report, officer, _ = unit_report
    figure = ReportFigure.objects.get(indicator__code="sp_co")
    section = figure.indicator.section
    save_section(report, section, Typed({figure.indicator: (None, "")}), by=officer)

    with pytest.raises(StepRefused, match=f"II.4 – {figure.indicator.label}: chưa trả lời"):
        REPORT.take(report, "hand_in", by=officer)


def test_what_a_report_lacks_is_one_list_with_one_stop(client, unit_report):
    report, officer, _ = unit_report
    report.figures.all().delete()
    client.force_login(officer)

    page = client.get(f"/bao-cao/{report.pk}/").content.decode()

    assert "không có thì ghi 0; " in page
    assert "ghi 0.;" not in page
    with pytest.raises(StepRefused, match=r"ghi 0; II\.4 – .* ghi 0\."):
        REPORT.take(report, "hand_in", by=officer)


def test_nil_makes_what_happened_zero_and_leaves_the_stock(unit_report):
    report, officer, _ = unit_report
    report.figures.filter(indicator__code="sp_moi").delete()

    say_nil(report, is_nil=True, by=officer)

    values = dict(report.figures.values_list("indicator__code", "value"))
    assert values == {"sp_moi": 0, "sp_co": 9}


def test_nil_is_refused_while_figures_say_that_something_happened(client, unit_report):
    report, officer, _ = unit_report
    figure = report.figures.select_related("indicator").get(indicator__code="sp_moi")
    client.force_login(officer)

    page = client.post(f"/bao-cao/{report.pk}/khong-phat-sinh/", {"is_nil": "on"})

    assert page.status_code == 422
    assert f"{figure.indicator.label}: 3 sản phẩm." in page.content.decode()
    figure.refresh_from_db()
    report.refresh_from_db()
    assert (figure.value, report.is_nil) == (3, False)


def test_returned_report_is_put_right_by_a_new_version(unit_report):
    staff, (_, officer, leader) = make_user(Role.PROVINCE_STAFF), unit_report
    report = REPORT.take(sent(unit_report), "return", by=staff, answers={"note": "Xem lại."})

    new = correct(report, by=officer)

    assert (new.version, new.corrects, new.state) == (2, report, ReportState.DRAFT)
    assert dict(new.figures.values_list("indicator__code", "value")) == {"sp_moi": 3, "sp_co": 9}
    new = REPORT.take(REPORT.take(new, "hand_in", by=officer), "send", by=leader)
    assert new.receipt == 2
    assert new.first_sent_at == report.first_sent_at


def test_accepted_report_counts_until_the_unlocked_version_is_accepted(unit_report):
    _, officer, leader = unit_report
    admin = make_user(Role.PROVINCE_ADMIN)
    report = REPORT.take(sent(unit_report), "accept", by=admin)

    new = unlock(report, "Ghi thiếu một lớp.", by=admin)

    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    told = Notification.objects.filter(recipient=officer, text__contains="mở khóa")
    assert told.count() == 1
    new = REPORT.take(REPORT.take(new, "hand_in", by=officer), "send", by=leader)
    REPORT.take(new, "accept", by=admin)
    report.refresh_from_db()
    assert report.state == ReportState.SUPERSEDED


@pytest.mark.parametrize(
    ("milliseconds", "is_late"), [(-1, False), (0, True), (1, True)], ids=["-1 ms", "0", "+1 ms"]
)
def test_before_the_20th_is_before_its_first_instant_in_vietnam(unit_report, milliseconds, is_late):
    report, officer, leader = unit_report
    due = datetime(2024, 6, 20, tzinfo=HANOI)
    campaign = report.participant.campaign
    campaign.opens_on, campaign.due_at = due.date() - timedelta(days=30), due
    campaign.locks_at = due + timedelta(days=30)
    campaign.save()
    instant = (due + timedelta(milliseconds=milliseconds)).astimezone(ZoneInfo("UTC"))

    with clock.at(instant):
        report = REPORT.take(report, "hand_in", by=officer)
        answers = {"late": "Mất điện."} if is_late else {}
        report = REPORT.take(report, "send", by=leader, answers=answers)

    assert report.is_late is is_late


def test_annual_report_begins_with_the_accepted_half_year(unit_report):
    report, officer, _ = unit_report
    REPORT.take(sent(unit_report), "accept", by=make_user(Role.PROVINCE_ADMIN))
    unit, form = report.participant.unit, report.period.form
    annual = make_period(form, bodies=[unit], kind=CampaignKind.ANNUAL_REPORT, data_to="2024-12-14")

    new = start(annual.campaign.participants.get(), officer)

    carried = new.figures.values_list("indicator__code", "value", "is_carried")
    assert set(carried) == {("sp_moi", 3, True), ("sp_co", 9, True)}
    with pytest.raises(StepRefused, match="số phát sinh trong kỳ"):
        say_nil(new, is_nil=True, by=officer)


def test_annual_figure_below_the_half_year_wants_an_explanation(unit_report):
    report, officer, _ = unit_report
    REPORT.take(sent(unit_report), "accept", by=make_user(Role.PROVINCE_ADMIN))
    made = ReportFigure.objects.get(report=report, indicator__code="sp_moi").indicator
    annual = make_period(
        report.period.form,
        bodies=[report.participant.unit],
        kind=CampaignKind.ANNUAL_REPORT,
        data_to="2024-12-14",
    )
    new = start(annual.campaign.participants.get(), officer)
    save_section(new, made.section, Typed({made: (2, "")}), by=officer)

    assert parts_of(new)[0].lacks == (
        f"{made.label}: cần giải thích: thấp hơn số 6 tháng (3) dù tính lũy kế từ đầu năm",
    )

    save_section(new, made.section, Typed({made: (2, "Một giấy bị thu hồi.")}), by=officer)
    assert parts_of(new)[0].lacks == ()


def test_two_who_save_one_section_are_told_of_each_other(unit_report):
    report, officer, _ = unit_report
    section = report.period.form.sections.get()
    made = section.indicators.get(code="sp_moi")
    read = mark_of_part(part_of(report, section))
    save_section(report, section, Typed({made: (5, "")}, "Mới.", read), by=officer)

    with pytest.raises(RowChanged):
        save_section(report, section, Typed({made: (6, "")}, "Cũ.", read), by=officer)

    assert newest(report.participant).figures.get(indicator=made).value == 5


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.AGENCY_OFFICER])
def test_nobody_writes_anothers_report(unit_report, role):
    report, _, _ = unit_report
    stranger = make_user(role)

    assert not PeriodicReport.objects.visible_to(stranger).filter(pk=report.pk).exists()
    with pytest.raises(StepRefused, match="Chỉ cán bộ của nơi báo cáo"):
        start(report.participant.campaign.participants.get(agency__isnull=False), stranger)


def test_the_province_reads_no_draft(unit_report):
    report, _, _ = unit_report
    for role in (Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF, Role.OBSERVER):
        assert not PeriodicReport.objects.visible_to(make_user(role)).exists()

    sent(unit_report)
    assert PeriodicReport.objects.visible_to(make_user(Role.OBSERVER)).get() == report


def test_past_the_lock_nothing_is_written_but_by_an_extension(unit_report):
    report, officer, _ = unit_report
    later = timezone.now() + timedelta(days=40)

    with clock.at(later), pytest.raises(StepRefused, match="Đợt đã khóa"):
        say_nil(report, is_nil=True, by=officer)
