"""What is typed about the form of reports: its head, its sections, its indicators, a period."""

from django import forms

from programs.fields import DateInput
from programs.forms.base import RowForm, VersionedForm
from reports.enums import RollUp
from reports.models import FormSection, Indicator, ReportForm, ReportPeriod
from reports.periodic.counting import COUNTINGS
from reports.periodic.designing import DISTINCT_IS_COUNTED

_NO_COUNT = ("", "không")


class ReportFormForm(VersionedForm):
    multiline = frozenset({"note"})

    class Meta:
        model = ReportForm
        fields = ["name", "document", "valid_from", "note"]
        widgets = {"valid_from": DateInput, "note": forms.Textarea(attrs={"rows": 3})}


class OfFormForm(VersionedForm):
    """A form over what a report's form asks; `version` is that of the report's form."""

    def texts_of(self, form):
        """[(label, text)]: of another change of the form that it was made is enough."""
        return [("mẫu báo cáo", f"{form}, lần sửa {form.version}")]


class FormSectionForm(OfFormForm):
    multiline = frozenset({"prompt"})

    class Meta:
        model = FormSection
        fields = ["code", "title", "prompt", "asked_of", "agency", "has_text", "position"]
        widgets = {"prompt": forms.Textarea(attrs={"rows": 3})}


class IndicatorForm(OfFormForm):
    multiline = frozenset({"definition"})

    class Meta:
        model = Indicator
        fields = [
            *("section", "code", "label", "definition", "measure", "asked_of", "source"),
            *("function", "plan_function", "roll_up", "part", "whole", "is_required"),
            *("explains_zero", "jump", "grows", "position"),
        ]
        widgets = {"definition": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "code": "Tên ngắn của chỉ tiêu trong lời báo cáo tỉnh và tệp Excel, ví dụ sp_moi_3.",
            "definition": "Tính những gì, từ đâu, đến ngày nào: người ghi đọc câu này cạnh ô số.",
            "roll_up": "Số của các nơi thành số của tỉnh thế nào; “mỗi chủ thể một lần”: cổng đếm.",
            "part": "Chỉ dùng cho tỷ lệ: chỉ tiêu đứng trên, là một phần của mẫu số.",
            "whole": "Chỉ dùng cho tỷ lệ: chỉ tiêu đứng dưới, là tất cả.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance.form
        self.fields["section"].queryset = own.sections.order_by("position", "pk")
        others = own.indicators.exclude(pk=self.instance.pk)
        for name in ("part", "whole"):
            self.fields[name].queryset = others
        counts = [(name, each.label) for name, each in COUNTINGS.items()]
        for name in ("function", "plan_function"):
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[_NO_COUNT, *counts], required=False
            )

    def clean(self):
        values = super().clean()
        if values.get("roll_up") == RollUp.DISTINCT and not values.get("function"):
            self.add_error("roll_up", DISTINCT_IS_COUNTED)
        return values


class ReportPeriodForm(RowForm):
    class Meta:
        model = ReportPeriod
        fields = ["form", "data_from", "data_to"]
        widgets = {"data_from": DateInput, "data_to": DateInput}
        help_texts = {
            "data_from": "Báo cáo năm tính từ đầu năm: cùng ngày đầu với báo cáo 6 tháng.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = ReportForm.objects.published()
