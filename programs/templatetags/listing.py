"""The rows and the choices of a list's page, each drawn in one go: a page has hundreds."""

from functools import lru_cache

from django import template
from django.forms import CheckboxInput, Select
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from programs.cells import escaped
from programs.fields import TypedInput
from programs.tables import Label

register = template.Library()


@register.filter
def cells(line):
    """The cells of a row, drawn; every text in them is escaped."""
    return mark_safe("".join(line))  # noqa: S308 -- programs.cells escapes


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
    texts = [capfirst(value) if isinstance(value, Label) else str(value) for value in values]
    first, *others = (f">{escaped(text)}</td>" for text in texts)
    return mark_safe("".join([f'<td class="number"{first}', *(f"<td{each}" for each in others)]))  # noqa: S308


# --- The filters ---------------------------------------------------------------------------------


@register.filter
def control(field):
    """The control of a filter, named by its label where nothing is chosen yet."""
    widget, label = field.field.widget, capfirst(field.label)
    if isinstance(widget, CheckboxInput):
        return field.as_widget(attrs={"class": "form-check-input"})
    if isinstance(widget, TypedInput):
        return _typed(field, label)
    if isinstance(widget, Select):
        return _select(field, label)
    return field.as_widget(attrs={"class": "form-control", "aria-label": label})


def _typed(field, label):
    """A box to type a name in; what is chosen is kept beside it under the same name."""
    chosen = field.form.cleaned_data.get(field.name)
    return format_html(
        '<span class="typed" data-typed="{}"><input type="hidden" name="{}" value="{}">'
        '<input type="text" name="{}" id="{}" class="form-control" autocomplete="off" '
        'aria-label="{}" placeholder="{}" value="{}"></span>',
        field.name,
        field.html_name,
        chosen.pk if chosen else "",
        field.html_name,
        field.auto_id,
        label,
        field.field.label_from_instance(chosen) if chosen else label,
        "" if chosen else field.value() or "",
    )


def _select(field, label):
    """A select in one go, for Django draws a template an option."""
    options = _options(tuple((str(key), str(text)) for key, text in field.field.widget.choices))
    chosen = f'<option value="{escape(field.value() or "")}"'
    options = options.replace(f"{chosen}>", f"{chosen} selected>", 1)
    return format_html(
        '<select name="{}" id="{}" class="form-select" aria-label="{}">'
        '<option value="">{}</option>{}</select>',
        field.html_name,
        field.auto_id,
        label,
        label,
        mark_safe(options),  # noqa: S308 -- _options escapes all texts
    )


@lru_cache(maxsize=128)
def _options(choices):
    """The choices as options, none of them chosen, kept for whoever has the very same."""
    return "".join(
        f'<option value="{escape(value)}">{escape(label[:1].upper() + label[1:])}</option>'
        for value, label in choices
        if value
    )


@register.filter
def is_tick(field):
    return isinstance(field.field.widget, CheckboxInput)
