"""The way of reports in a real browser: written, approved, answered, brought together, sealed."""

import re
from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from products.demo.year import at
from programs.enums import CampaignKind
from programs.models import Campaign, User
from reports.enums import ReportState
from reports.models import PeriodicReport, ProvinceReport
from tests.browser.report_pictures import LATER
from tests.browser.test_pictures import FOLDER, IS_ASKED, LISTED, Shot, picture
from tests.support.browser import awaited, enter, follow, press, see, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo_clock():
    """After both campaigns of the year were answered; the annual one is not locked yet."""
    return partial(at, (12, 28))


@pytest.fixture(scope="module")
def demo_reports():
    return True


def report_of(kind, code):
    rows = PeriodicReport.objects.filter(participant__campaign__kind=kind)
    here = rows.filter(participant__unit__code=code) | rows.filter(participant__agency__code=code)
    return here.order_by("-version").first()


def test_a_unit_writes_its_report_and_the_province_accepts_it(demo, open_page):
    """On a telephone: the officer states that nothing happened, another sends, a third accepts."""
    page = open_page(demo, 360)
    campaign = Campaign.objects.get(kind=CampaignKind.HALF_YEAR_REPORT)
    sign_in(page, "cb.lyson")
    page.goto(reverse("reports:report_of_body", args=[campaign.pk]))
    page.get_by_role("button", name="Lập báo cáo").click()
    see(page, "Huyện Lý Sơn")
    page.goto(report_of(CampaignKind.HALF_YEAR_REPORT, "536").get_absolute_url())
    follow(page, "Không phát sinh", "Trong kỳ không phát sinh")
    page.get_by_label("Trong kỳ không phát sinh").check()
    page.get_by_role("button", name="Lưu").click()
    see(page, "Huyện Lý Sơn")
    fill_in_what_is_left(page)
    press(page, "Trình duyệt")

    sign_in(page, "ld.lyson")
    report = report_of(CampaignKind.HALF_YEAR_REPORT, "536")
    page.goto(report.get_absolute_url())
    see(page, "Huyện Lý Sơn")
    press(page, "Duyệt và gửi tỉnh")
    expect(page.locator("h1")).to_contain_text("Đã gửi tỉnh", ignore_case=True)

    sign_in(page, "chuyenvien")
    page.goto(report.get_absolute_url())
    press(page, "Tiếp nhận")
    report.refresh_from_db()
    assert (report.state, report.is_nil, report.receipt > 0) == (ReportState.ACCEPTED, True, True)


def fill_in_what_is_left(page):
    """Each section that still lacks something, led on from one to the next."""
    ready = page.get_by_role("link", name="Trình duyệt", exact=True)
    sheet = page.locator("form.sheet")
    while not ready.count():
        if not sheet.count():
            page.get_by_role("link", name=re.compile("^Ghi mục")).first.click()
        for name, answer in (("value_", "0"), ("why_", "Minh họa: kỳ này không có.")):
            for field in sheet.locator(f"input[name^={name}]").all():
                if not field.input_value():
                    field.fill(answer)
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu").click()


def test_an_agency_sends_by_another_officer(demo, open_page):
    page = open_page(demo, 1366)
    report = report_of(CampaignKind.ANNUAL_REPORT, "hnd")
    sign_in(page, "bc1.hnd")
    page.goto(report.get_absolute_url())
    see(page, "Hội Nông dân tỉnh")
    expect(page.get_by_role("link", name="Duyệt và gửi tỉnh", exact=True)).to_have_count(0)

    sign_in(page, "bc2.hnd")
    page.goto(report.get_absolute_url())
    press(page, "Duyệt và gửi tỉnh")

    report.refresh_from_db()
    assert report.state == ReportState.SENT


@pytest.mark.parametrize("width_of_page", [360, 1366])
def test_numbers_of_the_province_open_what_makes_them(demo, open_page, width_of_page):
    page = open_page(demo, width_of_page)
    campaign = Campaign.objects.get(kind=CampaignKind.ANNUAL_REPORT)
    enter(page, demo, User.objects.get(username="lanhdao"))
    page.goto(reverse("reports:province_figures", args=[campaign.pk]))
    see(page, "Tổng hợp số liệu")
    row = page.locator("tr", has_text="Lớp tập huấn đã mở")
    row.get_by_role("link").nth(2).click()
    see(page, "Lớp tập huấn đã mở")
    follow(page, "Huyện Bình Sơn", "Huyện Bình Sơn")


def test_the_province_s_report_is_written_and_sealed_by_another(demo, open_page):
    page = open_page(demo, 1366)
    report = ProvinceReport.objects.get(campaign__kind=CampaignKind.ANNUAL_REPORT)
    sign_in(page, "chuyenvien")
    page.goto(report.get_absolute_url())
    see(page, "Báo cáo của tỉnh")
    follow(page, "Ghi mục IV", "IV. Nhiệm vụ kỳ tới")
    page.get_by_label("Nội dung").fill("Đôn đốc {lopp} chủ thể.")
    with awaited(page, "422"):
        page.get_by_role("button", name="Lưu").click()
        expect(page.get_by_role("alert")).to_contain_text("lopp")
    page.get_by_label("Nội dung").fill("Mở thêm {lop_tap_huan} lớp như năm nay.")
    page.get_by_role("button", name="Lưu").click()
    see(page, "Báo cáo của tỉnh")

    sign_in(page, "quantri")
    page.goto(report.get_absolute_url())
    press(page, "Niêm phong")
    expect(page.locator("h1")).to_contain_text("Đã niêm phong", ignore_case=True)
    follow(page, "Soạn báo cáo của Sở", "Soạn")


# --- Pictures of the guide ---------------------------------------------------------------------


def of_campaign(kind):
    return lambda _page: [Campaign.objects.get(kind=kind).pk]


def of_report(kind, code):
    return lambda _page: [report_of(kind, code).pk]


def of_province(kind):
    rows = ProvinceReport.objects.filter(campaign__kind=kind)
    return lambda _page: [rows.order_by("-version").first().pk]


SHOTS = {
    "tinh-hinh-bao-cao": Shot("chuyenvien", of_campaign("half_year")),
    "bao-cao-dang-soan": Shot("cb.sonha", of_report("half_year", "529")),
    "bao-cao-da-gui": Shot("chuyenvien", of_report("annual", "535")),
    "tong-hop-so-lieu": Shot("lanhdao", of_campaign("annual")),
    "bao-cao-cua-tinh": Shot("quantri", of_province("half_year")),
    "so-hai-phien-ban": Shot("quantri", of_province("half_year")),
}


def test_the_later_pictures_are_those_that_the_guide_lists():
    assert set(SHOTS) == LATER


@pytest.mark.parametrize("name", SHOTS)
def test_a_page_of_reports_is_the_one_that_the_guide_says(demo, open_page, name):
    page, shot, (url, heading) = open_page(demo), SHOTS[name], LISTED[name]
    enter(page, demo, User.objects.get(username=shot.who))
    page.goto(reverse(url, args=shot.args(page)))

    expect(page.locator("h1")).to_contain_text(heading)
    if IS_ASKED:
        picture(page, with_bar=shot.bar).save(FOLDER / f"{name}.png", optimize=True)
