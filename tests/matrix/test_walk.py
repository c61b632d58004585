"""What a role may open is reached by links from its first page, and no link is a dead end."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from programs import audit
from programs.enums import Role
from reports.listings import LISTINGS
from tests.matrix.claims import CLAIMS
from tests.matrix.expected import Outcome, expected
from tests.matrix.run import address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Written as files: that they are offered is what counts here, what they hold is held elsewhere.
FILES = (".pdf", ".xlsx", ".csv", ".json", ".xml", ".ics", ".docx")
# Pages of the same kind differ by their row: so many of a kind are looked at, beside those of the
# rows that claims are about. Lists are read to their last page.
MOST_OF_A_KIND = 6
# What no link leads to: offered once there is something to be offered, which the small world
# lacks, or asked by a script.
APART = {
    "reports:export_create": "a list that is too long for a file at once",
    "councils:sheet_key": "a sheet on paper",
    "programs:reminder_list": "a unit that was reminded",
    "products:plan_rows": "the table of a plan",
    "products:plan_rows_act": "the table of a plan",
    "products:plan_block": "the table of a plan",
    "councils:relation_create": "a producer to whom a secretary comes by a dossier",
    "councils:leniency": "a session of which scores were opened",
    "councils:sheets_file": "a workbook that was handed in",
    "councils:advice_list": "a Council with an advisory group",
    "councils:advice_sheet_sign": "a group's sheet that is whole",
    "reports:filled_report": "a workbook that was handed in",
    "reports:filled_report_marked": "a workbook that was handed in, with faults",
    "reports:province_figure": "a figure that somebody answered",
    "reports:province_report_figure": "a figure that somebody answered",
}
# Pages of a row that lead on to others of the same row: none of them is left out.
LEADING = {
    *("councils:session_sheets", "councils:advice_list", "councils:advice_detail"),
    *("reports:session_papers", "reports:report_board", "programs:campaign_detail"),
    *("reports:province_figures", "reports:province_report", "reports:double_list"),
}


class Links(HTMLParser):
    """The addresses that a page leads to: by links, by forms that it shows, by their buttons."""

    def __init__(self):
        super().__init__()
        self.links, self.forms = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and attrs.get("href") and attrs.get("aria-disabled") != "true":
            self.links.append(attrs["href"])
        if tag == "form" and attrs.get("action"):
            self.forms.append(attrs["action"])
        # The button of a form, and what a script of the page asks.
        others = [text for name, text in attrs.items() if name.startswith(("data-", "formaction"))]
        self.forms += [text for text in others if text and text.startswith("/")]


def walked(client, start, always):
    """({path: status} of what links lead to, {path that is offered: the page that offers it}).

    Of the paths `always` none is left out; of others some of a kind are opened.
    """
    answers, offered, kinds, waiting = {}, {start: ""}, Counter(), [start]
    while waiting:
        path = waiting.pop(0)
        response = client.get(path)
        answers[path] = response.status_code
        if "text/html" not in response.headers.get("Content-Type", ""):
            response.getvalue()  # read to its end a file closes itself
            continue
        page = Links()
        page.feed(response.content.decode())
        for link in [*page.links, *page.forms]:
            there = _path(link, path)
            if not there or there in offered:
                continue
            offered[there] = path
            if link in page.links and _is_to_open(there, kinds, always):
                waiting.append(there)
    return answers, offered


def _path(link, here):
    """The address on the portal, or "" where the link leads elsewhere.

    It keeps no query but the number of a list's page, "?trang=2".
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("#"):
        return ""
    path = parts.path or urlsplit(here).path
    return f"{path}?{parts.query}" if re.fullmatch(r"trang=\d+", parts.query) else path


def _is_to_open(there, kinds, always):
    """Whether the page is to be opened: files and the end of the session are not."""
    path = urlsplit(there).path
    try:
        match = resolve(path)
    except Resolver404:
        return True  # a dead end, which the walk will tell
    if match.view_name == "account_logout" or path.endswith(FILES) or _is_file(match):
        return False
    kinds[match.view_name] += 1
    is_one_of_some = kinds[match.view_name] <= MOST_OF_A_KIND
    return is_one_of_some or match.view_name in LEADING or path in always or path != there


def _is_file(match):
    return match.view_name.endswith(
        ("_file", "_original", "_photo", "_paper", "_minutes", "_letter", "_form")
    )


@pytest.fixture(scope="module")
def walks(visitors):
    """What each role reached, found once."""
    known, always = {}, _pages_of(visitors.world)
    for person in filter(None, visitors.world.people.values()):
        audit.record("look", person, by=person, label="xem")

    def walk(role):
        if role not in known:
            known[role] = walked(visitors.become(role), reverse("home"), always)
        return known[role]

    return walk


def _pages_of(world):
    """The pages of the rows of the world, and of the products that they belong to."""
    subjects = [row.subject for rows in world.rows.values() for row in rows if row.is_known]
    pages = {row.get_absolute_url() for row in subjects if hasattr(row, "get_absolute_url")}
    products = {row.product_id for row in subjects if getattr(row, "product_id", None)}
    return pages | {reverse("products:product_detail", args=[pk]) for pk in products}


@pytest.mark.parametrize("role", Role, ids=str)
def test_no_link_leads_to_a_refusal(walks, role):
    answers, offered = walks(role)

    ends = [f"{path} on {offered[path]}" for path, status in answers.items() if status >= 400]
    assert "\n".join(ends) == ""


@pytest.mark.parametrize("role", Role, ids=str)
def test_every_page_of_a_role_is_reached_from_its_first_page(walks, visitors, role):
    _, offered = walks(role)
    user, missing = visitors.world.people[role], []
    for claim in CLAIMS:
        if claim.url in APART or _is_of_an_empty_list(claim, user):
            continue
        rows = visitors.world.rows[claim.rows] if claim.rows else [None]
        may = [
            address(claim, row)
            for row in rows
            if expected(claim, role, row, user)[1] is Outcome.DONE
        ]
        if may and not offered.keys() & set(may):
            missing.append(str(claim))

    assert "\n".join(missing) == ""


def _is_of_an_empty_list(claim, user):
    """Whether this is the file of a list that shows this person nothing, and so offers none."""
    lists = {
        "reports:listing_export": claim.path.get("name"),
        "reports:book_export": "san-pham",
        "reports:national_export": "san-pham",
    }
    name = lists.get(claim.url)
    return bool(name) and not LISTINGS[name].rows(user).exists()
