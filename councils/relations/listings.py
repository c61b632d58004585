"""The list of what is marked between producers and those who might judge their products."""

import django_filters
from django.db.models import BigIntegerField, Q

from councils.enums import RELATION_TONES, RelationKind, RelationState
from councils.models import Relation
from programs import clock
from programs.enums import Role
from programs.forms.listings import ListFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of


class RelationFilter(ListFilter):
    q = search_filter("cơ quan, người, chủ thể, nguồn")
    kind = django_filters.ChoiceFilter(choices=RelationKind.choices, label="quan hệ")
    state = django_filters.ChoiceFilter(
        choices=RelationState.choices, method="standing", label="trạng thái"
    )
    producer = django_filters.NumberFilter(
        method="of_producer", label="mã chủ thể", max_value=BigIntegerField.MAX_BIGINT
    )

    class Meta:
        model = Relation
        fields = []

    def search(self, rows, _name, text):
        who = ("agency__name", "organisation", "user__full_name", "full_name")
        return self.found(rows, text, *who, "producer__name", "source")

    def standing(self, rows, _name, state):
        over = Q(until__lt=clock.today())
        struck = Q(struck_at__isnull=False)
        return rows.filter(
            {
                RelationState.STRUCK_OUT: struck,
                RelationState.ENDED: over & ~struck,
                RelationState.STANDING: ~struck & (Q(until=None) | ~over),
            }[state]
        )

    def of_producer(self, rows, _name, key):
        return rows.of([key])


def _relations(user):
    related = ("producer", "agency", "user", "marked_by")
    return Relation.objects.visible_to(user).select_related(*related)


RELATIONS = Listing(
    name="quan-he-chu-the",
    title="Quan hệ với chủ thể",
    noun="quan hệ",
    page="councils:relation_list",
    empty="Chưa ghi quan hệ nào trong phạm vi bạn được xem. Quan hệ được ghi ở trang của chủ thể.",
    columns=(
        Column(
            key="who",
            title="Cơ quan, người",
            value=lambda row: row.who,
            url=page_of("councils:relation_detail"),
            width=34,
        ),
        Column(key="kind", title="Quan hệ", cell=labelled(RelationKind), sort="kind", width=30),
        Column(
            key="producer",
            title="Chủ thể",
            value=lambda row: str(row.producer),
            sort="producer__name",
            width=34,
        ),
        Column(key="since", title="Từ ngày", kind=Kind.DATE, sort="since"),
        Column(key="until", title="Đến hết ngày", kind=Kind.DATE, under="since"),
        Column(
            key="state",
            title="Trạng thái",
            value=lambda row: row.state.label,
            tones=by_label(RELATION_TONES),
            width=16,
        ),
        Column(key="marked_by", title="Người ghi", value=lambda row: str(row.marked_by), width=24),
        Column(key="source", title="Nguồn", width=40, shown=False),
    ),
    rows=_relations,
    filterset=RelationFilter,
    order=("-since", "-pk"),
    doors=(Door("Các Hội đồng", "councils:council_list", frozenset(Role)),),
)
