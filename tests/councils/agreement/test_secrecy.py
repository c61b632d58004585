"""Nobody finds what a member gave a dossier before the scores are opened (SECURITY A8).

Everybody who may see the session opens every page that links lead to and sends its forms, empty and
with nonsense; pages, files, refusals, the trail and mails are searched for a total, a note of
evidence and an opinion that stand on one member's sheet alone.
"""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from councils.advisory.points import GROUP
from councils.agreement import deciding
from councils.enums import SeatRole
from councils.models import ScoreSheet
from councils.sheets import scoring
from products.news import still_true
from programs.enums import Role
from programs.models import Mail
from programs.notices import send_digests
from tests.matrix.visitor import undone
from tests.support.councils import make_sitting
from tests.support.crawl import crawl, office
from tests.support.english import read
from tests.support.factories import make_user
from tests.support.sessions import (
    make_advice,
    make_board,
    make_conflict,
    make_group,
    make_scored_set,
    make_scoring,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]

# A total of 83 points, one of 79 on a sheet that was opened again, and words of one member alone.
SECRET = re.compile(r"(?<![\w.,:/-])(?:83|79)(?![\w.,:/-])|canary-minh-chung|canary-y-kien")
# What tells nobody's data: files of the site, the guide, one's own account; PDF of the same tables.
LEFT_OUT = re.compile(r"^/static/|^/tro-giup/|^/tai-khoan/|\.pdf$")
MOST_PAGES = 400


@pytest.fixture
def world():
    """A Council of five, an expert beside it; one has signed twice, one is in conflict.

    Of its advisory group one has signed too, and the report is not completed.
    """
    board = make_board(3)
    expert = make_user(Role.AGENCY_OFFICER)
    make_sitting(board.council, SeatRole.EXPERT, user=expert, organisation="Hội Nông dân")
    evaluation = make_scoring(board, make_scored_set((40, 4, 39, 17)))
    member, apart = board.members[0], board.members[2]
    make_conflict(evaluation, board.seat(apart))
    _sign(evaluation, member, "1.1", "1.3")
    old = ScoreSheet.objects.get(member__user=member)
    scoring.open_again(old, "Chấm nhầm tiêu chí.", by=board.secretary)
    _sign(evaluation, member, "1.1", "1.2", "1.3")
    head, adviser = make_group(board.council)
    _sign(evaluation, head, "1.1", "1.2", "1.3", desk=GROUP)
    make_advice(evaluation)
    people = {
        "member": member,
        "another member": board.members[1],
        "in conflict": apart,
        "chair": board.chair,
        "secretary": board.secretary,
        "expert": expert,
        "adviser": adviser,
        "administrator": make_user(Role.PROVINCE_ADMIN),
        "staff": make_user(Role.PROVINCE_STAFF),
        "observer": make_user(Role.OBSERVER),
        "unit": evaluation.dossier.created_by,
    }
    return evaluation, people, board


def _sign(evaluation, member, *best, desk=scoring.COUNCIL):
    noted = evaluation.dossier.criteria_set.criteria.get(code="1.1").pk
    sheet = save(evaluation, member, *best, evidence={noted: "canary-minh-chung"}, desk=desk)
    scoring.sign(sheet, "canary-y-kien", by=member, read=sheet.version, desk=desk)


def starts(evaluation):
    """Where a reader begins: the first page, and what no link might lead to."""
    session = evaluation.session
    of_it = ("evaluation_detail", "sheet", "sheet_sign", "sheet_abstain", "scores", "scores_open")
    of_it += ("findings", "evaluation_conclude", "evaluation_reconsider", "evaluation_note")
    of_it += ("agenda_remove", "conflict_declare", "advice_detail", "advice_update")
    of_it += ("advice_sheet", "advice_sheet_sign", "advice_sheet_reopen")
    yield "/"
    yield session.get_absolute_url()
    yield reverse("councils:advice_list", args=[session.pk])
    yield reverse("programs:event_list")
    yield reverse("councils:leniency", args=[session.pk])
    yield reverse("councils:result_list")
    yield reverse("reports:round_statistics")
    for name in of_it:
        yield reverse(f"councils:{name}", args=[evaluation.pk])
    for sheet in ScoreSheet.objects.all():
        yield reverse("councils:sheet_reopen", args=[sheet.pk])
    for step in ("call", "open", "close", "reopen", "cancel"):
        yield reverse("councils:session_step", args=[session.pk, step])


def text_of(response):
    body = response.content if not response.streaming else b"".join(response.streaming_content)
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")


def answers(client, evaluation):
    """(address, text) of every page in reach, and of what its forms answer."""
    waiting, seen = list(starts(evaluation)), set()
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        key = parts.path, tuple(sorted(re.findall(r"(?:^|&)(\w[\w-]*)=", parts.query)))
        if key in seen or LEFT_OUT.search(parts.path):
            continue
        seen.add(key)
        assert len(seen) < MOST_PAGES, "The crawl does not come to an end."
        with undone():
            response = client.get(address)
        text = text_of(response)
        yield address, text
        if "text/html" in response.headers.get("Content-Type", ""):
            waiting += [each for each in re.findall(r'href="(/[^"#]*)', text) if "//" not in each]
            yield from _sent(client, address, text)


def _sent(client, address, text):
    fields = set(read(text).fields) - {"csrfmiddlewaretoken", "form_key"}
    if "/hoi-dong/" not in address or not fields:
        return
    for typed in ({}, dict.fromkeys(fields, "§")):
        with undone():
            yield f"POST {address}", text_of(client.post(address, typed, follow=True))


def found(pages):
    return {address for address, text in pages if SECRET.search(text)}


WHO = ("another member", "in conflict", "chair", "secretary", "expert", "administrator", "staff")
WHO += ("observer", "unit", "adviser")


@pytest.mark.parametrize("who", WHO)
def test_nobody_finds_the_score_of_another(sign_in, world, who):
    evaluation, people, _ = world
    client = sign_in(people[who])
    pages = [*answers(client, evaluation)]

    assert len(pages) > 20
    assert found(pages) == set()


@pytest.mark.urls("tests.programs.test_back_office")
def test_the_back_office_tells_nothing_of_it(sign_in, world):
    client = sign_in(world[1]["administrator"])
    pages = list(crawl(client, office(), set()))

    assert any("councils" in page.where for page in pages)
    assert found((page.where, text_of(page.response)) for page in pages) == set()


def test_the_member_finds_it_so_the_search_does_find(sign_in, world):
    evaluation, people, _ = world
    pages = found(answers(sign_in(people["member"]), evaluation))

    assert reverse("councils:sheet", args=[evaluation.pk]) in pages


def test_once_opened_those_who_signed_find_it_and_the_one_in_conflict_never(sign_in, world):
    evaluation, people, board = world
    for person in (people["another member"], people["chair"], people["secretary"]):
        sheet = save(evaluation, person, "1.1", "1.3")
        scoring.sign(sheet, "", by=person, read=sheet.version)
    deciding.open_scores(evaluation, by=board.chair)
    scores = reverse("councils:scores", args=[evaluation.pk])

    for who in ("another member", "chair", "secretary"):
        assert SECRET.search(text_of(sign_in(people[who]).get(scores)))
    for who in ("in conflict", "staff", "observer", "unit"):
        pages = answers(sign_in(people[who]), evaluation)
        assert found(page for page in pages if "/hoi-dong/" in page[0]) == set()


def test_no_mail_tells_it(world):
    evaluation, people, _ = world
    for person in (people["another member"], people["chair"], people["secretary"]):
        sheet = save(evaluation, person, "1.4")
        scoring.sign(sheet, "", by=person, read=sheet.version)
    send_digests(still_true, timezone.now() + timedelta(days=1))

    texts = [*(f"{row.subject} {row.body}" for row in Mail.objects.all())]
    assert found(enumerate([*texts, *(each.body for each in mail.outbox)])) == set()
