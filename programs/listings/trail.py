"""The trail, as far as one may read it."""

from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from programs.enums import Tone
from programs.forms.listings import DayFilter, ListFilter, TickFilter, search_filter
from programs.models import Event
from programs.tables import Column, Kind, Listing, moment

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


def _about(event):
    """What the event is about, after what sort of thing it is by the model's own name."""
    try:
        kind = apps.get_model(event.subject_type)._meta.verbose_name
    except LookupError:  # a model of an earlier release
        return event.subject
    return f"{kind[:1].upper()}{kind[1:]}: {event.subject}"


EVENTS = Listing(
    name="nhat-ky",
    title="Nhật ký",
    page="programs:event_list",
    columns=(
        Column(
            key="at",
            title="Lúc",
            kind=Kind.MOMENT,
            value=moment("at"),
            words=lambda value: date_format(value, "H:i:s d/m/Y"),
            sort="pk",
            width=18,
        ),
        Column(key="actor", title="Người thực hiện", value=lambda event: str(event.actor or "")),
        Column(
            key="label",
            title="Việc",
            value=lambda event: event.label or event.action,
            url=lambda event: (
                f"{reverse('programs:event_list')}?{urlencode({'action': event.action})}"
            ),
        ),
        Column(
            key="refused",
            title="Kết quả",
            value=lambda event: "bị từ chối" if event.refused else "",
            tones={"bị từ chối": Tone.HEED},
            width=12,
        ),
        Column(key="subject", title="Đối tượng", value=_about, width=44),
        Column(
            key="unit",
            title="Đơn vị",
            value=lambda event: event.unit.short_name if event.unit else "",
            under="subject",
        ),
        Column(key="note", title="Nội dung", width=44),
        Column(
            key="address",
            title="Địa chỉ mạng",
            value=lambda event: event.address or "",
            width=16,
            shown=False,
        ),
    ),
    rows=lambda user: Event.objects.visible_to(user).select_related("actor", "unit"),
    filterset=EventFilter,
    order=("-pk",),
)
