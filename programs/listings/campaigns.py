"""The list of campaigns."""

from datetime import time, timedelta

import django_filters
from django.utils import timezone
from django.utils.text import capfirst

from programs import deadlines
from programs.enums import ADMIN, CAMPAIGN_TONES, CampaignKind, CampaignState
from programs.forms.listings import ListFilter, holds, search_filter
from programs.models import Campaign
from programs.names import sought, words_of
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of


class CampaignFilter(ListFilter):
    q = search_filter("đợt, năm, văn bản, nơi ban hành")
    kind = django_filters.ChoiceFilter(choices=CampaignKind.choices, label="loại")
    state = django_filters.ChoiceFilter(choices=CampaignState.choices, label="trạng thái")

    class Meta:
        model = Campaign
        fields = []

    def search(self, rows, _name, text):
        words = sought(text)
        told = [row.pk for row in rows if holds(words_of(row, row.document, row.issuer), words)]
        return rows.filter(pk__in=told)


def clock(name):
    """Read a deadline; a midnight is the last minute of the day before, as people say it."""

    def read(row):
        local = timezone.localtime(getattr(row, name)).replace(tzinfo=None)
        return local - timedelta(minutes=1) if local.time() == time() else local

    return read


def clock_in_words(value):
    eve = value + timedelta(minutes=1)
    instant = eve if eve.time() == time() else value
    return capfirst(deadlines.in_words(timezone.make_aware(instant)))


CAMPAIGNS = Listing(
    name="dot",
    title="Các đợt",
    noun="đợt",
    page="programs:campaign_list",
    empty="Chưa có đợt nào mà bạn tham gia. Khi cấp tỉnh mở đợt, đợt sẽ hiện ở đây.",
    columns=(
        Column(
            key="campaign",
            title="Đợt",
            value=str,
            url=page_of("programs:campaign_detail"),
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
            cell=labelled(CampaignState),
            tones=by_label(CAMPAIGN_TONES),
            sort="state",
            width=16,
        ),
    ),
    rows=Campaign.objects.visible_to,
    filterset=CampaignFilter,
    order=("-year", "kind", "-number", "pk"),
    doors=(Door("Mở đợt mới", "programs:campaign_create", ADMIN, adds=True),),
)
