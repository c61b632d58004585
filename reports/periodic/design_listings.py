"""The list of the versions of the form of reports."""

import django_filters

from programs.enums import ADMIN, Role
from programs.forms.listings import ListFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from reports.enums import FORM_TONES, FormState
from reports.models import ReportForm


class ReportFormFilter(ListFilter):
    q = search_filter("tên mẫu, văn bản ban hành")
    state = django_filters.ChoiceFilter(choices=FormState.choices, label="trạng thái")

    class Meta:
        model = ReportForm
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "name", "document")


REPORT_FORMS = Listing(
    name="mau-bao-cao",
    title="Mẫu báo cáo định kỳ",
    noun="mẫu",
    page="reports:form_list",
    empty="Chưa có mẫu báo cáo nào được công bố.",
    columns=(
        Column(key="name", title="Mẫu", url=page_of("reports:form_detail"), sort="name", width=44),
        Column(key="document", title="Văn bản ban hành", width=40),
        Column(key="valid_from", title="Dùng từ ngày", kind=Kind.DATE, sort="valid_from"),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(FormState),
            tones=by_label(FORM_TONES),
            sort="state",
            width=16,
        ),
    ),
    rows=ReportForm.objects.visible_to,
    filterset=ReportFormFilter,
    order=("-valid_from", "-pk"),
    doors=(
        Door("Soạn mẫu báo cáo", "reports:form_create", ADMIN, adds=True),
        Door("Báo cáo định kỳ", "reports:report_list", frozenset(Role)),
    ),
)
