"""The board of reports: units and agencies, who owes, who is reminded, and over the years."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from programs.board import board, open_boards
from programs.campaigns import strictly_before
from programs.enums import CampaignKind, NotificationKind, Role
from programs.extensions import ask, extend
from programs.models import Mail
from programs.reminders import choose, remind, remind_by_calendar
from reports.builders.boards import board_table, over_the_years
from reports.enums import ReportState
from reports.periodic.status import leading
from reports.periodic.workflow import REPORT, correct, unlock
from tests.support.factories import make_agency, make_unit, make_user
from tests.support.report_rows import make_period, make_periodic

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
KIND = NotificationKind
CALENDAR = {
    "due_at": strictly_before(date(2024, 6, 20)),
    "locks_at": strictly_before(date(2024, 7, 1)),
}


def on(day, month=6, hour=9):
    instant = datetime(2024, month, day, hour, tzinfo=timezone.get_default_timezone())
    return time_machine.travel(instant, tick=False)


def make_asked(*bodies, **fields):
    """A half-year that asks these, due before 20/06 and locked from 01/07."""
    with on(1, 5):
        return make_period(bodies=bodies, campaign=CALENDAR, **fields).campaign


def report_in(campaign, body, state="draft", **fields):
    participant = next(row for row in campaign.participants.all() if row.body == body)
    return make_periodic(state, participant=participant, **fields)


@pytest.fixture
def places():
    return make_unit(), make_agency()


@pytest.fixture
def campaign(places):
    return make_asked(*places)


def told(person):
    return list(person.notifications.order_by("pk").values_list("kind", "due_on"))


# --- The lines ---------------------------------------------------------------------------------


def test_units_and_agencies_stand_on_the_board_in_the_campaigns_order(campaign, places):
    assert [line.body for line in board(campaign).lines] == list(places)


@pytest.mark.parametrize(
    ("state", "fields", "name", "label"),
    [
        ("draft", {}, "draft", "đang soạn"),
        ("handed_in", {}, "handed_in", "chờ duyệt"),
        ("sent", {}, "sent", "đã gửi, chờ tiếp nhận"),
        ("sent", {"is_late": True}, "late", "gửi muộn, chờ tiếp nhận"),
        ("sent", {"is_nil": True}, "sent", "đã gửi, chờ tiếp nhận (không phát sinh)"),
        ("returned", {}, "returned", "trả lại, chờ gửi lại"),
        ("accepted", {}, "accepted", "đã tiếp nhận"),
        ("accepted", {"is_nil": True}, "nil", "đã tiếp nhận (không phát sinh)"),
    ],
)
def test_each_state_has_its_name_and_its_words(campaign, places, state, fields, name, label):
    if fields.get("is_late"):
        fields = fields | {"first_sent_at": timezone.now()}
    report_in(campaign, places[1], state, **fields)

    missing, line = board(campaign).lines

    assert (missing.status.name, missing.status.label) == ("missing", "chưa có")
    assert (line.status.name, line.status.label) == (name, label)


def test_what_is_being_put_right_counts_as_returned(campaign, places):
    old = report_in(campaign, places[0], ReportState.RETURNED)
    with on(20, 5):
        new = correct(old, by=make_user(Role.UNIT_OFFICER, unit=places[0]))

    line = board(campaign).lines[0]

    assert (line.leading, line.in_work) == (new, None)
    assert (line.status.name, line.status.label) == ("returned", "đang sửa, chờ gửi lại")
    assert (line.is_filed, line.is_readable, line.timeliness.owes_again) == (False, False, True)


def test_what_was_returned_is_read_from_the_board_and_still_owed(campaign, places):
    report_in(campaign, places[0], ReportState.RETURNED)

    line = board(campaign).lines[0]

    assert (line.is_filed, line.is_readable) == (False, True)


def test_an_accepted_report_counts_while_its_next_version_is_in_work(campaign, places):
    old = report_in(campaign, places[0], ReportState.ACCEPTED)
    with on(20, 5):
        new = unlock(old, "Sai số lớp.", by=make_user(Role.PROVINCE_ADMIN))

    line = board(campaign).lines[0]

    assert (line.leading, line.in_work, line.is_filed) == (old, new, True)


def test_of_nothing_nothing_leads():
    assert leading([]) is None


def test_states_across_are_counted(campaign, places):
    report_in(
        campaign,
        places[0],
        ReportState.ACCEPTED,
        is_late=True,
        first_sent_at=CALENDAR["due_at"],
    )
    with on(20, hour=0):
        shown = board(campaign)
        assert shown.groups == [
            ("filed", "đã gửi", 1),
            ("unfiled", "chưa gửi", 1),
            ("overdue", "quá hạn", 1),
            ("behind", "gửi lần đầu sau hạn", 1),
        ]
    assert [line.body for line in shown.narrowed("behind")] == [places[0]]
    assert [line.timeliness.words for line in shown.lines] == ["gửi muộn", ""]


# --- Reminders ---------------------------------------------------------------------------------


@pytest.fixture
def officers(places):
    unit, agency = places
    return [make_user(Role.UNIT_OFFICER, unit=unit), make_user(Role.AGENCY_OFFICER, agency=agency)]


def test_units_and_agencies_are_reminded_on_the_campaigns_own_days(campaign, officers):
    campaign.remind_before, campaign.remind_after = "3", "2"
    campaign.save()

    for day in range(10, 31):
        with on(day):
            remind_by_calendar(timezone.now())

    days = [(KIND.DUE_SOON, date(2024, 6, 16)), (KIND.OVERDUE, date(2024, 6, 21))]
    assert [told(person) for person in officers] == [days, days]


def test_the_sentence_names_the_report_and_leads_to_it(campaign, officers, places):
    with on(18):
        remind_by_calendar(timezone.now())

    news = officers[1].notifications.get()
    assert news.text == (
        f"{places[1].short_name} chưa gửi báo cáo trong {campaign}: "
        "còn 1 ngày (hạn hết ngày 19/06/2024). Hiện tại: chưa có."
    )
    assert news.url == reverse("reports:report_of_body", args=[campaign.pk])


@pytest.mark.parametrize(
    ("state", "reminded"),
    [
        (None, [True, True]),
        ("draft", [True, True]),
        ("handed_in", [False, True]),
        ("returned", [True, True]),
        ("sent", [False, False]),
        ("accepted", [False, False]),
    ],
)
def test_of_an_agency_the_other_officers_are_reminded_once_it_is_handed_in(
    campaign, places, state, reminded
):
    author, other = (make_user(Role.AGENCY_OFFICER, agency=places[1]) for _ in "12")
    if state:
        report_in(campaign, places[1], state, handed_in_by=author)

    with on(18):
        remind_by_calendar(timezone.now())

    assert [bool(told(person)) for person in (author, other)] == reminded


def test_of_a_unit_the_leader_is_reminded_once_it_is_handed_in(campaign, places):
    officer, leader = (
        make_user(role, unit=places[0]) for role in (Role.UNIT_OFFICER, Role.UNIT_LEADER)
    )
    report_in(campaign, places[0], ReportState.HANDED_IN, handed_in_by=officer)

    with on(18):
        remind_by_calendar(timezone.now())

    assert [bool(told(person)) for person in (officer, leader)] == [False, True]


def test_an_agency_whose_only_officer_handed_it_in_is_told_of_by_its_reason(campaign, places):
    officer = make_user(Role.AGENCY_OFFICER, agency=places[1])
    report_in(campaign, places[1], ReportState.HANDED_IN, handed_in_by=officer)

    with on(18):
        unit, agency = choose(board(campaign))

    assert unit.reason == "chưa có người dùng nào của đơn vị có tài khoản đang mở"
    assert agency.reason == (
        "báo cáo chờ một người khác của cơ quan duyệt nhưng không ai khác có tài khoản đang mở; "
        "cán bộ có thể rút lại"
    )


def test_an_agency_that_has_sent_meanwhile_gets_no_mail(campaign, places, officers):
    with on(18):
        remind_by_calendar(timezone.now())
        report_in(campaign, places[1], ReportState.SENT)
        call_command("send_reminders", stdout=StringIO())

    assert [mail.recipient for mail in Mail.objects.all()] == [officers[0].email]
    assert officers[1].notifications.get().outcome == "moot"


def test_an_extension_of_an_agency_moves_its_days(campaign, places, officers):
    row = campaign.participants.get(agency=places[1])
    with on(2):
        until = strictly_before(date(2024, 7, 11))
        extend(row, until, "Bão.", by=make_user(Role.PROVINCE_ADMIN))
    with on(9, 7):
        remind_by_calendar(timezone.now())

    assert told(officers[1])[-1] == (KIND.DUE_SOON, date(2024, 7, 9))
    assert told(officers[0]) == []


def test_an_agency_asks_for_more_time_on_the_campaigns_page(client, campaign, places):
    officer = make_user(Role.AGENCY_OFFICER, agency=places[1])
    row, client_page = campaign.participants.get(agency=places[1]), campaign.get_absolute_url()
    client.force_login(officer)
    with on(18):
        page = client.get(client_page).content.decode()
        assert reverse("programs:extension_ask", args=[row.pk]) in page
        assert reverse("reports:report_of_body", args=[campaign.pk]) in page
        ask(row, strictly_before(date(2024, 7, 11)), "Bão.", by=officer)
        assert board(campaign).lines[1].is_waiting


# --- The pages ---------------------------------------------------------------------------------


@pytest.fixture
def staff(as_role):
    return as_role(Role.PROVINCE_STAFF)


def test_the_campaign_leads_to_the_board(client, campaign, staff):
    page = client.get(campaign.get_absolute_url()).content.decode()

    assert reverse("reports:report_board", args=[campaign.pk]) in page


def test_the_board_shows_receipts_and_links_what_may_be_read(client, campaign, places, staff):
    sent = report_in(campaign, places[0], ReportState.SENT, receipt=711)
    report_in(campaign, places[1])
    url = reverse("reports:report_board", args=[campaign.pk])

    with on(18):
        page, narrowed = client.get(url), client.get(url, {"tinh-trang": "draft"})

    assert '<td class="number">711</td>' in page.content.decode()
    assert f'href="{sent.get_absolute_url()}"' in page.content.decode()
    assert [line.is_readable for line in page.context["lines"]] == [True, False]
    assert [line.body for line in narrowed.context["lines"]] == [places[1]]


def test_the_board_of_plans_is_not_that_of_reports(client, campaign, staff):
    assert client.get(reverse("products:plan_board", args=[campaign.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PROVINCE_ADMIN, 200),
        (Role.COORDINATION_OFFICE, 200),
        (Role.OBSERVER, 200),
        (Role.COUNCIL_SECRETARY, 403),
    ],
)
def test_readers_of_reports_alone_see_the_board(client, as_role, campaign, role, status):
    user = as_role(role)
    urls = [
        reverse("reports:report_board", args=[campaign.pk]),
        reverse("reports:board_export", args=[campaign.pk, "csv"]),
        reverse("reports:report_years"),
        reverse("reports:report_years_export", args=["csv"]),
    ]

    assert [client.get(url).status_code for url in urls] == [status] * len(urls)
    with on(18):
        assert len(open_boards(user)) == (status == 200)


def test_the_department_reminds_units_and_agencies(client, campaign, officers, staff):
    url = reverse("reports:report_remind", args=[campaign.pk])

    with on(18):
        page = client.get(url)
        answer = client.post(url, follow=True)

    assert len(page.context["reminded"]) == 2
    said = "Đã nhắc 2 nơi báo cáo (2 người); bỏ qua 0 nơi báo cáo."
    assert said in answer.content.decode()
    assert [told(person)[0][0] for person in officers] == [KIND.REMINDED] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_however_many(client, staff, count, django_assert_num_queries):
    bodies = [each() for _ in range(count) for each in (make_unit, make_agency)]
    campaign = make_asked(*bodies)
    for body in bodies:
        report_in(campaign, body, ReportState.SENT)
    url = reverse("reports:report_board", args=[campaign.pk])
    client.get(url)

    # Four of every page, the campaign and whether it has a form, three of the board.
    with django_assert_num_queries(9):
        client.get(url)


# --- Files -------------------------------------------------------------------------------------


def lines_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_file_has_the_lines_that_the_page_shows(client, campaign, places, officers, staff):
    report_in(campaign, places[0], ReportState.SENT, receipt=7)
    url = reverse("reports:board_export", args=[campaign.pk, "csv"])
    with on(18):
        remind(campaign, by=staff)
        head, *rows = lines_of(client.get(url, {"tinh-trang": "unfiled"}))

    assert head == [
        "Nơi báo cáo",
        "Trạng thái",
        "Còn lại",
        "Gia hạn đến",
        "So với hạn",
        "Số tiếp nhận",
        "Gửi lúc",
        "Nhắc lần cuối",
        "Phiên bản đang làm",
    ]
    reminded = "09:00 18/06/2024"
    line = [places[1].short_name, "chưa có", "còn 1 ngày", "", "", "", "", reminded, ""]
    assert rows == [line]


@pytest.mark.parametrize("extension", ["xlsx", "pdf", "csv"])
def test_each_board_and_the_years_are_files(client, campaign, staff, extension):
    urls = [
        reverse("reports:board_export", args=[campaign.pk, extension]),
        reverse("reports:report_years_export", args=[extension]),
    ]

    assert [client.get(url).status_code for url in urls] == [200, 200]


def test_the_file_says_how_many_stand_in_each_state(campaign, places):
    report_in(campaign, places[0], ReportState.SENT)
    shown = board(campaign)

    table = board_table(shown, shown.lines, with_reminders=False)

    assert table.notes[1] == "Đã gửi, chờ tiếp nhận 1; chưa có 1"


def test_the_first_page_leads_to_the_reports_that_were_sent(client, campaign, places, staff):
    link = f'href="/bao-cao/?campaign={campaign.pk}">Các báo cáo đã gửi</a>'
    with on(18):
        assert link not in client.get("/").content.decode()
        report_in(campaign, places[0], ReportState.SENT)
        assert link in client.get("/").content.decode()


# --- A period without a form -------------------------------------------------------------------


def test_what_needs_a_form_is_offered_once_there_is_one(client, as_role, campaign):
    as_role(Role.PROVINCE_ADMIN)
    pages = [campaign.get_absolute_url(), reverse("reports:report_board", args=[campaign.pk])]
    links = [f"/bao-cao/ky/{campaign.pk}/{name}/" for name in ("tong-hop", "tinh-trung")]

    def linked():
        found = [client.get(page).content.decode() for page in pages]
        return [any(f'href="{link}"' in page for page in found) for link in links]

    assert linked() == [True, True]
    campaign.report_period.delete()
    assert linked() == [False, False]
    first = client.get(pages[0]).context["rail"].first
    assert first.url == reverse("reports:period_set", args=[campaign.pk])


def test_a_unit_reads_why_its_report_cannot_be_begun_yet(client, campaign, officers):
    campaign.report_period.delete()
    client.force_login(officers[0])

    with on(18):
        shut = client.get(campaign.get_absolute_url()).context["rail"].shut

    assert shut.label == "báo cáo của đơn vị"
    assert shut.why == "Kỳ báo cáo này chưa chọn mẫu và kỳ số liệu."


@pytest.mark.parametrize(
    ("role", "is_led"), [(Role.PROVINCE_ADMIN, True), (Role.PROVINCE_STAFF, False)]
)
def test_who_may_choose_the_form_is_led_there(client, as_role, campaign, role, is_led):
    campaign.report_period.delete()
    as_role(role)

    page = client.get(reverse("reports:province_figures", args=[campaign.pk]))

    assert page.status_code == 409
    link = f'href="{reverse("reports:period_set", args=[campaign.pk])}"'
    assert (link in page.content.decode()) is is_led


# --- Over the years ----------------------------------------------------------------------------


def test_reporters_stand_by_periods_with_their_state_and_lateness(places):
    unit, agency = places
    first = make_asked(unit)
    second = make_asked(unit, agency, kind=CampaignKind.ANNUAL_REPORT)
    second.opens_on = first.opens_on + timedelta(days=1)
    second.save()
    facts = {"is_late": True, "first_sent_at": CALENDAR["due_at"]}
    report = report_in(first, unit, ReportState.ACCEPTED, **facts)

    table = over_the_years()

    assert [column.title for column in table.columns[1:]] == [
        f"6 tháng {first.which}",
        f"Năm {second.which}",
    ]
    assert table.rows == (
        (unit.short_name, "đã tiếp nhận; gửi muộn", "chưa có"),
        (agency.short_name, "không hỏi", "chưa có"),
    )
    assert table.links[0] == ("", report.get_absolute_url(), "")


def test_the_page_of_years_says_that_there_is_nothing(client, staff):
    page = client.get(reverse("reports:report_years"))

    assert "Chưa có kỳ báo cáo nào đã mở." in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_years_cost_the_same_however_many(client, staff, count, django_assert_num_queries):
    for kind in (CampaignKind.HALF_YEAR_REPORT, CampaignKind.ANNUAL_REPORT):
        bodies = [each() for _ in range(count) for each in (make_unit, make_agency)]
        campaign = make_asked(*bodies, kind=kind)
        for body in bodies:
            report_in(campaign, body, ReportState.SENT)
    url = reverse("reports:report_years")
    client.get(url)

    # Four of every page, the campaigns, participants, reminders, reports of each kind.
    with django_assert_num_queries(9):
        client.get(url)


def test_news_of_a_report_that_is_done_with_is_not_mailed(campaign, places):
    officer, leader = (
        make_user(role, unit=places[0]) for role in (Role.UNIT_OFFICER, Role.UNIT_LEADER)
    )
    report = report_in(campaign, places[0])
    with on(18):
        report = REPORT.take(report, "hand_in", by=officer)
        REPORT.take(report, "recall", by=officer)
        call_command("send_reminders", stdout=StringIO())

    assert leader.notifications.get(kind=KIND.HANDED_IN).outcome == "moot"
