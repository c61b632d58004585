"""No act is done for a page of another site: each POST needs the token of the person's session."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.matrix import run
from tests.matrix.claims import CLAIMS, OWN_URLS
from tests.matrix.visitor import undone

pytestmark = pytest.mark.django_db

ACTS = [claim for claim in CLAIMS if claim.body]


@pytest.fixture(scope="module")
def strict(visitors):
    """The same people, with the check of the token that tests leave out."""
    visitors.client = Client(enforce_csrf_checks=True)
    return visitors


@pytest.mark.parametrize("claim", ACTS, ids=str)
def test_an_act_without_its_token_is_refused(claim, strict):
    role, row = run.allowed(claim, strict.world)
    body = claim.body(strict.world, row, strict.world.people[role])

    answer = strict.ask(role, "POST", run.address(claim, row), body)

    assert (answer.status, answer.written, answer.done) == (403, frozenset(), 0)


@pytest.mark.parametrize("url", sorted(OWN_URLS - {"home"}))
def test_what_one_does_to_ones_own_account_needs_the_token(url, strict):
    with undone():
        answer = strict.ask("DO", "POST", reverse(url))

    assert answer.status == 403
    assert answer.written == frozenset()
