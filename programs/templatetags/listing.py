"""The cells and the choices of a list's page, each drawn in one go: a page has hundreds."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.forms import CheckboxInput, Select
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe

from programs.enums import Tone
from programs.tables import Kind

register = template.Library()
_FIRST = 3  # columns among which a row has its name
_CLASSES = {
    Kind.NUMBER: ' class="number"',
    Kind.DATE: ' class="when"',
    Kind.MOMENT: ' class="when"',
}


@register.filter
def cells(line):
    """A line of (column, value, url) as cells of a table; a link near its start names the row."""
    drawn, name = [], next((place for place, cell in enumerate(line[:_FIRST]) if cell[2]), None)
    for place, (column, value, url) in enumerate(line):
        tag, scope = ("th", ' scope="row"') if place == name else ("td", "")
        text = _inside(column, value, url)
        drawn.append(f"<{tag}{scope}{_CLASSES.get(column.kind, '')}>{text}</{tag}>")
    return mark_safe("".join(drawn))  # noqa: S308 -- every text went through conditional_escape


@register.filter
def pick(mark):
    """The box to tick a row, of (key, words); the key as the server reads it, without points."""
    return format_html(
        '<td class="pick"><input type="checkbox" class="form-check-input" form="chon-dong" '
        'name="chon" value="{}" aria-label="Chọn {}"></td>',
        *map(str, mark),
    )


@register.filter
def numbered_cells(values):
    """The values as cells of a table, the first one being the row's number."""
    first, *others = (f">{_escaped(str(value))}</td>" for value in values)
    return mark_safe("".join([f'<td class="number"{first}', *(f"<td{each}" for each in others)]))  # noqa: S308


def _inside(column, value, url):
    text = _escaped(in_words(column, value))
    if column.tones and text:
        text = f'<span class="state tone-{column.tones.get(value, Tone.PLAIN)}">{text}</span>'
    return f'<a href="{conditional_escape(url)}">{text}</a>' if url else text


@lru_cache(maxsize=8192, typed=True)  # what is marked as safe is no plain text
def _escaped(text):
    """The text of a cell as HTML; most stand in many cells, of this page and of the next."""
    return conditional_escape(text).replace("\n", "<br>")


def in_words(column, value):
    """The value as the page says it; numbers stand as they are, for years are among them."""
    if column.words:
        return column.words(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(value, "H:i d/m/Y")
    return _day(value) if isinstance(value, date) else str(value)


@lru_cache(maxsize=4096)
def _day(value):
    return date_format(value, "d/m/Y")


# --- The filters ---------------------------------------------------------------------------------


@register.filter
def control(field):
    """The control of a filter: a select in one go, for Django draws a template an option."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return field.as_widget(attrs={"class": "form-check-input"})
    if not isinstance(widget, Select):
        return field.as_widget(attrs={"class": "form-control"})
    options = _options(tuple((str(value), str(label)) for value, label in widget.choices))
    chosen = f'<option value="{escape(field.value() or "")}"'
    options = options.replace(f"{chosen}>", f"{chosen} selected>", 1)
    head = format_html(
        '<select name="{}" id="{}" class="form-select">', field.html_name, field.auto_id
    )
    return mark_safe(f"{head}{options}</select>")  # noqa: S308 -- _options escapes all texts


@lru_cache(maxsize=128)
def _options(choices):
    """The choices as options, none of them chosen, kept for whoever has the very same."""
    return "".join(
        f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices
    )


@register.filter
def is_tick(field):
    return isinstance(field.field.widget, CheckboxInput)
