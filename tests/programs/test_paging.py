"""Pages by key: every order, walked page by page, shows each row once and in its place."""

from base64 import urlsafe_b64encode

import pytest
from django.db.models import Count
from hypothesis import given, settings
from hypothesis import strategies as st

from products.enums import PlanState
from products.models import Plan
from programs import paging
from programs.paging import ordered, page, searched
from tests.support.factories import make_campaign, make_plan, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

FIELDS = ["sent_at", "decision_number", "decision_date", "is_late", "unit__code", "version"]
FIELDS += ["adjusts__sent_at", "campaign__year", "listed", "unit", "adjusts"]


@pytest.fixture
def plans():
    """Twelve plans in which values are equal, empty and different."""
    units = [make_unit() for _ in range(12)]
    campaign = make_campaign(*units)
    for number, unit in enumerate(units):
        values = {"decision_number": f"{number % 3}/KH", "is_late": number % 4 == 0}
        if number % 2:
            values |= {"decision_date": f"2024-03-{10 + number % 5}"}
        state = PlanState.SENT if number % 3 else PlanState.DRAFT
        make_plan(unit=unit, campaign=campaign, rows=number % 3, state=state, **values)


def rows():
    return Plan.objects.select_related("unit", "campaign", "adjusts").annotate(
        listed=Count("registrations")
    )


def walk(order, size):
    found, token = [], ""
    while True:
        shown = page(rows(), order, token, size)
        found += [row.pk for row in shown.rows]
        assert shown.count == 12
        if not (token := shown.next):
            return found


@settings(max_examples=60, deadline=None)
@given(
    fields=st.lists(st.sampled_from(FIELDS), max_size=3, unique=True),
    ways=st.lists(st.sampled_from(["", "-"]), min_size=4, max_size=4),
    size=st.integers(1, 7),
)
def _walk_shows_all(fields, ways, size):
    order = [way + name for way, name in zip(ways, [*fields, "pk"], strict=False)]
    assert walk(order, size) == [row.pk for row in ordered(rows(), order)]


@pytest.mark.usefixtures("plans")
def test_pages_of_any_order_show_every_row_once_and_in_order():
    _walk_shows_all()


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("walked", [1, 4, 50])
@pytest.mark.parametrize("order", [("unit__name", "pk"), ("-decision_number", "-pk")])
@pytest.mark.parametrize("endings", ["012", "2", "x"])
def test_a_search_shows_the_same_pages_wherever_its_rows_stand(order, endings, walked, monkeypatch):
    """Among the next rows of the list, beyond them, or nowhere."""
    monkeypatch.setattr(paging, "WALKED", walked)
    known = ordered(rows().filter(decision_number__regex=f"^[{endings}]"), order)
    keys, sought = [row.pk for row in known], searched(known)

    found, shown = [], page(sought, order, size=2)
    while shown.rows:
        assert (shown.count, len(shown.rows) <= 2) == (len(keys), True)
        found += [row.pk for row in shown.rows]
        shown = page(sought, order, shown.next, size=2) if shown.next else page(known.none(), order)

    assert found == keys
    assert [row.pk for row in page(sought, order, size=2, number=2).rows] == keys[2:4]


@pytest.mark.usefixtures("plans")
def test_a_page_counts_no_further_than_it_is_told():
    exact, beyond = (page(rows(), ("pk",), limit=limit) for limit in (12, 11))

    assert (exact.count, exact.is_counted) == (12, True)
    assert (beyond.count, beyond.is_counted) == (12, False)


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("way", ["", "-"])
def test_an_empty_value_counts_as_the_least(way):
    dates = [row.decision_date for row in ordered(rows(), (f"{way}decision_date", "pk"))]

    assert dates.index(None) == (6 if way else 0)


@settings(max_examples=150, deadline=None)
@given(token=st.one_of(st.text(max_size=40), st.binary(max_size=40).map(lambda raw: raw.hex())))
def _any_token_is_answered(token):
    assert page(rows(), ("decision_date", "decision_number", "pk"), token).count >= 0


@pytest.mark.usefixtures("plans")
def test_a_token_that_is_none_asks_for_the_first_page():
    _any_token_is_answered()


@pytest.mark.parametrize(
    "values",
    [
        "[1]",
        "[null,1]",
        '["a","1"]',
        "[[],1]",
        '["2024-01-01",null]',
        '["x\\u0000",1]',
        "[1e999,1]",
    ],
)
def test_a_token_of_wrong_values_breaks_nothing(values):
    token = urlsafe_b64encode(values.encode()).decode()

    for name in ("decision_number", "sent_at", "is_late", "version"):
        assert page(rows(), (name, "pk"), token).rows == []
