"""Every page that a person of a role can reach in the small world of the permission matrix.

Addresses come from the portal's own list, so that none is forgotten; the rows that they name come
from the claims of the matrix. Forms are sent empty, with nonsense, and right.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.core import mail
from django.urls import get_resolver, reverse
from django.utils import timezone

from products.news import still_true
from programs.enums import MailOutcome
from programs.models import Mail, Notification
from programs.notices import send_digests
from tests.matrix import run
from tests.matrix.cells import PUBLIC
from tests.matrix.claims import CLAIMS
from tests.matrix.expected import Outcome, expected
from tests.matrix.visitor import undone
from tests.support.english import read

# Addresses beside the claims of the matrix, and the kind of row that they name.
ROWS = {
    "products:plan_remind": "campaign",
    "reports:report_remind": "report_board",
    "products:plan_rows": "plan",
    "programs:reminder_list": "participant",
    "reports:public_plan": "plan",
}
# Left out: a page for developers, one that needs a link of its own, the end of the session, and
# what is written for machines.
SKIPPED = {"design", "account_reset_password_from_key", "account_logout", "reports:robots"}
NONSENSE = "§"
MET = {Outcome.DONE, Outcome.CONFLICT}
PAGES = ["changelist", "add", "change", "history", "delete"]


@dataclass(frozen=True)
class Target:
    """An address to try: `body` is what a right POST of it holds, `sort` what its row is to them.

    An answer that `is_alike` says the same to everybody who gets it: a file, a refusal.
    """

    path: str
    name: str
    body: dict | None = None
    sort: tuple = ()
    is_alike: bool = False

    @property
    def key(self):
        return self.name, *self.sort


@dataclass(frozen=True)
class Page:
    """What somebody was answered: a page, a file or a mail."""

    where: str
    response: object


def addresses(resolver=None, namespace=""):
    """(name with its namespace, whether it names a row) of the portal's own addresses."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        elif not namespace.startswith("admin:"):
            yield namespace + pattern.name, bool(pattern.pattern.converters)


def targets(world, role):
    """What this person may try."""
    user = world.people[role]
    for claim in CLAIMS:
        for sort, row in _sorts(world, claim, role).items():
            body = claim.body and claim.body(world, row, user)
            is_alike = sort[0] not in MET or "extension" in claim.path
            yield Target(run.address(claim, row), str(claim), body, sort, is_alike)
    for name in set(ROWS) - {claim.url for claim in CLAIMS}:
        for row in world.rows[ROWS[name]]:
            yield Target(reverse(name, args=[row.pk]), name)
    yield from unclaimed(of_sign_in=role == PUBLIC)


def unclaimed(*, of_sign_in):
    """The addresses that name no row and are not in the matrix; those of sign-in go by state."""
    claimed = {claim.url for claim in CLAIMS} | SKIPPED
    for name in sorted({name for name, names_row in addresses() if not names_row} - claimed):
        if of_sign_in or not name.startswith(("account_", "mfa_")):
            yield Target(reverse(name), name)


def _sorts(world, claim, role):
    """One row of each sort: hidden from this person, refused, or in each state that they meet."""
    sorts, user = {}, world.people[role]
    for row in world.rows[claim.rows] if claim.rows else [None]:
        _, outcome = expected(claim, role, row, user)
        state = row.state if row and outcome in MET else ""
        sorts.setdefault((outcome, state, bool(row) and row.person == user), row)
    return sorts


def office():
    """The pages of the back office: of each table its list, and the pages of its first row."""
    yield Target(reverse("admin:index"), "")
    for model in admin.site._registry:  # noqa: SLF001 -- the only list there is
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (Target(reverse(f"{name}_{page}"), name + page) for page in PAGES[:2])
        for row in model.objects.all()[:1]:
            for page in PAGES[2:]:
                yield Target(reverse(f"{name}_{page}", args=[row.pk]), name + page)


def crawl(client, targets, tried):
    """Each page, and once for each form what it answers to nothing, to nonsense and if right.

    `tried` is what other people have tried: what is alike is read once, a form is sent once.
    """
    for target in targets:
        path, is_new = target.path, target.key not in tried
        if target.is_alike and not is_new:
            continue
        tried.add(target.key)
        with undone():
            page = Page(f"GET {path}", client.get(path))
            fields = set(read(_html(page.response)).fields) - {"form_key", "csrfmiddlewaretoken"}
            yield page
        if target.body is not None and is_new:
            yield from _send(client, path, target.body)
        if fields and target.name not in tried:
            tried.add(target.name)
            yield from _send(client, path, {})
            yield from _send(client, path, dict.fromkeys(fields, NONSENSE))


def _html(response):
    is_page = response.status_code == 200 and "text/html" in response.headers["Content-Type"]
    return response.content.decode() if is_page else ""


def _send(client, path, data):
    """What is answered to a POST, and the mails that came of it."""
    with undone():
        last = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        waiting = Notification.objects.filter(outcome=MailOutcome.WAITING)
        waiting.update(outcome=MailOutcome.MOOT)  # of the world itself: not what this POST tells
        mail.outbox.clear()
        yield Page(f"POST {path} {data}", client.post(path, data, follow=True))
        if waiting.exists():
            send_digests(still_true, timezone.now() + timedelta(days=1))
        letters = [*Mail.objects.filter(pk__gt=last), *mail.outbox]
        yield from (Page(f"mail of POST {path}", letter) for letter in letters)
