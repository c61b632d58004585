"""What every form of the portal shares: a key, so that a double submit counts once."""

import uuid
from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.timezone import template_localtime

from programs.printable import print_fault
from programs.text import normalise, read_text, whole_number

# A day outside of these years is a slip of the keyboard, and no clock can count on from it.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# The fields that say how the row stood on the page.
MARKS = ("version", "read")


def in_known_years(day):
    """Raise ValidationError where the year of a day or an instant was surely mistyped."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            f"Năm {day.year} không hợp lý: hãy ghi một ngày trong các năm từ {FIRST_YEAR} "
            f"đến {LAST_YEAR}.",
            code="year",
        )


class RowsField(forms.ModelMultipleChoiceField):
    """Rows to be ticked; a key too large for the database names no row."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for key in value or ():
            if whole_number(str(key)) is None:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


class KeyedForm(forms.Form):
    """A form with a key of its own in each rendered page; the rules refuse to act twice on it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def key(self):
        return self.cleaned_data.get("form_key")

    @property
    def is_long(self):
        """Whether so much is typed here that it is kept while it is typed."""
        return any(isinstance(field.widget, forms.Textarea) for field in self.fields.values())

    def take_up(self, typed):
        """Show what was typed before; what the page itself carries stays as it is now."""
        for name, field in self.fields.items():
            is_there = not field.widget.value_omitted_from_data(typed, {}, self.add_prefix(name))
            if is_there and not (field.widget.is_hidden or field.disabled):
                value = field.widget.value_from_datadict(typed, {}, self.add_prefix(name))
                self.initial[name] = value

    def has_moved_on(self, typed):
        """Whether the row has changed since the page on which this was typed."""
        marks = [name for name in MARKS if name in self.fields and typed.get(name)]
        return any(str(self[name].value()) != typed[name] for name in marks)

    def clean(self):
        values = super().clean()
        for name, value in list(values.items()):
            if isinstance(value, str):  # a browser ends lines with two characters
                values[name] = value.replace("\r\n", "\n")
                if sentence := print_fault(normalise(value, multiline=True)):
                    self.add_error(name, ValidationError(sentence, code="unprintable"))
            if isinstance(value, date):
                try:
                    in_known_years(value)
                except ValidationError as fault:
                    self.add_error(name, fault)
        return values


class TextForm(KeyedForm):
    """A form whose texts are cleaned as everywhere; those in `multiline` may have lines."""

    multiline = frozenset()

    def clean(self):
        values = super().clean()
        for name, text in list(values.items()):
            if isinstance(text, str) and text and isinstance(self.fields[name], forms.CharField):
                reading = read_text(text, multiline=name in self.multiline)
                values[name] = reading.text
                if reading.code:
                    self.add_error(name, reading.message)
        return values


class RowForm(TextForm, forms.ModelForm):
    """A form of a row, whose texts are cleaned."""


class VersionedForm(RowForm):
    """A form over a row that others change too; `version` is the one that its page showed.

    `counter` is the field of the row that grows with each change.
    """

    counter = "version"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = getattr(self.instance, self.counter)
        self.fields["version"].localize = False

    def over(self, theirs):
        """This form, to be saved over the row as it now stands, once its user has seen both."""
        if theirs:
            self.data = self.data.copy()
            self.data["version"] = getattr(theirs, self.counter)
            self.data.pop("form_key", None)
        return self

    def texts_of(self, row):
        """[(label, text)] of a row in the words of this form."""
        return [
            (self[name].label, _text_of(row, name, self.fields[name]))
            for name in self._meta.fields
            if name in self.fields and hasattr(row, name)
        ]


def _text_of(row, name, field):
    if display := getattr(row, f"get_{name}_display", None):
        return display()
    value = getattr(row, name)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int) and not field.localize:  # a year has no dots
        return str(value)
    return "" if value is None else localize(template_localtime(value))
