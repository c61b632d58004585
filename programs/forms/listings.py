"""What people type to keep a way of looking at a list, and what every filter form shares."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import django_filters
from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.formats import date_format
from django.utils.text import capfirst

from programs import clock
from programs.enums import UnitKind
from programs.fields import DateInput, TypedInput
from programs.forms.base import FIRST_YEAR, LAST_YEAR, in_known_years
from programs.models import SavedView, Unit
from programs.names import sought, words_of
from programs.text import alike, either_spelling, fold, normalise

# The filter of a list that looks for words, drawn as an open box over the table.
SEARCH = "q"
# More than the names of a product and its producer can hold; SQLite refuses a thousand conditions.
_MOST_WORDS = 200
_MOST_NAMED = 5


def with_words(words, *fields):
    """The condition that each of these words is in one of these fields."""
    words, found = dict.fromkeys(words), Q()
    if len(words) > _MOST_WORDS:
        return Q(pk__in=[])
    for word in words:
        either, condition = either_spelling(word), Q()
        way = "regex" if either else "contains"
        for field in fields:
            condition |= Q(**{f"{field}__{way}": either or word})
        found &= condition
    return found


def holds(kept, words):
    """Whether each of these words is among those that are kept (names.words_of)."""
    patterns = ((word, either_spelling(word)) for word in words)
    return all(re.search(either, kept) if either else word in kept for word, either in patterns)


def search_filter(what):
    """The search of a list, under the name SEARCH; it says what it finds."""
    return django_filters.CharFilter(label=f"tìm {what}", method="search")


class TickFilter(django_filters.Filter):
    """A box to tick: ticked, it leaves the rows that have the mark; else it leaves all."""

    field_class = forms.BooleanField

    def filter(self, rows, value):
        return super().filter(rows, value) if value else rows


class YearFilter(django_filters.Filter):
    """A year as the calendar has it; the database is asked for no other number."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


class DayFilter(django_filters.DateFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=DateInput, validators=[in_known_years], **kwargs)


@dataclass(frozen=True)
class UnitOffer:
    """A unit that is offered while its name is typed; `beside` is what it belongs to."""

    key: int
    label: str
    beside: str
    is_former: bool


class UnitChoice(django_filters.fields.ModelChoiceField):
    """A unit by its key, or by its name as it is typed: without accents, "ba to" for Ba Tơ.

    `advice` says what to do where the name is not clear; it fits the control of the page.
    """

    widget = TypedInput

    def __init__(self, *args, label_of=str, advice="Hãy gõ đủ tên, không cần dấu.", **kwargs):
        super().__init__(*args, **kwargs)
        self.label_of, self.advice = label_of, advice

    def label_from_instance(self, obj):
        return self.label_of(obj)

    def to_python(self, value):
        if value in self.empty_values or str(value).isdigit():
            return super().to_python(value)
        found = self.offers(value)
        same = [offer for offer in found if offer.label.casefold() == normalise(value).casefold()]
        same = same or [offer for offer in found if fold(offer.label) == fold(value)]
        if len(same or found) != 1:
            told = _which_unit(value, [offer.label for offer in found])
            raise ValidationError(f"{told} {self.advice}")
        return self.queryset.get(pk=(same or found)[0].key)

    def offers(self, text):
        """The units whose name holds each word of the text, those of today first."""
        words, today = alike(text).split(), clock.today()
        facts = ("pk", "kind", "name", "valid_to", "parent__kind", "parent__name")
        offers = [
            UnitOffer(
                key,
                label,
                str(Unit(kind=parent_kind, name=parent)) if parent else "",
                is_former=bool(last_day and last_day < today),
            )
            for key, kind, name, last_day, parent_kind, parent in self.queryset.values_list(*facts)
            for label, folded in [_unit_label(self.label_of, kind, name, last_day)]
            if all(word in folded for word in words)
        ]
        return sorted(offers, key=lambda offer: offer.is_former)


@lru_cache(maxsize=16_384)
def _unit_label(label_of, kind, name, valid_to):
    """How a list calls the unit, and the text in which its name is looked for."""
    unit = Unit(kind=kind, name=name, valid_to=valid_to)
    return label_of(unit), alike(f"{unit} {label_of(unit)}")


def _which_unit(typed, names):
    """Why a name as it was typed is no choice: it names no unit, or several."""
    if not names:
        return f"Không có đơn vị nào tên “{typed}”."
    some = ", ".join(names[:_MOST_NAMED]) + ("…" if names[_MOST_NAMED:] else "")
    return f"Có {len(names)} đơn vị tên như “{typed}”: {some}."


class UnitFilter(django_filters.ModelChoiceFilter):
    """A choice among units, each under what `label_of` makes of its kind, name and last day.

    A page that offers its units in a list gives an `advice` to choose there.
    """

    field_class = UnitChoice


class ListFilter(django_filters.FilterSet):
    """The filters of a list, all of them in the address; what is no filter value is ignored."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.narrow_choices(user)

    def narrow_choices(self, user):
        """Leave in the choices what this user may see: a choice tells of a row."""

    def chosen(self):
        """What narrows the list, as [(name, words)], in the order of the form."""
        values = {name: value for name, value in self.form.cleaned_data.items() if value}
        fields = [field for field in self.form if field.name in values]
        return [(field.name, _words(field, values[field.name])) for field in fields]

    def found(self, rows, text, *fields):
        """The rows with each word, without accents, in one of these fields.

        For lists of some thousands, whose words are folded here and not kept beside them.
        """
        words, kinds = sought(text), dict(UnitKind.choices)
        told = rows.values_list("pk", *fields)
        kept = ((key, words_of(*(kinds.get(text, text) for text in texts))) for key, *texts in told)
        return rows.filter(pk__in=[key for key, each in kept if holds(each, words)])


def _words(field, value):
    """A filter as a reader says it: "Trạng thái: đã gửi tỉnh", or its label where that is all."""
    label = "Tìm" if field.name == SEARCH else capfirst(field.label)
    if isinstance(value, Model):
        value = field.field.label_from_instance(value)
    elif field.is_hidden or value is True:
        return label
    elif isinstance(value, date):
        value = date_format(value, "d/m/Y")
    elif isinstance(field.field, forms.ChoiceField):
        labels = {str(key): label for key, label in field.field.choices}
        value = labels[str(value)]
    return f"{label}: {value}"


class SavedViewForm(forms.ModelForm):
    """The name of a view, and whether colleagues may use it."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        labels = {"name": "Tên cách xem"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        if not (user.unit_id or user.agency_id):
            del self.fields["is_shared"]

    def clean_name(self):
        """A view that is renamed takes no name of another one; a new one is written over."""
        name, view = self.cleaned_data["name"], self.instance
        others = SavedView.objects.filter(user=view.user_id, listing=view.listing, name=name)
        if view.pk and others.exclude(pk=view.pk).exists():
            raise ValidationError("Bạn đã có cách xem mang tên này.", code="unique")
        return name
