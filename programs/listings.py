"""The lists of the ground: campaigns, accounts, the trail."""

from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from programs import deadlines
from programs.enums import CampaignKind, CampaignState, Role
from programs.forms.accounts import DatedChoiceField, reporting_units
from programs.forms.base import DateInput
from programs.forms.listings import ListFilter, TickFilter
from programs.models import Campaign, Event, User
from programs.tables import Column, Kind, Listing, labelled, moment

# --- Campaigns -----------------------------------------------------------------------------------


class CampaignFilter(ListFilter):
    q = django_filters.CharFilter(label="tìm văn bản, năm", method="search")
    kind = django_filters.ChoiceFilter(choices=CampaignKind.choices, label="loại")
    state = django_filters.ChoiceFilter(choices=CampaignState.choices, label="trạng thái")

    class Meta:
        model = Campaign
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "document", "issuer", "year")


def clock(name):
    """Read a deadline; a midnight is the last minute of the day before, as people say it."""

    def read(row):
        local = timezone.localtime(getattr(row, name)).replace(tzinfo=None)
        return local - timedelta(minutes=1) if local.time() == time() else local

    return read


def clock_in_words(value):
    eve = value + timedelta(minutes=1)
    instant = eve if eve.time() == time() else value
    return deadlines.in_words(timezone.make_aware(instant))


CAMPAIGNS = Listing(
    name="dot",
    title="Các đợt",
    page="programs:campaign_list",
    empty="Chưa có đợt nào mà bạn tham gia. Khi cấp tỉnh mở đợt, đợt sẽ hiện ở đây.",
    columns=(
        Column(
            key="campaign",
            title="Đợt",
            value=str,
            url=Campaign.get_absolute_url,
            sort="year",
            width=36,
        ),
        Column(key="document", title="Văn bản", sort="document", width=44),
        Column(key="opens_on", title="Mở từ", kind=Kind.DATE, sort="opens_on", shown=False),
        Column(
            key="due",
            title="Hạn gửi",
            kind=Kind.MOMENT,
            value=clock("due_at"),
            words=clock_in_words,
            sort="due_at",
        ),
        Column(
            key="lock",
            title="Khóa",
            kind=Kind.MOMENT,
            value=clock("locks_at"),
            words=clock_in_words,
            sort="locks_at",
        ),
        Column(
            key="state",
            title="Trạng thái",
            value=labelled("state", CampaignState),
            chips={state.label: state.value for state in CampaignState},
            sort="state",
            width=16,
        ),
    ),
    rows=Campaign.objects.visible_to,
    filterset=CampaignFilter,
    order=("-year", "kind", "-number", "pk"),
)


# --- Accounts ------------------------------------------------------------------------------------


class DatedChoice(django_filters.fields.ModelChoiceField):
    label_from_instance = DatedChoiceField.label_from_instance


class DatedFilter(django_filters.ModelChoiceFilter):
    field_class = DatedChoice


class AccountFilter(ListFilter):
    q = django_filters.CharFilter(label="tìm tên, thư, điện thoại", method="search")
    role = django_filters.ChoiceFilter(choices=Role.choices, label="vai trò")
    unit = DatedFilter(queryset=reporting_units(), label="đơn vị")
    state = django_filters.ChoiceFilter(
        choices=[("open", "đang mở"), ("closed", "đã khóa")], label="trạng thái", method="by_state"
    )

    class Meta:
        model = User
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "full_name", "email", "phone")

    def by_state(self, rows, _name, value):
        return rows.filter(is_active=value == "open")


ACCOUNTS = Listing(
    name="tai-khoan",
    title="Tài khoản",
    page="programs:user_list",
    columns=(
        Column(
            key="full_name",
            title="Họ và tên",
            value=str,
            url=User.get_absolute_url,
            sort="full_name",
        ),
        Column(
            key="role",
            title="Vai trò",
            value=labelled("role", Role),
            sort="role",
            width=32,
        ),
        Column(
            key="place",
            title="Đơn vị, cơ quan",
            value=lambda user: str(user.unit or user.agency or ""),
            sort="unit__name",
            width=36,
        ),
        Column(key="email", title="Thư điện tử", sort="email"),
        Column(key="phone", title="Điện thoại cơ quan", width=20),
        Column(
            key="state",
            title="Trạng thái",
            value=lambda user: "đang mở" if user.is_active else "đã khóa",
            chips={"đang mở": "open", "đã khóa": "closed"},
            sort="is_active",
            width=14,
        ),
    ),
    rows=lambda user: User.objects.visible_to(user).select_related("unit", "agency"),
    filterset=AccountFilter,
    order=("full_name", "pk"),
)


# --- The trail -----------------------------------------------------------------------------------


class EventFilter(ListFilter):
    """`action` is set by following the link of an act in the list."""

    action = django_filters.CharFilter(label="chỉ một loại việc", widget=forms.HiddenInput)
    since = django_filters.DateFilter(label="từ ngày", widget=DateInput, method="from_day")
    until = django_filters.DateFilter(label="đến ngày", widget=DateInput, method="to_day")
    refused = TickFilter(label="chỉ những lần bị từ chối")

    class Meta:
        model = Event
        fields = []

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
            chips={"bị từ chối": "returned"},
            width=12,
        ),
        Column(key="subject", title="Đối tượng", value=_about, width=44),
        Column(
            key="unit",
            title="Đơn vị",
            value=lambda event: event.unit.short_name if event.unit else "",
        ),
        Column(key="note", title="Nội dung", width=44),
        Column(
            key="address",
            title="Địa chỉ mạng",
            value=lambda event: event.address or "",
            width=16,
        ),
    ),
    rows=lambda user: Event.objects.visible_to(user).select_related("actor", "unit"),
    filterset=EventFilter,
    order=("-pk",),
)
