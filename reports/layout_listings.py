"""The list of the versions of the certificate's layout."""

import django_filters

from programs.enums import ADMIN
from programs.forms.listings import ListFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from reports.enums import LAYOUT_TONES, Colour, Frame, LayoutState, Orientation
from reports.models import CertificateLayout


class LayoutFilter(ListFilter):
    q = search_filter("tên, chữ trên mẫu")
    state = django_filters.ChoiceFilter(
        choices=LayoutState.choices, label="trạng thái", method="in_state"
    )

    class Meta:
        model = CertificateLayout
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "name", "title", "subtitle", "lines", "foot")

    def in_state(self, rows, _name, state):
        return rows.filter(published_at__isnull=state == LayoutState.DRAFT)


def _state_of(published_at):
    return (LayoutState.PUBLISHED if published_at else LayoutState.DRAFT).label


LAYOUTS = Listing(
    name="mau-giay",
    title="Mẫu giấy chứng nhận",
    noun="mẫu",
    page="reports:layout_list",
    empty="Chưa có mẫu giấy chứng nhận nào mà bạn được xem.",
    columns=(
        Column(
            key="name",
            title="Phiên bản",
            url=page_of("reports:layout_detail"),
            sort="name",
            width=36,
        ),
        Column(
            key="valid_from", title="Giấy cấp từ ngày", kind=Kind.DATE, sort="valid_from", width=14
        ),
        Column(
            key="state",
            title="Trạng thái",
            fields=("published_at",),
            cell=_state_of,
            tones=by_label(LAYOUT_TONES),
            sort="published_at",
            width=14,
        ),
        Column(key="frame", title="Khung", cell=labelled(Frame), width=30),
        Column(key="colour", title="Màu", cell=labelled(Colour), width=14),
        Column(key="orientation", title="Khổ giấy", cell=labelled(Orientation), width=12),
    ),
    rows=CertificateLayout.objects.visible_to,
    filterset=LayoutFilter,
    order=("-valid_from", "-pk"),
    doors=(Door("Soạn mẫu mới", "reports:layout_create", ADMIN, adds=True),),
)
