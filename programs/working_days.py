"""Counting days: working days on the announced holidays, and months as the Civil Code ends them."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError

from programs.enums import HolidayKind
from programs.models import Holiday, HolidayYear

DAY = timedelta(days=1)
SATURDAY = 5


class CalendarUnknown(ValidationError):
    """Working days cannot be counted in this year; the message is for the user to read."""


class WorkCalendar:
    """The days on which public offices work, in the years whose days off are all known."""

    def __init__(self, years, kinds):
        self.years = frozenset(years)
        self.kinds = dict(kinds)

    @classmethod
    def load(cls) -> Self:
        """The calendar as it stands in the database, in two queries."""
        return cls(
            HolidayYear.objects.values_list("year", flat=True),
            Holiday.objects.values_list("date", "kind"),
        )

    def is_working(self, day) -> bool:
        if day.year not in self.years:
            raise CalendarUnknown(
                f"Chưa có lịch nghỉ lễ, tết năm {day.year} nên chưa đếm được ngày làm việc: "
                "hãy nhập các ngày nghỉ đã công bố của năm này rồi tính lại."
            )
        kind = self.kinds.get(day)
        return kind == HolidayKind.WORKED or (kind is None and day.weekday() < SATURDAY)


def add_working_days(start, count, calendar=None) -> date:
    """The last day of a term of `count` working days that begins with an event on `start`.

    The day of the event does not count (Civil Code 2015, article 147). Raises CalendarUnknown
    where the term runs into a year whose days off are not known.
    """
    calendar = calendar or WorkCalendar.load()
    day = start
    while count:
        day += DAY
        count -= calendar.is_working(day)
    return day


def add_months(day, months) -> date:
    """The same day of the month so much later, or the last of a month that has no such day.

    Civil Code 2015, article 148: 29/02/2024 and 36 months make 28/02/2027.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
