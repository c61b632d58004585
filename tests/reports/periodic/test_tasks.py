"""What waits in periodic reports on the first page, for each who has to act."""

from datetime import date

import pytest
from django.urls import reverse

from programs.board import open_boards
from programs.enums import Role
from programs.filing_tasks import board_tasks
from reports.enums import ReportState
from reports.periodic.tasks import report_tasks
from reports.periodic.workflow import REPORT, correct
from tests.reports.periodic.test_board import make_asked, on, report_in
from tests.support.factories import make_agency, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def places():
    return make_unit(), make_agency()


@pytest.fixture
def campaign(places):
    return make_asked(*places)


def tasks_of(person, day=18, month=6):
    with on(day, month):
        return report_tasks(person)


@pytest.fixture
def writers(places):
    """An officer of the unit, and one of the agency."""
    unit, agency = places
    return [make_user(Role.UNIT_OFFICER, unit=unit), make_user(Role.AGENCY_OFFICER, agency=agency)]


def test_first_the_report_is_begun(campaign, writers):
    for person in writers:
        [task] = tasks_of(person)

        assert (task.action, task.is_due) == ("Lập báo cáo", True)
        assert task.url == reverse("reports:report_of_body", args=[campaign.pk])
        assert task.when == "Còn 1 ngày, hạn hết ngày 19/06/2024"
        assert task.state[1] == "chưa có"


def test_a_period_without_a_form_is_waited_for(campaign, writers):
    campaign.report_period.delete()

    [task] = tasks_of(writers[0])

    assert (task.action, task.text) == ("", "Cấp tỉnh chưa chọn mẫu và kỳ số liệu của đợt này.")


def test_then_it_is_written(campaign, places, writers):
    reports = [report_in(campaign, body) for body in places]

    for person, report in zip(writers, reports, strict=True):
        [task] = tasks_of(person)
        assert (task.action, task.url) == ("Soạn báo cáo", report.get_absolute_url())


def test_what_was_handed_in_is_approved_by_another(campaign, places, writers):
    leader = make_user(Role.UNIT_LEADER, unit=places[0])
    colleague = make_user(Role.AGENCY_OFFICER, agency=places[1])
    for body, author in zip(places, writers, strict=True):
        report_in(campaign, body, ReportState.HANDED_IN, handed_in_by=author)

    actions = [task.action for who in (*writers, leader, colleague) for task in tasks_of(who)]

    assert actions == ["", "", "Xem và duyệt gửi", "Xem và duyệt gửi"]


def test_what_was_returned_comes_back_with_what_was_said(campaign, places, writers):
    report = report_in(campaign, places[1], ReportState.SENT)
    with on(15):
        staff = make_user(Role.PROVINCE_STAFF)
        report = REPORT.take(report, "return", by=staff, answers={"note": "Xem lại số lớp."})

    [task] = tasks_of(writers[1])
    assert (task.action, task.quote) == ("Lập phiên bản sửa", "Xem lại số lớp.")
    assert task.url == reverse("reports:report_correct", args=[report.pk])
    with on(16):
        new = correct(report, by=writers[1])
    [task] = tasks_of(writers[1])
    assert (task.action, task.quote) == ("Sửa báo cáo", "Xem lại số lớp.")
    assert task.url == new.get_absolute_url()


def test_a_return_of_a_next_version_is_put_right_beside_the_one_that_counts(
    campaign, places, writers
):
    old = report_in(campaign, places[0], ReportState.ACCEPTED)
    report_in(campaign, places[0], ReportState.RETURNED, version=2, corrects=old)

    [task] = tasks_of(writers[0])

    assert task.action == "Lập phiên bản sửa"


@pytest.mark.parametrize("state", ["sent", "accepted"])
def test_what_was_sent_is_only_followed(campaign, places, writers, state):
    report_in(campaign, places[0], state)

    [task] = tasks_of(writers[0])

    assert (task.action, task.is_due, task.when) == ("", False, "")


def test_after_the_lock_more_time_is_asked_for(campaign, places, writers):
    for person, row in zip(writers, campaign.participants.order_by("position"), strict=True):
        [task] = tasks_of(person, 2, 7)

        assert task.action == "Đề nghị gia hạn"
        assert task.url == reverse("programs:extension_ask", args=[row.pk])


def test_the_department_accepts_the_oldest_first_then_reminds(campaign, places):
    staff = make_user(Role.PROVINCE_STAFF)
    report = report_in(campaign, places[0], ReportState.SENT)

    with on(18):
        [accept] = report_tasks(staff)
        [rest] = board_tasks(open_boards(staff), staff)

    assert (accept.action, accept.url) == ("Xem và tiếp nhận", report.get_absolute_url())
    assert rest.title == f"1 nơi báo cáo chưa gửi – {campaign}"
    assert rest.url == reverse("reports:report_remind", args=[campaign.pk])
    assert rest.text == f"{places[1].short_name}."


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COUNCIL_MEMBER])
def test_who_only_reads_has_no_task(campaign, role):
    person = make_user(role)

    with on(18):
        assert report_tasks(person) == []
        assert board_tasks(open_boards(person), person) == []


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_cost_the_same_in_any_number_of_campaigns(
    places, writers, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        campaign = make_asked(*places)
        campaign.opens_on = date(2024, 5, number)
        campaign.save()
        report_in(campaign, places[0], ReportState.DRAFT)

    # Participants, lines, reminders, reports, returns, periods.
    with on(18), django_assert_num_queries(6):
        assert len(report_tasks(writers[0])) == count
