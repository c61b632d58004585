"""What is typed of an event that two reporters counted."""

from django import forms
from django.utils.formats import localize

from programs.fields import WholeNumberField, lines
from programs.forms.base import KeyedForm
from reports.periodic.filling import LARGEST_FIGURE


class DoubleForm(KeyedForm):
    """Of which figure, which report keeps the event, which is cut, by how much, and why."""

    indicator = forms.TypedChoiceField(label="chỉ tiêu", coerce=int)
    kept = forms.TypedChoiceField(label="báo cáo giữ số", coerce=int)
    cut = forms.TypedChoiceField(label="báo cáo bị trừ", coerce=int)
    many = WholeNumberField(
        label="số tính trùng",
        min_value=1,
        max_value=LARGEST_FIGURE,
        help_text="Trừ khỏi số của tỉnh; không quá số mà mỗi báo cáo ghi.",
    )
    reason = lines(label="lý do", help_text="Sự kiện nào, ngày nào, vì sao biết là một.")

    def __init__(self, *args, sent, **kwargs):
        super().__init__(*args, **kwargs)
        found = [(each, sent.told(each)) for each in sent.indicators]
        found = [(each, told) for each, told in found if told[1:]]
        self.fields["indicator"].choices = [
            ("", "Chọn chỉ tiêu"),
            *((each.pk, f"{each.label}: {_said(told)}") for each, told in found),
        ]
        for name in ("kept", "cut"):
            rows = ((seal.pk, seal.report.reporter) for seal in sent.seals)
            self.fields[name].choices = [("", "Chọn báo cáo"), *rows]

    def facts(self):
        """What a DoubleCount is made of, once the form is valid."""
        typed = self.cleaned_data
        keys = {f"{name}_id": typed[name] for name in ("indicator", "kept", "cut")}
        return keys | {"many": typed["many"], "reason": typed["reason"]}


def _said(told):
    return ", ".join(f"{each.reporter} {localize(each.value)}" for each in told)


class StrikeForm(KeyedForm):
    note = lines(label="lý do")
