"""Somebody at a market, on a phone: from the first page to a product, and what it is worth."""

import pytest
from playwright.sync_api import expect

from products.models import ProductPhoto
from programs.enums import ProductGroup
from reports.public.listings import public_rows
from tests.support.browser import follow, see

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WIDTHS = (360, 1366)


@pytest.mark.parametrize("wide", WIDTHS)
def test_anybody_finds_a_product_and_checks_its_paper(demo, open_page, wide):
    page, certificate = open_page(demo, wide), public_rows().order_by("pk").first()
    product = certificate.product

    page.goto("/")
    see(page, "Sản phẩm OCOP")
    page.get_by_role("searchbox").fill(product.name_key.upper())
    page.get_by_role("button", name="Tìm sản phẩm").click()
    see(page, "Sản phẩm OCOP")
    follow(page, product.name, product.name, exact=True)
    expect(page.locator("main")).to_contain_text(certificate.label)
    follow(page, certificate.named, "Giấy")
    expect(page.locator("main")).to_contain_text(product.name)
    follow(page, "Kiểm tra giấy khác", "Kiểm tra giấy chứng nhận")


def test_the_number_on_a_paper_is_checked_on_the_first_page(demo, open_page):
    page = open_page(demo, 360)
    page.goto("/")
    page.get_by_label("Số giấy chứng nhận").fill("9999/2024")
    page.get_by_role("button", name="Kiểm tra").click()
    see(page, "Không có giấy này")
    page.get_by_label("Số giấy chứng nhận").fill("không nhớ")
    page.get_by_role("button", name="Kiểm tra").click()
    see(page, "Kiểm tra giấy chứng nhận")
    expect(page.get_by_role("alert")).to_contain_text("không phải số giấy")


def test_a_group_and_the_other_choices_narrow_the_cards(demo, open_page):
    page = open_page(demo, 1366)
    page.goto("/")
    page.locator("main").get_by_role("link", name=ProductGroup.CRAFT.short).click()
    see(page, "Sản phẩm OCOP")
    expect(page.get_by_label("Nhóm sản phẩm")).to_have_value("craft")
    page.get_by_label("Hạng sao").select_option("5")
    page.get_by_role("button", name="Tìm").click()
    see(page, "Sản phẩm OCOP")
    expect(page.locator("main")).to_contain_text("Không có sản phẩm nào khớp.")


@pytest.mark.parametrize("wide", WIDTHS)
def test_a_product_with_photos_is_seen_and_its_address_is_copied(demo, open_page, wide):
    page, photo = open_page(demo, wide), ProductPhoto.objects.order_by("pk").first()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = undefined")
    page.goto(f"/san-pham-ocop/{photo.product_id}/")
    see(page, photo.product.name)
    seen = "document.querySelector('.photo-big img').naturalWidth"
    assert page.evaluate(seen) == 960
    page.get_by_role("button", name="Chia sẻ trang này").click()
    expect(page.locator(".share [role=status]")).to_have_text("Đã chép địa chỉ của trang.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("link[rel=canonical]").get_attribute("href")


def test_the_dictionary_and_the_filtered_files_are_reached_from_the_list(demo, open_page):
    page = open_page(demo, 360)
    page.goto("/san-pham-ocop/?star=3")
    see(page, "Sản phẩm OCOP")
    expect(page.get_by_role("link", name="Tải CSV")).to_have_attribute(
        "href", "/san-pham-ocop/du-lieu.csv?star=3"
    )
    follow(page, "Các cột và điều kiện dùng lại", "Từ điển dữ liệu")


def test_a_visitor_goes_everywhere_by_the_menu_of_a_phone(demo, open_page):
    page = open_page(demo, 360)
    page.goto("/")
    for name, heading in (
        ("Kế hoạch công khai", "Kế hoạch OCOP đã ban hành"),
        ("Kiểm tra giấy", "Kiểm tra giấy chứng nhận"),
        ("Đăng nhập", "Đăng nhập"),
    ):
        page.get_by_text("Menu", exact=True).click()
        page.locator(".phone-places").get_by_role("link", name=name).click()
        see(page, heading)
