"""Dates, deadlines and numbers as Vietnamese officials read them."""

from django import template

from programs import acts, deadlines

register = template.Library()


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
def mark(row):
    """What a link to a step says of the row as this page shows it."""
    return acts.mark_of(row)
