"""Working days on the announced holidays: over Tết, over swapped Saturdays, into unknown years."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from programs.enums import HolidayKind
from programs.models import Holiday, HolidayYear
from programs.working_days import (
    CalendarUnknown,
    WorkCalendar,
    add_months,
    add_working_days,
)

pytestmark = pytest.mark.django_db
SATURDAY = 5


@pytest.fixture(autouse=True)
def holidays():
    call_command("loaddata", "holidays", verbosity=0)


TERMS = [
    # an ordinary week: the day of the event does not count (Civil Code, article 147)
    (date(2024, 3, 11), 1, date(2024, 3, 12)),
    (date(2024, 3, 11), 5, date(2024, 3, 18)),
    # received on a Saturday
    (date(2024, 3, 16), 1, date(2024, 3, 18)),
    # Tết Giáp Thìn 08/02–14/02/2024
    (date(2024, 2, 5), 15, date(2024, 3, 4)),
    (date(2024, 2, 7), 1, date(2024, 2, 15)),
    # Tết Ất Tỵ 25/01–02/02/2025, Bính Ngọ 14/02–22/02/2026
    (date(2025, 1, 24), 1, date(2025, 2, 3)),
    (date(2026, 2, 13), 1, date(2026, 2, 23)),
    # 29/4/2024 swapped with Saturday 04/5/2024
    (date(2024, 4, 26), 1, date(2024, 5, 2)),
    (date(2024, 5, 3), 1, date(2024, 5, 4)),
    # 02/01/2026 swapped with Saturday 10/01/2026, across the turn of the year
    (date(2025, 12, 31), 1, date(2026, 1, 5)),
    (date(2026, 1, 9), 1, date(2026, 1, 10)),
    # 31/8/2026 swapped with Saturday 22/8/2026; National Day of two days
    (date(2026, 8, 28), 1, date(2026, 9, 3)),
    (date(2026, 8, 21), 1, date(2026, 8, 22)),
    # Giỗ Tổ on a Sunday is made up for on Monday
    (date(2026, 4, 24), 1, date(2026, 4, 28)),
    # the new day off of 24/11/2026 (Resolution 28/2026/QH16)
    (date(2026, 11, 23), 1, date(2026, 11, 25)),
    # over the turn to 2027, and Tết Đinh Mùi as it is expected
    (date(2026, 12, 18), 10, date(2027, 1, 4)),
    (date(2027, 2, 3), 1, date(2027, 2, 11)),
    # National Day was one day until 2020, is two since 2021
    (date(2020, 9, 1), 1, date(2020, 9, 3)),
    (date(2021, 9, 1), 1, date(2021, 9, 6)),
]


@pytest.mark.parametrize(("start", "count", "end"), TERMS)
def test_a_term_of_working_days_ends_on_this_day(start, count, end):
    assert add_working_days(start, count) == end
    calendar, span = WorkCalendar.load(), (end - start).days
    after = (start + timedelta(days=number) for number in range(1, span + 1))
    assert sum(map(calendar.is_working, after)) == count


def test_no_working_day_ends_where_it_begins():
    assert add_working_days(date(2024, 3, 16), 0) == date(2024, 3, 16)


@pytest.mark.parametrize(
    ("start", "year"), [(date(2027, 12, 18), 2028), (date(2018, 12, 27), 2018)]
)
def test_counting_into_a_year_without_announced_holidays_is_refused(start, year):
    with pytest.raises(CalendarUnknown, match=f"Chưa có lịch nghỉ lễ, tết năm {year}"):
        add_working_days(start, 15)


def test_counting_up_to_the_last_day_of_a_known_year_is_not_refused():
    assert add_working_days(date(2027, 12, 28), 3) == date(2027, 12, 31)


def test_counting_costs_two_queries_and_none_on_a_calendar_at_hand(django_assert_num_queries):
    with django_assert_num_queries(2):
        add_working_days(date(2024, 3, 11), 15)
    calendar = WorkCalendar.load()
    with django_assert_num_queries(0):
        add_working_days(date(2024, 3, 11), 15, calendar)


def days_of(*kinds):
    return list(Holiday.objects.filter(kind__in=kinds).values_list("date", flat=True))


def test_days_off_in_stead_fall_on_working_days_and_made_up_days_on_saturdays():
    in_stead = days_of(HolidayKind.SWAPPED, HolidayKind.COMPENSATION)

    assert all(day.weekday() < SATURDAY for day in in_stead)
    assert all(day.weekday() == SATURDAY for day in days_of(HolidayKind.WORKED))


def test_each_swapped_day_is_made_up_for_within_two_weeks():
    swapped = [date(2018, 12, 31), *days_of(HolidayKind.SWAPPED)]  # the first lies before the data
    worked = days_of(HolidayKind.WORKED)

    assert len(swapped) == len(worked)
    assert all(any(abs(day - other) < timedelta(days=14) for other in worked) for day in swapped)


def test_no_day_stands_in_a_year_that_is_not_known_whole():
    years = set(HolidayYear.objects.values_list("year", flat=True))

    assert {day.year for day in days_of(*HolidayKind)} == years


@pytest.mark.parametrize("year", range(2019, 2028))
def test_every_year_has_its_days_off_by_the_labour_code(year):
    """Labour Code 2012, article 115: 10 days; 2019, article 112: 11 since 2021; 12 since 2026."""
    off = days_of(HolidayKind.HOLIDAY, HolidayKind.COMPENSATION)
    weekdays = [day for day in off if day.year == year and day.weekday() < SATURDAY]

    assert len(weekdays) == 10 + (year >= 2021) + (year >= 2026)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        # Civil Code 2015, article 148
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
        (date(2024, 1, 31), 3, date(2024, 4, 30)),
        (date(2024, 11, 30), 36, date(2027, 11, 30)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months, later):
    assert add_months(day, months) == later
