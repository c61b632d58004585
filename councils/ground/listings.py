"""The list of the versions of the Quy chế."""

import django_filters

from councils.enums import RULES_TONES, RulesState
from councils.models import CouncilRules
from programs.enums import ADMIN, Authority, Role
from programs.forms.listings import ListFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from programs.text import in_figures


class CouncilRulesFilter(ListFilter):
    q = search_filter("số, ký hiệu, cơ quan ban hành")
    level = django_filters.ChoiceFilter(choices=Authority.choices, label="cấp")
    state = django_filters.ChoiceFilter(choices=RulesState.choices, label="trạng thái")

    class Meta:
        model = CouncilRules
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "number", "issuer")


COUNCIL_RULES = Listing(
    name="quy-che",
    title="Quy chế hoạt động của Hội đồng",
    noun="quy chế",
    page="councils:rules_list",
    empty="Chưa có Quy chế nào. Hội đồng cần một Quy chế đã đưa vào áp dụng.",
    columns=(
        Column(
            key="number",
            title="Quyết định ban hành",
            url=page_of("councils:rules_detail"),
            sort="number",
            width=26,
        ),
        Column(key="issued_on", title="Ngày ban hành", kind=Kind.DATE, sort="issued_on"),
        Column(key="issuer", title="Cơ quan ban hành", width=34),
        Column(key="level", title="Cấp Hội đồng", cell=labelled(Authority), sort="level", width=14),
        Column(key="valid_from", title="Áp dụng từ ngày", kind=Kind.DATE, sort="valid_from"),
        Column(key="quorum", title="Tỷ lệ có mặt", cell=in_figures, kind=Kind.NUMBER),
        Column(key="tolerance", title="Độ lệch cho phép", cell=in_figures, kind=Kind.NUMBER),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(RulesState),
            tones=by_label(RULES_TONES),
            sort="state",
            width=18,
        ),
    ),
    rows=CouncilRules.objects.visible_to,
    filterset=CouncilRulesFilter,
    order=("-valid_from", "-pk"),
    doors=(
        Door("Soạn Quy chế", "councils:rules_create", ADMIN, adds=True),
        Door("Các Hội đồng", "councils:council_list", frozenset(Role)),
    ),
)
