"""The trail, as far as one may read it."""

from datetime import date, datetime, time, timedelta
from functools import cache
from operator import attrgetter

import django_filters
from django import forms
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from programs.enums import Tone
from programs.forms.listings import DayFilter, ListFilter, TickFilter, search_filter
from programs.models import Event, Unit, User
from programs.tables import Column, Kind, Label, Listing, moment, said

READ_THROUGH = 20_000
_TOLD = ("actor__full_name", "label", "action", "subject", "note", "unit__kind", "unit__name")


class EventFilter(ListFilter):
    """`action` is set by following the link of an act in the list."""

    action = django_filters.CharFilter(label="chỉ một loại việc", widget=forms.HiddenInput)
    since = DayFilter(label="từ ngày", method="from_day")
    until = DayFilter(label="đến ngày", method="to_day")
    refused = TickFilter(label="chỉ những lần bị từ chối")
    q = search_filter("người, việc, đối tượng, nội dung (trong 20.000 việc mới nhất)")

    class Meta:
        model = Event
        fields = []

    def search(self, rows, _name, text):
        """Among the newest of those that the other filters leave: nobody reads on for a word."""
        beyond = rows.order_by("-pk").values_list("pk", flat=True)[READ_THROUGH:]
        return self.found(rows.filter(pk__gt=beyond.first() or 0), text, *_TOLD)

    def from_day(self, rows, _name, day):
        return rows.filter(at__gte=_midnight(day))

    def to_day(self, rows, _name, day):
        return rows.filter(at__lt=_midnight(day) + timedelta(days=1))


def _midnight(day):
    """The first instant of the day here; a day beyond all trails is brought within the calendar."""
    near = min(max(day, date(2000, 1, 1)), date(2200, 1, 1))
    return timezone.make_aware(datetime.combine(near, time()))


def _about(subject_type, subject):
    """What an event is about, after what sort of thing it is by the model's own name."""
    return f"{_sort(subject_type)}{subject}"


@cache
def _sort(subject_type):
    try:
        kind = apps.get_model(subject_type)._meta.verbose_name
    except LookupError:  # a model of an earlier release
        return ""
    return f"{kind[:1].upper()}{kind[1:]}: "


EVENTS = Listing(
    name="nhat-ky",
    title="Nhật ký",
    noun="việc",
    page="programs:event_list",
    columns=(
        Column(
            key="at",
            title="Lúc",
            kind=Kind.MOMENT,
            cell=moment,
            words=lambda value: date_format(value, "H:i:s d/m/Y"),
            sort="pk",
            width=18,
        ),
        Column(
            key="actor",
            title="Người thực hiện",
            fields=("actor__full_name", "actor__username"),
            cell=said(User, "full_name", "username"),
        ),
        Column(
            key="label",
            title="Việc",
            fields=("label", "action"),
            cell=lambda label, action: Label(label) or action,
            url=lambda event: (
                f"{reverse('programs:event_list')}?{urlencode({'action': event.action})}"
            ),
        ),
        Column(
            key="refused",
            title="Kết quả",
            cell=lambda refused: "bị từ chối" if refused else "",
            tones={"bị từ chối": Tone.HEED},
            width=12,
        ),
        Column(
            key="subject",
            title="Đối tượng",
            fields=("subject_type", "subject"),
            cell=_about,
            width=44,
        ),
        Column(
            key="unit",
            title="Đơn vị",
            fields=("unit__kind", "unit__name"),
            cell=said(Unit, "kind", "name", how=attrgetter("short_name")),
            under="subject",
        ),
        Column(key="note", title="Nội dung", width=44),
        Column(
            key="address",
            title="Địa chỉ mạng",
            cell=lambda address: address or "",
            width=16,
            shown=False,
        ),
    ),
    rows=lambda user: Event.objects.visible_to(user).select_related("actor", "unit"),
    filterset=EventFilter,
    order=("-pk",),
    is_plain=True,
)
