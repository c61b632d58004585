"""What a certificate is worth on any day: dates, chains, and the same in the database."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from products.certificates.history import law_of, warning_days, with_status
from products.certificates.validity import (
    DAY,
    Happening,
    Life,
    first_overlap,
    life_of,
    status_on,
    valid_spans,
)
from products.enums import CLOSING, IN_FORCE, CertificateStatus, EventKind
from products.models import Certificate
from programs.working_days import add_months
from tests.support.factories import make_certificate, make_user
from tests.support.rows import make_happening

pytestmark = pytest.mark.pg
START = date(2024, 1, 1)
NOT_YET, EXPIRED = CertificateStatus.NOT_YET, CertificateStatus.EXPIRED


@pytest.mark.parametrize(
    ("issued", "expires"),
    [
        (date(2026, 8, 5), date(2029, 8, 5)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2024, 1, 31), date(2027, 1, 31)),
        (date(2023, 12, 31), date(2026, 12, 31)),
    ],
)
def test_it_ends_on_the_same_day_36_months_later_or_the_last_of_that_month(issued, expires):
    assert add_months(issued, 36) == expires


LIFE = Life(date(2023, 6, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2023, 5, 31), "not_yet"),
        (date(2023, 6, 1), "valid"),
        (date(2026, 5, 1), "valid"),
        (date(2026, 5, 2), "expiring"),
        (date(2026, 6, 1), "expiring"),
        (date(2026, 6, 2), "expired"),
    ],
)
def test_a_plain_certificate_on_the_days_about_each_boundary(day, status):
    assert status_on(LIFE, day, warn_days=30) == status


@pytest.mark.parametrize(
    ("kind", "status"),
    [("upgraded", "upgraded"), ("replaced", "replaced"), ("revoked", "revoked")],
)
def test_what_closes_a_certificate_does_so_from_its_very_day(kind, status):
    life = Life(LIFE.issued_on, LIFE.expires_on, (Happening(kind, date(2025, 1, 1)),))

    assert status_on(life, date(2024, 12, 31)) == "valid"
    assert status_on(life, date(2025, 1, 1)) == status
    assert status_on(life, date(2030, 1, 1)) == status


def test_an_extension_runs_from_the_old_end_to_the_new():
    extension = Happening("extended", date(2026, 5, 25), until=date(2026, 9, 1))
    life = Life(LIFE.issued_on, LIFE.expires_on, (extension,))

    assert status_on(life, date(2026, 6, 1), 0) == "valid"
    assert status_on(life, date(2026, 6, 2)) == "extended"
    assert status_on(life, date(2026, 9, 1)) == "extended"
    assert status_on(life, date(2026, 9, 2)) == "expired"


def test_a_reinstated_one_is_again_what_its_dates_say():
    happenings = (Happening("revoked", date(2025, 1, 1)), Happening("reinstated", date(2025, 6, 1)))
    life = Life(LIFE.issued_on, LIFE.expires_on, happenings)

    days = [date(2025, 5, 31), date(2025, 6, 1), date(2026, 6, 2)]
    assert [status_on(life, day) for day in days] == ["revoked", "valid", "expired"]


@pytest.mark.parametrize("warn", [0, 30, 180])
def test_an_extended_one_is_extended_and_never_said_to_run_out_soon(warn):
    extension = Happening("extended", date(2026, 5, 25), until=date(2026, 9, 1))
    life = Life(LIFE.issued_on, LIFE.expires_on, (extension,))

    assert status_on(life, date(2026, 9, 1), warn) == "extended"


def test_the_longest_extension_is_the_end_in_whatever_order_they_came():
    untils = date(2026, 9, 1), date(2026, 7, 1)
    happenings = tuple(Happening("extended", date(2026, 5, 25), until) for until in untils)

    assert Life(LIFE.issued_on, LIFE.expires_on, happenings).ends_on == date(2026, 9, 1)
    assert LIFE.ends_on == date(2026, 6, 1)


def test_what_was_closed_on_the_day_of_its_issue_was_valid_on_no_day():
    life = Life(LIFE.issued_on, LIFE.expires_on, (Happening("revoked", LIFE.issued_on),))

    assert valid_spans(life) == []
    assert status_on(life, LIFE.issued_on) == "revoked"


def test_a_span_ends_on_the_eve_of_what_closes_it():
    happenings = Happening("revoked", date(2024, 3, 1)), Happening("reinstated", date(2025, 3, 1))
    life = Life(LIFE.issued_on, LIFE.expires_on, happenings)

    assert valid_spans(life) == [
        (date(2023, 6, 1), date(2024, 2, 29)),
        (date(2025, 3, 1), date(2026, 6, 1)),
    ]


@pytest.mark.parametrize(
    ("issued_on", "day"), [(date(2026, 6, 1), date(2026, 6, 1)), (date(2026, 6, 2), None)]
)
def test_two_overlap_where_one_begins_on_the_last_day_of_the_other(issued_on, day):
    assert first_overlap([LIFE, Life(issued_on, date(2029, 6, 1))]) == day


@pytest.mark.parametrize("lives", [[], [LIFE]])
def test_none_and_one_overlap_with_nothing(lives):
    assert first_overlap(lives) is None


# --- Any life ----------------------------------------------------------------------------------

days = st.integers(min_value=0, max_value=1600).map(lambda number: START + number * DAY)


@st.composite
def lives(draw):
    """Any issue, and what may happen after it in any order of days."""
    issued = draw(days)
    expires = add_months(issued, 36)
    happenings = []
    kinds = draw(st.lists(st.sampled_from(list(EventKind)), max_size=5))
    for on, kind in zip(sorted(draw(st.tuples(*[days] * len(kinds)))), kinds, strict=True):
        extra = draw(st.integers(min_value=1, max_value=180))
        until = expires + extra * DAY if kind == EventKind.EXTENDED else None
        happenings.append(Happening(kind, max(on, issued), until))
    return Life(issued, expires, tuple(happenings))


@settings(max_examples=300, deadline=None)
@given(life=lives(), day=days, warn=st.sampled_from([0, 30, 180]))
def test_the_valid_spans_are_the_days_on_which_it_is_in_force(life, day, warn):
    is_in_span = any(first <= day <= last for first, last in valid_spans(life))

    assert (status_on(life, day, warn) in IN_FORCE) == is_in_span


@settings(max_examples=300, deadline=None)
@given(life=lives())
def test_states_partition_time(life):
    """One state a day; none before the issue, and after the last boundary none ever again."""
    marks = {life.issued_on, life.expires_on + DAY, life.ends_on + DAY}
    marks |= {each.on for each in life.happenings}
    assert status_on(life, life.issued_on - DAY) == NOT_YET
    for first, following in zip(sorted(marks), sorted(marks)[1:], strict=False):
        states = {status_on(life, day) for day in (first, first + (following - first) // 2)}
        assert len(states | {status_on(life, following - DAY)}) == 1
    last = max(marks)
    assert status_on(life, last) == status_on(life, last + timedelta(days=3000)) not in IN_FORCE


@settings(max_examples=300, deadline=None)
@given(chain=st.lists(lives(), min_size=1, max_size=4))
def test_an_overlap_is_found_where_two_are_valid_on_a_day(chain):
    marks = sorted({first for life in chain for first, _ in valid_spans(life)})
    doubled = [day for day in marks if sum(status_on(life, day) in IN_FORCE for life in chain) > 1]

    assert first_overlap(chain) == (doubled[0] if doubled else None)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [None, *CLOSING, EventKind.EXTENDED, EventKind.REINSTATED])
@pytest.mark.parametrize("offset", [-400, -1, 0, 1, 100, 1000, 1094, 1095, 1096, 1097, 1150, 2000])
def test_the_database_says_the_same(kind, offset):
    certificate = make_certificate(issued_on=date(2023, 6, 1))
    if kind:
        until = certificate.expires_on + 60 * DAY if kind == EventKind.EXTENDED else None
        other = make_certificate() if kind in {EventKind.UPGRADED, EventKind.REPLACED} else None
        on = certificate.issued_on + 100 * DAY
        facts = {"kind": kind, "on": on, "until": until, "by_certificate": other}
        certificate.events.create(recorded_by=make_user("RO"), **facts)
    day = certificate.issued_on + offset * DAY

    row = with_status(Certificate.objects.filter(pk=certificate.pk), day).get()

    assert row.status == status_on(life_of(certificate), day, warning_days(law_of(day)))
    assert row.ends_on == life_of(certificate).ends_on


@pytest.mark.django_db
def test_the_order_of_events_of_one_day_counts():
    happening = make_happening()
    certificate = happening.certificate
    certificate.events.create(kind="reinstated", on=happening.on, recorded_by=make_user("RO"))

    row = with_status(Certificate.objects.filter(pk=certificate.pk), happening.on).get()

    assert row.status == status_on(life_of(certificate), happening.on) == "valid"


@pytest.mark.django_db
@time_machine.travel(date(2026, 11, 25))
def test_a_certificate_is_worth_what_the_clock_says():
    assert make_certificate(issued_on=date(2023, 11, 25)).expires_on == date(2026, 11, 25)
