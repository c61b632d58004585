"""How a figure of a report is printed: đồng as triệu đồng with one decimal."""

from decimal import ROUND_HALF_UP, Decimal

from reports.papers.written import shown

MONEY, MILLIONS = "đồng", "triệu đồng"
# What stands beside a figure: planned, in the period before, a year ago.
BESIDE = ("plan", "before", "year_ago")
_MILLION, _TENTH = 10**6, Decimal("0.1")


def in_print(value, measure):
    """The number that is printed: of money in triệu đồng with one decimal, half up; else as is."""
    if value is None or measure != MONEY:
        return value
    return float((Decimal(value) / _MILLION).quantize(_TENTH, ROUND_HALF_UP))


def printed(value, measure) -> str:
    return shown(in_print(value, measure))


def printed_measure(measure) -> str:
    return MILLIONS if measure == MONEY else measure
