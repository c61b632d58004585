"""What lists of rows that lie in communes share: their filters and their columns."""

import django_filters
from django.db.models import Q

from products.enums import ProducerKind
from products.ground.location import lying_in, places_of
from programs import clock
from programs.completing import Telling, completed
from programs.enums import REGISTER_READERS, ProductGroup, UnitKind
from programs.forms.accounts import dated
from programs.forms.listings import (
    DayFilter,
    ListFilter,
    UnitFilter,
    search_filter,
    with_words,
)
from programs.models import ProductSet, Unit
from programs.named_places import ground_in
from programs.names import numbers_in, sought
from programs.paging import searched
from programs.scoping import own_ground
from programs.tables import Column, said

_YEAR = 4


def group_filter(path=""):
    return django_filters.ChoiceFilter(
        field_name=f"{path}product_group", choices=ProductGroup.choices, label="nhóm sản phẩm"
    )


def maker_filter(path=""):
    return django_filters.ChoiceFilter(
        field_name=f"{path}producer__kind",
        choices=ProducerKind.choices,
        label="loại hình chủ thể",
    )


def set_filter(path=""):
    return django_filters.ModelChoiceFilter(
        field_name=f"{path}product_set",
        queryset=ProductSet.objects.order_by("number"),
        label="bộ sản phẩm",
        null_label="chưa xếp bộ",
    )


class OnGroundFilter(ListFilter):
    """What lists of rows in communes share: any unit, as it was on the day that is asked for.

    A unit stands for all that it took over too. `on(rows, day)` gives the query what other filters
    or the order ask of the day, the `steps` tell the rows what its columns say of it. `q` looks for
    the words of a record, or of the place that it lies in; where rows are of a certificate to
    which `paper` leads, a number is one that it bears.
    """

    unit = UnitFilter(
        queryset=Unit.objects.none(), label="đơn vị", label_of=dated, method="on_ground"
    )
    day = DayFilter(label="xem vào ngày", method="is_asked")
    q = search_filter("sản phẩm, chủ thể, số giấy, số quyết định, xã")
    ground, paper = "commune", None

    @property
    def path(self):
        """From a row to its record: "" or "product__"."""
        return self.ground.removesuffix("commune")

    def narrow_choices(self, user):
        """Units of all times below the province; one's own where one reads no others."""
        units = Unit.objects.exclude(kind=UnitKind.PROVINCE)
        if user.role not in REGISTER_READERS:
            units = own_ground(user).distinct()
        self.filters["unit"].queryset = units.order_by("code", "valid_from")

    @property
    def asked(self):
        return self.form.cleaned_data.get("day") or clock.today()

    def filter_queryset(self, rows):
        rows = super().filter_queryset(self.on(rows, self.asked))
        return completed(rows, *self.steps())

    def on(self, rows, _day):
        return rows

    def asks(self, listing, names):
        """Whether the reader narrows by a filter of these names, or sorts by such a column."""
        given = {name for name, value in self.form.cleaned_data.items() if value}
        sorted_by = {column.key for column, _ in listing.sorting(self.data)}
        return bool((given | sorted_by) & names)

    def steps(self):
        """What tells the rows that are read what their columns say of the day."""
        unit = [f"{self.ground}__{name}" for name in ("pk", "kind", "name", "valid_to")]
        return [Telling(("place",), (f"{self.path}pk", *unit), self.places)]

    def places(self, records):
        return zip(places_of(self.record, records, self.asked))

    @property
    def record(self):
        """What lies there: "product", "producer"."""
        return (self.path or f"{self.Meta.model._meta.model_name}__").split("__")[-2]

    def on_ground(self, rows, _name, unit):
        return rows.filter(lying_in(unit, self.asked, self.record, self.path))

    def is_asked(self, rows, _name, _day):
        """The day is no condition by itself: `on` and `on_ground` have read it."""
        return rows

    def search(self, rows, _name, text):
        return searched(rows.filter(self.found_by(text)))

    def found_by(self, text):
        found = in_words(text, self.path)
        return found if self.paper is None else found & bearing(text, self.paper)


def in_words(text, path):
    """The condition that each word of the text is one of the record's, or names where it lies.

    One on the table of the record alone, for which the database has its index.
    """
    ground, rest = ground_in(text)
    found = with_words(sought(text), f"{path}words")
    if ground:
        found |= with_words(sought(rest), f"{path}words") & Q(**{f"{path}commune__in": ground})
    return found


def bearing(text, path=""):
    """The condition that the certificate bears each number of a paper that the text holds.

    The words of a product hold those of all its certificates.
    """
    found = Q()
    for number, behind in numbers_in(text):
        year = behind if behind.isdecimal() and len(behind) <= _YEAR else ""
        own = Q(**{f"{path}decision_number__regex": rf"^0*{number}/{year}"})
        if year:
            own |= Q(**{f"{path}number": number, f"{path}year": year})
        found &= own
    return found


# Of the columns below `path` leads from the row to its record: "product", "certificate__product",
# or nowhere.


def _field(path, name):
    return f"{path}__{name}" if path else name


def _named(name, otherwise=""):
    return name or otherwise


def product_column(path, url, *names):
    """The product, by the first of these fields that says a name, or by its own."""
    return Column(
        key="product",
        title="Sản phẩm",
        fields=names or (_field(path, "name"),),
        cell=_named,
        url=url,
        sort=_field(path, "name"),
        width=34,
    )


def producer_column(path="", *names, url=None, under="product"):
    """Who makes the record, by the first of these fields that says a name, or by its own."""
    own = _field(path, "producer__name")
    return Column(
        key="producer",
        title="Chủ thể",
        fields=names or (own,),
        cell=_named,
        url=url,
        sort=own,
        width=34,
        under="" if url else under,
    )


def place_columns(path=""):
    """Where a row's record lay at its first writing, and on the day that the list is asked for."""
    return (
        Column(
            key="commune",
            title="Xã, phường, thị trấn",
            fields=(_field(path, "commune__kind"), _field(path, "commune__name")),
            cell=said(Unit, "kind", "name"),
            sort=_field(path, "commune__name"),
            width=22,
        ),
        Column(
            key="place",
            title="Đơn vị hiện nay",
            width=22,
            under="commune",
        ),
    )
