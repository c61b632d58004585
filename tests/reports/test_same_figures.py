"""Page, PDF, Excel and JSON of the appendix say the same, whatever the figures are."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from products.enums import RegistrationForm
from programs.enums import Role
from tests.support.dispatch import ROWS, TOTALS, make_dispatch
from tests.support.factories import make_campaign, make_unit, make_user
from tests.support.reading import json_rows, page_rows, pdf_rows, xlsx_rows

pytestmark = pytest.mark.pg
FIGURES = len(RegistrationForm) + 1
counts = st.none() | st.integers(0, 5000)


def in_all_four(rows):
    return dict.fromkeys(("page", "pdf", "xlsx", "json"), rows)


def figures(rows):
    """The last six cells of each row: what stands before them is joined in the last one."""
    return [tuple(row[-FIGURES:]) for row in rows]


def outputs(client, campaign, source):
    """The figures of the four outputs, by name."""
    page = client.get(reverse("reports:appendix", args=[campaign.pk]), {"source": source})
    found = {"page": figures(page_rows(page))}
    for extension, read in {"pdf": pdf_rows, "xlsx": xlsx_rows, "json": json_rows}.items():
        url = reverse("reports:appendix_export", args=[campaign.pk, extension])
        answer = client.get(url, {"source": source})
        found[extension] = figures(read(answer.getvalue()))
    return found


@pytest.mark.django_db
def test_dispatch_is_printed_figure_by_figure_in_all_four(admin, client):
    expected = [row[2:] for row in ROWS] + [TOTALS]

    assert outputs(client, make_dispatch(), "declared") == in_all_four(expected)


class TestAnyFigures(TestCase):
    """Hypothesis rolls each example back through Django's own test case."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(table=st.lists(st.tuples(*[counts] * len(RegistrationForm)), min_size=1, max_size=6))
    def test_totals_are_the_sums_in_all_four(self, table):
        campaign = make_campaign()
        for place, row in enumerate(table, 1):
            participant = campaign.participants.create(unit=make_unit(), position=place)
            for form, count in zip(RegistrationForm, row, strict=True):
                if count is not None:
                    participant.counts.create(form=form, count=count)
        self.client.force_login(make_user(Role.OBSERVER))

        rows = [(*row, total(row)) for row in table]
        sums = tuple(sum(filter(None, column)) for column in zip(*rows, strict=True))

        assert outputs(self.client, campaign, "declared") == in_all_four([*rows, sums])


def total(row):
    return None if row == (None,) * len(row) else sum(filter(None, row))
