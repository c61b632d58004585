"""The cells and the choices of a list's page, each drawn in one go: a page has hundreds."""

from datetime import date, datetime

from django import template
from django.forms import CheckboxInput, Select
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
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


def _inside(column, value, url):
    text = conditional_escape(in_words(column, value)).replace("\n", "<br>")
    if column.tones and text:
        text = f'<span class="state state-{column.tones.get(value, Tone.PLAIN)}">{text}</span>'
    return f'<a href="{conditional_escape(url)}">{text}</a>' if url else text


def in_words(column, value):
    """The value as the page says it; numbers stand as they are, for years are among them."""
    if column.words:
        return column.words(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(value, "H:i d/m/Y")
    return date_format(value, "d/m/Y") if isinstance(value, date) else str(value)


# --- The filters ---------------------------------------------------------------------------------


@register.filter
def control(field):
    """The control of a filter: a select in one go, for Django draws a template an option."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return field.as_widget(attrs={"class": "form-check-input"})
    if not isinstance(widget, Select):
        return field.as_widget(attrs={"class": "form-control"})
    options = "".join(_option(value, label, field.value()) for value, label in widget.choices)
    head = format_html(
        '<select name="{}" id="{}" class="form-select">', field.html_name, field.auto_id
    )
    return mark_safe(f"{head}{options}</select>")  # noqa: S308 -- _option escapes both its texts


def _option(value, label, chosen):
    mark = " selected" if str(value) == str(chosen or "") else ""
    value, label = conditional_escape(str(value)), conditional_escape(str(label))
    return f'<option value="{value}"{mark}>{label}</option>'


@register.filter
def is_tick(field):
    return isinstance(field.field.widget, CheckboxInput)
