"""The portal speaks Vietnamese: packages, every page of every role, errors, files and mails."""

import gettext
import io
import re
import time
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal import auth as recovery_codes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from programs.enums import Role
from programs.models import Mail
from programs.views.errors import server_error
from tests.matrix.cells import ROLES
from tests.support import crawl
from tests.support.catalogues import SPEAKERS, english_of, missing_of, placeholders, read_catalogue
from tests.support.english import english_in, read
from tests.support.factories import make_user
from tests.support.running import EXTENTS

FOLDER = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
TEMPLATES = settings.BASE_DIR / "templates"
FIRST = EXTENTS["short"].askers  # the roles whose pages a short run reads
LETTERS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("email/*.txt"))


# --- The catalogue -----------------------------------------------------------------------------


@pytest.mark.parametrize(("package", "domain"), SPEAKERS)
def test_package_has_nothing_left_in_english(package, domain):
    assert missing_of(package, domain) == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_catalogue_is_compiled_and_fills_in_the_same_values(domain):
    source = read_catalogue(FOLDER / f"{domain}.po")
    with (FOLDER / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # noqa: SLF001

    said = {key[0] if isinstance(key, tuple) else key: text for key, text in compiled.items()}

    assert said == source | {"": said[""]}
    for msgid, text in source.items():
        assert placeholders(text) == placeholders(msgid), msgid


@pytest.mark.parametrize(("package", "domain"), SPEAKERS)
def test_every_english_sentence_would_be_noticed(package, domain):
    sentences = [msgid for msgid, _ in english_of(package, domain) if msgid.count(" ") > 2]

    assert [msgid for msgid in sentences if not english_in(f"{msgid} – ")] == []


# The lines of a calendar file that people read.
CALENDAR = ("SUMMARY:", "LOCATION:", "DESCRIPTION:")


# --- What is said ------------------------------------------------------------------------------


def texts_of(response):
    """All that a page, a workbook, a CSV file or a mail says."""
    if not hasattr(response, "headers"):
        return [response.subject, *response.body.splitlines()]
    kind, content = response.headers.get("Content-Type", ""), response.getvalue()
    if "text/html" in kind:
        return read(content.decode()).texts
    if "spreadsheet" in kind:
        return _cells(content)
    if "text/calendar" in kind:  # the names of its lines are for machines
        lines = content.decode().replace("\r\n ", "").splitlines()
        return [line.partition(":")[2] for line in lines if line.startswith(CALENDAR)]
    return content.decode().splitlines() if "text/" in kind else []


def _cells(content):
    workbook = load_workbook(io.BytesIO(content), read_only=True)
    sheets = [sheet for sheet in workbook if sheet.sheet_state == "visible"]
    cells = (cell for sheet in sheets for row in sheet.values for cell in row)
    return [*(sheet.title for sheet in sheets), *(cell for cell in cells if isinstance(cell, str))]


def english_on(pages):
    """A line for each English text, and for what broke, with the first page that has it."""
    found = {}
    for page in pages:
        if getattr(page.response, "status_code", 200) >= 500:
            found.setdefault("it breaks", page.where)
        for text in texts_of(page.response):
            if english := english_in(text):
                found.setdefault(english, page.where)
    return "\n".join(f"{english!r} on {where}" for english, where in found.items())


# --- Pages, files and mails --------------------------------------------------------------------


@pytest.fixture(scope="module")
def tried():
    """What a role before has tried."""
    return set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    [pytest.param(role, marks=[pytest.mark.slow] * (role not in FIRST)) for role in ROLES],
)
def test_no_page_file_or_mail_of_a_role_is_in_english(visitors, role, tried):
    targets = crawl.targets(visitors.world, role)

    assert english_on(crawl.crawl(visitors.become(role), targets, tried)) == ""


@pytest.mark.django_db
@pytest.mark.urls("tests.programs.test_back_office")
def test_no_page_of_the_back_office_is_in_english(visitors):
    client = visitors.become(Role.PROVINCE_ADMIN)

    assert english_on(crawl.crawl(client, crawl.office(), set())) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("has_factor", [False, True])
def test_no_page_about_ones_own_sign_in_is_in_english(client, has_factor):
    person = make_user(Role.UNIT_OFFICER)
    client.force_login(person)
    _confirm(client)
    if has_factor:
        totp.TOTP.activate(person, totp.generate_totp_secret())
        recovery_codes.RecoveryCodes.activate(person)

    assert english_on(crawl.crawl(client, crawl.unclaimed(of_sign_in=True), set())) == ""


def _confirm(client):
    """As if the password had been typed just now, as changes of one's sign-in ask for."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


@pytest.mark.django_db
def test_link_that_sets_a_password_leads_to_no_english(client):
    person = make_user(Role.OBSERVER)
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"/tai-khoan/dat-mat-khau/\S+", Mail.objects.get().body)[0]
    spoiled = client.get(link.replace("-", "-x", 1), follow=True)
    page = client.get(link, follow=True)
    bodies = [{}, {"password1": "abc", "password2": "abd"}, {"password1": "1" * 12}]
    answers = [client.post(page.request["PATH_INFO"], body) for body in bodies]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert english_on(crawl.Page(link, one) for one in [spoiled, page, *answers]) == ""


@pytest.mark.django_db
def test_no_error_is_in_english(client, rf, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    strict = Client(enforce_csrf_checks=True)
    sign_in = reverse("account_login")
    answers = {
        400: client.get("/", HTTP_HOST="elsewhere.example"),
        403: strict.post(sign_in),
        404: client.get("/khong-co/"),
        429: [client.post(sign_in, {"login": "a", "password": "b"}) for _ in range(3)][-1],
        500: server_error(rf.get("/")),
    }

    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    faults = [read(answer.content.decode()).texts for answer in answers.values()]
    assert [text for texts in faults for text in texts if english_in(text)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("template", LETTERS)
def test_letter_is_vietnamese_whole(template):
    person = make_user(Role.UNIT_LEADER)
    letter = render_to_string(template, {"user": person, "at": person.date_joined, "hours": 72})

    assert [line for line in letter.splitlines() if english_in(line)] == []
