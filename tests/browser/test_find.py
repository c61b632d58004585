"""The search in the bar: a key leads into it, and it finds on a desk and on a telephone."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import see, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def width():
    return 1366


@pytest.fixture
def on_desk(demo, open_page, width):
    page = open_page(demo, width)
    sign_in(page, "quantri")
    return page


def test_a_slash_leads_into_the_search_and_is_a_sign_where_one_writes(on_desk):
    field = on_desk.locator(".bar-find input")
    on_desk.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")

    on_desk.keyboard.type("07/2023")
    on_desk.keyboard.press("Enter")

    see(on_desk, "Tìm kiếm")
    expect(on_desk.locator(".bar-find input")).to_have_value("07/2023")
    expect(on_desk.locator("main h2").first).to_have_text("Giấy chứng nhận")


def test_on_a_telephone_the_sign_leads_to_the_page_of_the_search(demo, open_page):
    page = open_page(demo, 360)
    sign_in(page, "quantri")
    page.locator(".bar-find button").click()

    see(page, "Tìm kiếm")
    expect(page.locator("main input[type=search]")).to_be_focused()
