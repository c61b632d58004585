"""Every address, asked by every role about every row, answers what the permission matrix says."""

import pytest

from tests.matrix import run
from tests.matrix.cells import MATRIX
from tests.matrix.claims import CLAIMS, OWN_URLS, PUBLIC_URLS

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def test_every_address_stands_under_a_line_of_the_matrix():
    claimed = {claim.url for claim in CLAIMS} | PUBLIC_URLS | OWN_URLS

    assert set(run.named_urls()) - claimed == set(), "Some URLs are unclaimed"
    assert claimed - set(run.named_urls()) == set(), "Some claims name no URL"


def test_every_line_of_the_matrix_has_an_address_or_is_no_act():
    # P3 is read by P4's pages, L1 by L2's; N4, V8 and W1 are everybody's; three are never done, and
    # templates (V7) are files of the portal
    # who signed (C6) stands on a page with much else: tests.councils.agreement.test_deciding
    without = {"P3", "P14", "L1", "L3", "N4", "V7", "V8", "V9", "W1", "C6", "T7"}

    assert set(MATRIX) == {claim.line for claim in CLAIMS} | without


def test_few_addresses_are_open_to_everybody():
    assert len(PUBLIC_URLS) <= 23


@pytest.mark.parametrize("claim", CLAIMS, ids=str)
def test_every_role_gets_what_the_matrix_says(claim, visitors, extent):
    faults = run.differences(claim, visitors, roles=extent.roles, few=extent.few)

    assert "\n".join(faults) == ""
