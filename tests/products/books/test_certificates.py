"""The recognitions of a book: which certificate each is, what overlaps, and what gives way."""

from datetime import date

import pytest

from products.books.certificates import (
    Chain,
    closed,
    closings,
    is_same,
    read_number,
    remark_of,
    said_of,
)
from products.certificates.validity import Happening, Life, first_overlap
from products.enums import EventKind

THEIRS = {
    "star": 4,
    "decision_number": "99/QĐ-UBND",
    "decision_date": "2024-03-01",
    "issued_on": "2024-03-05",
}
DAYS = {"decision_date": "2024-03-01", "issued_on": "2024-03-05"}
NUMBER = {"decision_number": "99/QĐ-UBND"}
OTHER = {"decision_date": "2024-06-01", "issued_on": "2024-06-02"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("07/2026", (7, 2026)),
        ("Số: 12/GCN-UBND", (12, None)),
        ("0012", (12, None)),
        ("12-2024", (12, 2024)),
        ("999999", (999999, None)),
        ("1234567", None),
        ("GCN 12", None),
        ("", None),
        ("05/02/2024", None),  # a day
    ],
)
def test_number_of_a_certificate_is_told_from_a_day(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("turn", "label"),
    [
        ({"number": "7", "issued_on": "2024-03-05"}, "07/2024"),
        ({"number": "7/2023", "issued_on": "2024-03-05"}, "07/2023"),
        ({"number": "7"}, None),
        ({"number": "GCN", "issued_on": "2024-03-05"}, None),
    ],
)
def test_number_without_its_year_is_of_the_year_of_issue(turn, label):
    assert said_of(turn).get("label") == label


@pytest.mark.parametrize(
    ("turn", "same"),
    [
        ({}, True),  # a book that gives the star alone
        ({"star": 3, **DAYS}, False),
        (DAYS, True),
        (DAYS | {"decision_date": "2024-02-01"}, True),  # one of the two days is enough
        (DAYS | {"issued_on": "2024-07-01"}, True),
        (OTHER, False),
        (OTHER | {"decision_number": "99/qđ-ubnd"}, True),  # a decision of that year
        (OTHER | {"decision_number": "98/QĐ-UBND"}, False),
        ({"decision_date": "2023-06-01", "issued_on": "2023-06-01"}, False),
        ({"issued_on": "2023-03-05", "decision_date": "2023-03-01"} | NUMBER, False),
        ({"year": 2024}, True),
        ({"year": 2023} | NUMBER, False),
        (NUMBER, True),
        ({"decision_number": "98/QĐ-UBND"}, False),
    ],
)
def test_recognition_is_the_certificate_of_its_star_by_a_day_or_a_decision(turn, same):
    assert is_same({"star": 4} | turn, THEIRS) == same


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ({}, "4 sao"),
        ({"year": 2023}, "4 sao, năm 2023"),
        ({"year": 2023} | NUMBER, "4 sao, năm 2023, 99/QĐ-UBND"),
        ({"year": 2024} | DAYS, "4 sao, ngày 05/03/2024"),
    ],
)
def test_recognition_without_a_certificate_is_told_by_what_is_known(turn, words):
    assert remark_of({"star": 4} | turn) == words


# --- What is valid beside each other -------------------------------------------------------------


def paper(star, first, last):
    return {"star": star, "issued_on": first, "expires_on": last}


@pytest.mark.parametrize(
    ("new", "day"),
    [
        (paper(3, "2024-05-02", "2027-05-02"), None),  # the day after the last one
        (paper(3, "2024-05-01", "2027-05-01"), "01/05/2024"),  # on the last day
        (paper(4, "2024-05-01", "2027-05-01"), None),  # an upgrade
        (paper(4, "2021-05-01", "2024-05-01"), "01/05/2021"),  # on one day
        (paper(3, "2018-05-01", "2021-05-01"), "01/05/2021"),
        (paper(4, "2020-05-01", "2023-05-01"), "01/05/2021"),  # three stars after four
        (paper(2, "2020-05-01", "2023-05-01"), None),
    ],
)
def test_two_certificates_hold_at_once_only_where_the_later_one_is_better(new, day):
    chain = Chain()
    chain.add(paper(3, "2021-05-01", "2024-05-01"))

    found = chain.overlap(new)

    assert found == "" if day is None else f"Từ ngày {day}" in found


def lives(*spans):
    """Papers as `closings` asks for them: of three years each, named by their place."""
    days = [date.fromisoformat(first) for first in spans]
    return [
        (day, Life(day, day.replace(year=day.year + 3)), place) for place, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("spans", "pairs"),
    [
        ([], []),
        (["2021-05-01"], []),
        (["2021-05-01", "2024-05-02"], []),  # the first had ended
        (["2021-05-01", "2024-05-01"], [(0, 1)]),  # its last day
        (["2024-05-01", "2021-05-01"], [(1, 0)]),  # whatever their order in the book
        (["2021-05-01", "2022-05-01", "2023-05-01"], [(0, 1), (1, 2)]),
        (["2021-05-01", "2021-05-01"], [(0, 1)]),  # of one day the later in the list stays
    ],
)
def test_certificate_gives_way_to_the_next_that_begins_while_it_holds(spans, pairs):
    assert list(closings(lives(*spans))) == pairs


def test_certificate_that_was_closed_before_gives_way_to_nothing():
    (first, second) = lives("2021-05-01", "2022-05-01")
    revoked = closed(first[1], EventKind.REVOKED, date(2022, 5, 1))

    assert list(closings([(first[0], revoked, 0), second])) == []


def test_what_happened_is_kept_in_the_order_of_time():
    life = Life(date(2021, 5, 1), date(2024, 5, 1))
    life = closed(life, EventKind.REINSTATED, date(2023, 1, 1))
    life = closed(life, EventKind.REVOKED, date(2022, 1, 1))

    assert life.happenings == (
        Happening(EventKind.REVOKED, date(2022, 1, 1)),
        Happening(EventKind.REINSTATED, date(2023, 1, 1)),
    )
    later = Life(date(2022, 6, 1), date(2025, 6, 1))
    assert first_overlap([life, later]) == date(2023, 1, 1)
