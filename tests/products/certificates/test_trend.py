"""How many were in force on several days: counted at once, it is what each day's list says."""

from collections import Counter
from datetime import date, timedelta

import pytest

from products.certificates.history import valid_on, with_status
from products.certificates.trend import held_on
from products.enums import IN_FORCE
from products.models import Certificate
from tests.support.factories import make_certificate, make_draft, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
ISSUED, EXPIRES = date(2022, 3, 10), date(2025, 3, 10)
DAY = timedelta(days=1)
DAYS = [
    date(2021, 12, 31),
    ISSUED - DAY,
    ISSUED,
    date(2023, 6, 1),
    date(2023, 12, 31),
    date(2024, 5, 1),
    EXPIRES,
    EXPIRES + DAY,
    date(2025, 9, 1),
    date(2026, 1, 1),
]
REVOKED = ("revoked", date(2023, 6, 1), None)
REINSTATED = ("reinstated", date(2024, 5, 1), None)
EXTENDED = ("extended", date(2025, 2, 1), date(2025, 9, 1))
SETTLED = ("settled", date(2025, 6, 1), date(2025, 7, 1))
UPGRADED = ("upgraded", date(2023, 12, 31), None)


def issue(*happenings, star=3):
    paper = make_certificate(issued_on=ISSUED, expires_on=EXPIRES, star=star)
    for kind, on, until in happenings:
        facts = {"recorded_by": paper.issued_by}
        if kind == "upgraded":
            later = make_certificate(make_product(), issued_on=on, expires_on=date(2026, 1, 1))
            facts["by_certificate"] = later
        paper.events.create(kind=kind, on=on, until=until, **facts)
    return paper


@pytest.mark.parametrize(
    "happenings",
    [
        [],
        [REVOKED],
        [REVOKED, REINSTATED],
        [EXTENDED],
        [EXTENDED, SETTLED],
        [REVOKED, REINSTATED, EXTENDED],
        [UPGRADED],
    ],
    ids=lambda happenings: "+".join(kind for kind, *_ in happenings) or "nothing",
)
def test_each_day_has_what_its_list_says(happenings):
    issue(*happenings)
    issue(star=4)

    counts = held_on(Certificate.objects.all(), DAYS)

    for day in DAYS:
        listed = Counter(valid_on(Certificate.objects.all(), day).values_list("star", flat=True))
        told = with_status(Certificate.objects.all(), day).filter(status__in=IN_FORCE)
        assert +counts[day] == listed == Counter(told.values_list("star", flat=True)), day


def test_drafts_count_on_no_day():
    make_draft()

    assert held_on(Certificate.objects.all(), DAYS)[DAYS[3]].total() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_two_queries(count, django_assert_num_queries):
    for _ in range(count):
        issue(REVOKED)

    with django_assert_num_queries(2):
        held_on(Certificate.objects.all(), DAYS)
