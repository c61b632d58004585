"""Dates, deadlines and numbers as Vietnamese officials read them."""

import re

from django import template

from programs import citations, deadlines
from programs.text import in_figures

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")

register = template.Library()
register.filter(citations.day_in_text)
register.filter(citations.two_digits)


@register.filter
def deadline(instant):
    """A clock in words: "hết ngày 31/03/2024"."""
    return deadlines.in_words(instant)


@register.filter
def time_left(instant):
    """How long until a clock: "còn 5 ngày"."""
    return deadlines.time_left(instant)


@register.filter
def item(mapping, key):
    """The value under a key, for rows kept as plain values."""
    return mapping.get(key, "")


@register.filter
def days_left(day):
    """How long until this last day is over: "còn 321 ngày"."""
    return deadlines.time_left(deadlines.end_of(day))


@register.filter
def figure(number):
    """A number without idle zeros: 82.750000 is "82,75"."""
    return in_figures(number)


@register.filter
def with_days(text):
    """A text with its days as people write them: 2026-11-28 is 28/11/2026."""
    return _ISO.sub(r"\3/\2/\1", text)
