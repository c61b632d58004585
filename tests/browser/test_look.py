"""How pages look and are worked: focus, narrow and wide screens, zoom, paper, and their weight."""

import gzip

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from products.models import Dossier, Plan, Product
from programs.models import Campaign, User
from reports.listings import LISTINGS
from tests.support.browser import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# What a scroll bar of Windows leaves of an office screen.
DESK, PHONE = {"width": 1349, "height": 768}, {"width": 360, "height": 740}
# An office screen enlarged to twice its size shows half of it.
ZOOMED = {"width": 683, "height": 384}
MOST_BYTES = 250_000
# Of what has the focus: its outline and shadow, and its name.
SEEN = """() => {
    const part = document.activeElement, shown = part.closest('.ts-control') || part;
    if (part === document.body) return null;
    const covers = getComputedStyle(part, '::after').outlineStyle !== 'none';
    const style = getComputedStyle(shown, covers ? '::after' : null);
    const words = part.getAttribute('aria-label') || part.innerText || part.name || part.id;
    return [part.tagName, words.slice(0, 40), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
PAGES = {
    "home": lambda: reverse("home"),
    "list": lambda: reverse("products:product_list"),
    "form": lambda: reverse("products:producer_create"),
    "plan": lambda: Plan.objects.filter(state="sent").first().get_absolute_url(),
    "dossier": lambda: Dossier.objects.first().get_absolute_url(),
    "product": lambda: Product.objects.first().get_absolute_url(),
    "campaign": lambda: Campaign.objects.get(kind="plan").get_absolute_url(),
    "board": lambda: reverse("products:expiry_board"),
}


@pytest.fixture
def page_of(demo, open_page):
    """The page of a specialist of the province, at a size, at an address."""

    def opened(address, size, username="chuyenvien"):
        page = open_page(demo, size["width"])
        page.set_viewport_size(size)
        enter(page, demo, User.objects.get(username=username))
        page.goto(address)
        return page

    return opened


# --- The keyboard --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_whatever_has_the_focus_shows_it(page_of, name):
    page, seen = page_of(PAGES[name](), DESK), []
    for _ in range(400):
        page.keyboard.press("Tab")
        if not (part := page.evaluate(SEEN)):
            break
        seen.append(part)

    assert len(seen) > 5
    assert [part for part in seen if part[2] == "none" or part[3] < 2] == []


# --- Screens and paper ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTINGS)
def test_the_usual_columns_of_a_list_fit_an_office_screen_and_a_phone(page_of, name):
    page = page_of("about:blank", DESK, "quantri")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(reverse(LISTINGS[name].page))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("name", "query"), [("reports:statistics", ""), ("products:product_list", "?status=made")]
)
def test_what_a_button_opens_is_in_sight_wherever_the_button_stands(page_of, name, query):
    page = page_of("about:blank", DESK)
    for width in (1366, 800, 683, 390):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{reverse(name)}{query}")
        for button in page.locator("details.drop > summary").all():
            button.click()
            box = page.locator("details.drop[open] > div").bounding_box()
            assert 0 <= box["x"] <= width - box["width"], (width, button.inner_text())
            button.click()
    page.get_by_text("Lưu cách xem này").click()
    page.get_by_label("Cho đồng nghiệp cùng đơn vị").check()


def test_head_and_name_stay_while_the_page_scrolls_both_ways(page_of):
    columns = "&".join(f"cot={column.key}" for column in LISTINGS["san-pham"].columns)
    page = page_of(f"{reverse('products:product_list')}?{columns}", {"width": 700, "height": 500})

    page.evaluate("window.scrollTo(300, 900)")

    head, name = (
        page.locator(part).bounding_box() for part in ("thead .first", "tbody tr:nth-child(20) th")
    )
    assert head["y"] == 0
    assert head["x"] == name["x"] == 0
    assert page.locator(".head h1").bounding_box()["x"] >= 0


def test_on_a_phone_a_row_is_a_card_with_name_state_and_star_first(page_of):
    page = page_of(reverse("products:certificate_list"), PHONE)
    row = page.locator("tbody tr").first
    name = row.locator("th").bounding_box()

    assert name["width"] > 250
    first = row.locator(".first-facts").first.bounding_box()
    usual = row.locator("td:not(.first-facts)").first.bounding_box()
    assert name["y"] < first["y"] < usual["y"]


def test_the_bar_of_a_phone_is_one_row_with_a_menu(page_of):
    page = page_of(reverse("home"), PHONE)
    assert page.locator("header.bar").bounding_box()["height"] <= 60

    page.get_by_text("Menu", exact=True).click()

    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_twice_as_large_scrolls_one_way_alone(page_of, name):
    page = page_of(PAGES[name](), ZOOMED)

    if name != "list":  # which scrolls both ways, its head and names staying
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_a_list_is_printed_whole_across_the_sheet_without_boxes(page_of, tmp_path):
    page = page_of("about:blank", DESK)
    page.add_init_script("window.print = () => {}")
    page.goto(f"{reverse('products:product_list')}?in=1")
    page.pdf(path=tmp_path / "list.pdf", prefer_css_page_size=True)

    sheets = PdfReader(tmp_path / "list.pdf").pages
    heads = [sheet.extract_text().replace(" ", "").count("Tênsảnphẩm") for sheet in sheets]

    assert page.locator("tbody tr").count() == Product.objects.current().count() > 50
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == [842, 595]
    assert heads == [1] * len(sheets)
    assert page.locator(".pick, .tools, .pages").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_little_when_it_is_first_opened(page_of, name):
    page, weights = page_of("about:blank", DESK), {}
    page.on("response", lambda answer: weights.update({answer.url: answer}))

    page.goto(PAGES[name]())
    page.wait_for_load_state("networkidle")

    assert (
        sum(len(gzip.compress(answer.body())) for answer in weights.values() if answer.ok)
        <= MOST_BYTES
    )
