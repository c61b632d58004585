"""What the group writes of a dossier."""

from django import forms

from councils.models import AdvisoryReport
from programs import clock
from programs.fields import DateInput
from programs.forms.base import VersionedForm

_SURVEY = ("survey_place", "survey_people", "survey_findings")
_TESTS = ("laboratory", "test_results")
_LINES = ("supplements", "survey_findings", "tests", "test_results", "proposal")


class AdvisoryReportForm(VersionedForm):
    multiline = frozenset(_LINES)

    class Meta:
        model = AdvisoryReport
        fields = ["supplements", "surveyed_on", *_SURVEY, "tests", *_TESTS]
        fields += ["proposal", "proposed_star"]
        widgets = {
            "surveyed_on": DateInput,
            **{name: forms.Textarea(attrs={"rows": 4}) for name in _LINES},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposed_star"] = forms.TypedChoiceField(
            label="hạng sao đề xuất",
            choices=[("", "không đề xuất"), *((star, f"{star} sao") for star in range(5, 0, -1))],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def clean(self):
        values = super().clean()
        day = values.get("surveyed_on")
        if day and day > clock.today():
            self.add_error("surveyed_on", "Ngày khảo sát chưa tới: ghi sau khi đã khảo sát.")
        if not day and "surveyed_on" not in self.errors and any(map(values.get, _SURVEY)):
            self.add_error("surveyed_on", "Đã ghi khảo sát thì ghi ngày khảo sát.")
        if not values.get("tests") and any(map(values.get, _TESTS)):
            self.add_error("tests", "Ghi thử nghiệm chỉ tiêu nào.")
        return values
