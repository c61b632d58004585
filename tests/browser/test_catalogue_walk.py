"""Somebody at a market, on a phone: from the catalogue to a product, and on to what it is worth."""

import pytest
from playwright.sync_api import expect

from reports.public.listings import public_rows
from tests.support.browser import follow, see

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_anybody_finds_a_product_and_checks_its_paper_on_a_phone(demo, open_page):
    page, certificate = open_page(demo, 360), public_rows().order_by("pk").first()
    product = certificate.product

    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_role("link", name="Sản phẩm OCOP").click()
    see(page, "Sản phẩm OCOP")
    page.get_by_text("Lọc danh sách").click()
    page.get_by_label("tìm sản phẩm, chủ thể").fill(product.name_key.upper())
    page.get_by_role("button", name="Lọc").click()
    see(page, "Sản phẩm OCOP")
    follow(page, product.name, product.name, exact=True)
    expect(page.locator("main")).to_contain_text(certificate.label)
    follow(page, "Tra cứu giấy này", "Tra cứu giấy chứng nhận")
    expect(page.locator("main")).to_contain_text("giấy này:")


def test_the_dictionary_and_the_filtered_files_are_reached_from_the_list(demo, open_page):
    page = open_page(demo, 360)
    page.goto("/san-pham-ocop/?star=3")
    expect(page.get_by_role("link", name="Tải CSV")).to_have_attribute(
        "href", "/san-pham-ocop/du-lieu.csv?star=3"
    )
    follow(page, "các cột và điều kiện dùng lại", "Từ điển dữ liệu")
