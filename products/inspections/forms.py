"""What is typed about post-checks: their plans, the findings, the days of the steps."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from products.enums import FindingResult
from products.inspections.findings import Point
from products.models import Inspection, InspectionPlan
from programs import clock
from programs.enums import DISTRICT_KINDS
from programs.fields import DateInput, TimeInput
from programs.forms.accounts import DatedChoiceField
from programs.forms.base import VersionedForm
from programs.models import Unit

MORE = 3  # lines for what is neither a criterion nor always looked at
RESULTS = [("", "chưa ghi"), *FindingResult.choices]


class InspectionPlanForm(VersionedForm):
    ground = DatedChoiceField(
        queryset=Unit.objects.none(),
        label="địa bàn",
        required=False,
        help_text="Để trống: toàn tỉnh.",
    )

    class Meta:
        model = InspectionPlan
        fields = [
            *("year", "title", "superior", "body", "symbol", "basis", "ground", "product_group"),
            *("starts_on", "ends_on", "sample_size"),
        ]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(Q(kind__in=DISTRICT_KINDS) | Q(valid_to=None))
        self.fields["ground"].queryset = units.order_by("name", "valid_from")
        self.fields["year"].localize = False


class FindingsForm(VersionedForm):
    """Who looked, and a line for each point; `points` come from the rules, never from the form."""

    multiline = frozenset({"inspectors", "attendants", "conclusion"})

    class Meta:
        model = Inspection
        fields = [
            *("inspected_on", "started_at", "ended_at", "place", "inspectors", "attendants"),
            "conclusion",
        ]
        widgets = {
            "inspected_on": DateInput,
            "started_at": TimeInput(),
            "ended_at": TimeInput(),
            "inspectors": forms.Textarea(attrs={"rows": 3}),
            "attendants": forms.Textarea(attrs={"rows": 2}),
            "conclusion": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "inspectors": "Mỗi người một dòng: họ tên, chức vụ, cơ quan. Người đầu là trưởng đoàn.",
            "attendants": "Mỗi người một dòng.",
        }

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = [*points, *[Point("")] * MORE]
        for name in ("inspected_on", "inspectors"):
            self.fields[name].required = True
        for place, point in enumerate(self.points):
            self._add_line(place, point)

    def _add_line(self, place, point):
        if not point.text:
            self.fields[f"text_{place}"] = forms.CharField(
                label="nội dung khác", max_length=300, required=False
            )
        about = point.text or "nội dung khác"
        self.fields[f"result_{place}"] = forms.ChoiceField(
            label=f"kết quả: {about}",
            choices=RESULTS,
            required=False,
            initial=point.result,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"note_{place}"] = forms.CharField(
            label=f"ghi chú: {about}", max_length=500, required=False, initial=point.note
        )

    def heads(self):
        """The fields above the lines."""
        return [self[name] for name in self.Meta.fields]

    def lines(self):
        """(point, its text field or None, its result, its note), as they are drawn."""
        for place, point in enumerate(self.points):
            text = None if point.text else self[f"text_{place}"]
            yield point, text, self[f"result_{place}"], self[f"note_{place}"]

    def clean_inspected_on(self):
        day = self.cleaned_data["inspected_on"]
        if day > clock.today():
            raise ValidationError(f"Ngày {day:%d/%m/%Y} chưa đến.")
        return day

    def clean(self):
        values = super().clean()
        start, end = values.get("started_at"), values.get("ended_at")
        if start and end and end <= start:
            self.add_error("ended_at", "Giờ kết thúc phải sau giờ bắt đầu.")
        for place, point in enumerate(self.points):
            text, result = values.get(f"text_{place}"), values.get(f"result_{place}")
            if not point.text and bool(text) != bool(result):
                missing = "text" if result else "result"
                said = "Ghi nội dung đã kiểm tra." if result else "Chọn kết quả của nội dung này."
                self.add_error(f"{missing}_{place}", said)
        return values

    def texts_of(self, row):
        found = [
            (each.text, ": ".join(filter(None, (each.get_result_display(), each.note))))
            for each in row.findings.order_by("position")
        ]
        return super().texts_of(row) + found

    def found(self):
        """The points with what was typed of them."""
        values = self.cleaned_data
        return [
            replace(
                point,
                text=point.text or values[f"text_{place}"],
                result=values[f"result_{place}"],
                note=values[f"note_{place}"],
            )
            for place, point in enumerate(self.points)
        ]
