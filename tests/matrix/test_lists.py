"""Every list shows each role exactly the rows that the permission matrix gives it."""

import re
from functools import partial
from http import HTTPStatus

import pytest
from django.urls import reverse

from programs import audit
from programs.paging import page
from programs.views import listings
from tests.matrix.cells import ROLES
from tests.matrix.expected import may_see
from tests.matrix.visitor import undone

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

SIGNED_IN = [role for role in ROLES if role != "PU"]
# A list, the kind of its rows, and how a row is recognised in it.
LISTS = [
    ("programs:campaign_list", "campaign", lambda row: f'href="/dot/{row.pk}/"'),
    ("products:plan_list", "plan", lambda row: f'href="/ke-hoach/{row.pk}/"'),
    ("programs:user_list", "user", lambda row: f'href="/tai-khoan-cong-vu/{row.pk}/"'),
    ("products:producer_list", "producer", lambda row: f'href="/chu-the/{row.pk}/"'),
    ("products:product_list", "product", lambda row: f'href="/san-pham/{row.pk}/"'),
    (
        "products:certificate_list",
        "certificate",
        lambda row: f'href="/giay-chung-nhan/{row.pk}/"',
    ),
    ("products:registration_list", "registration", lambda row: row.subject.product_name),
    ("products:lapsed_list", "lapsed", lambda row: f'href="/giay-chung-nhan/{row.pk}/"'),
    (
        "products:letter_list",
        "letter",
        lambda row: f'href="/giay-chung-nhan/cong-van/{row.pk}/tai-ve.pdf"',
    ),
    *(
        ("products:inspection_list", kind, lambda row: f'href="/hau-kiem/{row.pk}/"')
        for kind in ("inspection", "coming")
    ),
    *(
        ("products:petition_list", kind, lambda row: f'href="/de-nghi-thu-hoi/{row.pk}/"')
        for kind in ("petition", "petition_draft")
    ),
    (
        "products:inspection_plan_list",
        "inspection_plan",
        lambda row: f'href="/hau-kiem/ke-hoach/{row.pk}/"',
    ),
    *(
        ("councils:council_list", kind, lambda row: f'href="/hoi-dong/{row.pk}/"')
        for kind in ("council", "council_proposed")
    ),
    ("councils:member_list", "council_member", lambda row: row.subject.full_name),
    *(
        ("councils:rules_list", kind, lambda row: f'href="/hoi-dong/quy-che/{row.pk}/"')
        for kind in ("rules", "rules_draft")
    ),
    (
        "councils:result_list",
        "evaluation_closed",
        lambda row: f'href="/hoi-dong/ho-so/{row.pk}/"',
    ),
    *(
        ("councils:relation_list", kind, lambda row: f'href="/hoi-dong/quan-he/{row.pk}/"')
        for kind in ("relation", "relation_ended")
    ),
    ("reports:layout_list", "layout", lambda row: f'href="/mau-giay-chung-nhan/{row.pk}/"'),
]


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch):
    """So few rows have several pages all the same."""
    monkeypatch.setattr(listings, "page", partial(page, size=3))


def read(visitors, role, url):
    """All pages of a list, one after the other as their links lead, as one text."""
    pages, token = [], ""
    while True:
        answer = visitors.ask(role, "GET", f"{url}?sau={token}")
        if answer.status != HTTPStatus.OK:
            return "".join(pages)
        pages.append(answer.body.decode())
        link = re.search(r"[?;]sau=([\w.-]+)", pages[-1])
        if not link:
            return "".join(pages)
        token = link[1]


@pytest.mark.parametrize(
    ("url", "kind", "mark"), LISTS, ids=[f"{name}-{kind}" for name, kind, _ in LISTS]
)
@pytest.mark.parametrize("role", SIGNED_IN)
def test_a_list_shows_the_rows_of_the_matrix_and_no_others(role, url, kind, mark, visitors):
    text, user = read(visitors, role, reverse(url)), visitors.world.people[role]
    rows = [row for row in visitors.world.rows[kind] if row.is_known and row.state != "superseded"]

    shown = {row.name for row in rows if mark(row) in text}

    assert shown == {row.name for row in rows if may_see(role, row, user)}


@pytest.mark.parametrize("role", SIGNED_IN)
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_export_holds_the_rows_of_the_matrix_and_no_others(role, extension, visitors):
    url = reverse("reports:listing_export", args=["san-pham-dang-ky", extension])
    user, rows = visitors.world.people[role], visitors.world.rows["registration"]

    shown = visitors.ask(role, "GET", url).canaries

    assert shown == {
        row.subject.product_name
        for row in rows
        if row.is_known and row.state != "superseded" and may_see(role, row, user)
    }


def test_everybody_sees_the_issued_plans_and_no_others(visitors):
    text = visitors.ask("PU", "GET", reverse("reports:public_plans")).body.decode()
    rows = [row for row in visitors.world.rows["plan"] if row.is_known]

    shown = {row.name for row in rows if reverse("reports:public_plan", args=[row.pk]) in text}

    assert shown == {row.name for row in rows if row.state == "issued"}


def test_everybody_reads_an_issued_plan_and_no_other(visitors):
    for row in visitors.world.rows["plan"]:
        answer = visitors.ask("PU", "GET", reverse("reports:public_plan", args=[row.pk]))

        assert (answer.status == 200) == (row.state == "issued")
        assert len(answer.canaries) == (row.state == "issued")


@pytest.mark.parametrize("role", ["PA", "PS", "NC", "CS", "RO"])
def test_the_board_tells_of_a_draft_its_state_and_counts_alone(role, visitors):
    user = visitors.world.people[role]
    for row in visitors.world.rows["plan"][1:]:
        url = reverse("products:plan_board", args=[row.subject.campaign_id])
        answer = visitors.ask(role, "GET", url)

        assert answer.canaries == set()
        is_linked = re.search(rf'href="/ke-hoach/{row.pk}/"', answer.body.decode()) is not None
        assert is_linked == (may_see(role, row, user) and row.state != "superseded")


@pytest.mark.parametrize("role", SIGNED_IN)
def test_the_trail_shows_all_to_the_admin_the_units_to_its_leader_and_ones_own_to_others(
    role, visitors
):
    plans, people = visitors.world.rows["plan"], visitors.world.people
    reads_unit = {"PA": {"home", "away"}, "DL": {"home"}}.get(role, set())
    with undone():
        for place in ("home", "away"):
            plan = next(row for row in plans if row.name == f"{place} sent")
            audit.record("look", plan.subject, by=None, label=f"Trail of {place}")
        audit.record("look", people[role], by=people[role], label="Trail of oneself")
        text = visitors.become(role).get(reverse("programs:event_list")).content.decode()

    assert set(re.findall(r"Trail of (\w+)", text)) == reads_unit | {"oneself"}


def test_requests_for_accounts_are_listed_for_the_administrator(visitors):
    text = visitors.ask("PA", "GET", reverse("programs:account_request_list")).body.decode()

    assert text.count("Trần Văn B") == len(visitors.world.rows["request"]) - 1


@pytest.mark.parametrize("role", ["DL", "PX"])
def test_one_sees_the_requests_for_accounts_that_one_wrote(role, visitors):
    url = reverse("programs:account_request_create")

    assert visitors.ask(role, "GET", url).body.decode().count("Trần Văn B") == 1
