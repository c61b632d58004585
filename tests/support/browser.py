"""What browser tests share: hands that sign in and press, and what must be true of every page."""

import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import resolve
from playwright.sync_api import expect

from products.demo.year import PASSWORD

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# Nothing is loaded for it, and nothing is told of rules that hold: the fastest way through axe.
CHECK = """axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations'], preload: false,
})"""
NEVER = re.compile("^never$")
# What a page makes for itself, and the browser's own viewer of PDFs: no request to a host.
OWN = ("data:", "blob:", "chrome:", "chrome-extension:")


def listen(page, url, faults):
    """Note errors of the console and the scripts, and requests to any other host."""

    def heed(message):
        is_told = message.type == "error" and not page.expected.search(message.text)
        return is_told and faults.append(message.text)

    # The policy of a server asks for https, so a redirect that a script does not follow is told so.
    ours = (url, url.replace("http:", "https:", 1), *OWN)

    def mind(request):
        return request.url.startswith(ours) or faults.append(request.url)

    page.expected, page.checked = NEVER, set()
    page.on("console", heed)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", mind)


@contextmanager
def awaited(page, pattern):
    """Errors that the browser notes by itself where a test brings them about."""
    page.expected = re.compile(pattern)
    yield
    page.expected = NEVER


def violations(page):
    """What axe finds against WCAG 2.2 AA: (rule, the first element)."""
    page.evaluate(AXE)
    found = page.evaluate(CHECK)["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


def see(page, heading):
    """This is the page of that heading; anybody can use it, and it does not scroll sideways.

    Axe, which takes longer than the page, sees a page of a kind under a heading once in a walk.
    """
    expect(page.locator("h1")).to_contain_text(heading, ignore_case=True)
    kind = resolve(urlsplit(page.url).path).view_name, heading, page.viewport_size["width"]
    if kind not in page.checked:
        found = violations(page)
        assert found == [], (page.url, found)
        page.checked.add(kind)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def sign_in(page, username):
    page.context.clear_cookies()
    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator("header .bell")).to_be_visible()


def enter(page, url, user):
    """Come in as somebody without the form of sign-in, which the walks go through."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def follow(page, link, heading, *, exact=False):
    """Go on by the first link of this name and look at what comes."""
    page.locator("main").get_by_role("link", name=link, exact=exact).first.click()
    see(page, heading)


def press(page, name):
    """Open the step by its link, then confirm it by the button of the same name."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()
