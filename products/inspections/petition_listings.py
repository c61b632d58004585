"""The list of what units ask to be revoked."""

import django_filters

from products.enums import PETITION_TONES, PetitionReason, PetitionState
from products.ground.listings import (
    OnGroundFilter,
    place_columns,
    producer_column,
    product_column,
)
from products.models import Petition
from programs.forms.listings import YearFilter
from programs.tables import Column, Kind, Listing, by_label, labelled, page_of


class PetitionFilter(OnGroundFilter):
    state = django_filters.ChoiceFilter(choices=PetitionState.choices, label="trạng thái")
    reason = django_filters.ChoiceFilter(choices=PetitionReason.choices, label="lý do")
    year = YearFilter(field_name="sent_on__year", label="năm gửi")
    ground, paper = "certificate__product__commune", "certificate__"

    class Meta:
        model = Petition
        fields = []


def _petitions(user):
    related = ("certificate__product__commune", "certificate__product__producer")
    return Petition.objects.visible_to(user).select_related(*related)


PETITIONS = Listing(
    name="de-nghi-thu-hoi",
    title="Đề nghị thu hồi của đơn vị",
    noun="đề nghị",
    page="products:petition_list",
    empty="Chưa có đề nghị thu hồi nào. Cán bộ đơn vị soạn ở trang của giấy chứng nhận.",
    columns=(
        product_column(
            "certificate__product",
            page_of("products:petition_detail"),
            "certificate__product_name",
        ),
        producer_column("certificate__product", "certificate__producer_name"),
        *place_columns("certificate__product"),
        Column(
            key="reason",
            title="Lý do",
            cell=labelled(PetitionReason),
            sort="reason",
            width=24,
        ),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(PetitionState),
            tones=by_label(PETITION_TONES),
            sort="state",
            width=20,
        ),
        Column(key="sent_on", title="Ngày gửi", kind=Kind.DATE, sort="sent_on"),
        Column(key="answer", title="Trả lời của cấp tỉnh", width=34),
    ),
    rows=_petitions,
    filterset=PetitionFilter,
    order=("-pk",),
)
