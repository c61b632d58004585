"""Signs and stars, drawn from static/img/icons.svg: the browser keeps one file for all pages."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()
_WIDTH = 20  # of a star, in the units of the file


@cache
def _sheet():
    return static("img/icons.svg")


@register.simple_tag
def icon(name):
    """A sign beside words that say the same: {% icon "find" %}."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        _sheet(),
        name,
    )


@register.filter
def stars(count):
    """So many stars, heard as "4 sao"; nothing where there is no star: {{ product.star|stars }}."""
    return _drawn("stars", count, count) if count else ""


@register.filter
def rank(count):
    """So many gold stars of five, heard as "4 sao": {{ product.star|rank }}."""
    return _drawn("rank", count, 5) if count else ""


@cache
def _drawn(kind, count, places):
    return format_html(
        '<svg class="stars" viewBox="0 0 {} {}" role="img" aria-label="{} sao">'
        '<use href="{}#{}-{}"/></svg>',
        places * _WIDTH,
        _WIDTH,
        count,
        _sheet(),
        kind,
        count,
    )
