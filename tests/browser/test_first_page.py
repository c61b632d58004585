"""The leader's first page on paper and on a phone."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from programs.models import User
from tests.support.browser import enter, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def leader(demo, open_page):
    def come(width):
        page = open_page(demo, width)
        enter(page, demo, User.objects.get(username="lanhdao"))
        page.goto("/")
        return page

    return come


def test_the_leaders_page_prints_on_one_sheet(leader):
    page = leader(1366)

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages

    [sheet] = sheets
    words = "".join(sheet.extract_text().split())  # letters with marks stand apart in it
    assert "Theođơnvị" in words
    assert "Toàntỉnh" in words
    assert "Tracứu" not in words


@pytest.mark.parametrize("screen", [1366, 360])
def test_the_table_below_a_chart_opens_and_nobody_scrolls_sideways(leader, screen):
    page = leader(screen)
    chart = page.locator(".chart").first

    chart.get_by_text("Xem bảng số").click()

    expect(chart.get_by_role("table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_a_tile_is_reached_by_keyboard_and_opens_the_unit(leader):
    page = leader(1366)
    tile = page.locator(".tiles a").first
    count = tile.locator("b").inner_text().split()[0]

    tile.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Giấy chứng nhận")
    expect(page.locator("main")).to_contain_text(count)
