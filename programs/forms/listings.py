"""What people type to keep a way of looking at a list, and what every filter form shares."""

import re
from datetime import date
from functools import lru_cache

import django_filters
from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.formats import date_format
from django.utils.text import capfirst

from programs.enums import UnitKind
from programs.fields import DateInput
from programs.forms.base import FIRST_YEAR, LAST_YEAR, in_known_years
from programs.models import SavedView, Unit
from programs.names import sought, words_of
from programs.text import either_spelling

# More than the names of a product and its producer can hold; SQLite refuses a thousand conditions.
_MOST_WORDS = 200


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
    """The search of a list, which stands open above its table; it says what it finds."""
    widget = forms.SearchInput({"placeholder": capfirst(what)})
    return django_filters.CharFilter(label=f"tìm {what}", widget=widget, method="search")


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


class UnitChoices(django_filters.fields.ModelChoiceIterator):
    """Units read as plain values: a select has hundreds of them and needs none as an object."""

    def __iter__(self):
        yield "", self.field.empty_label
        for key, *facts in self.queryset.values_list("pk", "kind", "name", "valid_to"):
            yield key, _unit_label(self.field.label_of, *facts)


@lru_cache(maxsize=16_384)
def _unit_label(label_of, kind, name, valid_to):
    return label_of(Unit(kind=kind, name=name, valid_to=valid_to))


class UnitChoice(django_filters.fields.ModelChoiceField):
    iterator = UnitChoices

    def __init__(self, *args, label_of=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_of = label_of

    def label_from_instance(self, obj):
        return self.label_of(obj)


class UnitFilter(django_filters.ModelChoiceFilter):
    """A choice among units, each under what `label_of` makes of its kind, name and last day."""

    field_class = UnitChoice


class ListFilter(django_filters.FilterSet):
    """The filters of a list, all of them in the address; what is no filter value is ignored.

    `search_field` names the one that stands open above the table, by its words.
    """

    search_field = "q"

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
    is_search = isinstance(field.field.widget, forms.SearchInput)
    label = "Tìm" if is_search else capfirst(field.label)
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
