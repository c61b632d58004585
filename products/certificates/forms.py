"""What is typed about certificates: drafts, decisions, and the way to a revocation."""

from django import forms

from products.enums import STARS
from products.models import Revocation
from programs.forms.base import DateInput, KeyedForm, ReasonForm
from programs.models import RevocationGround

DATES = {
    "decision_date": "Ngày ký quyết định.",
    "issued_on": "Ngày ghi trên giấy chứng nhận.",
    "concluded_on": "Ngày ký biên bản của Hội đồng.",
}


class DraftForm(KeyedForm):
    star = forms.TypedChoiceField(label="hạng sao", choices=STARS, coerce=int)
    basis = forms.CharField(
        label="căn cứ",
        max_length=300,
        help_text="Biên bản của Hội đồng, điểm trung bình. Ví dụ: Biên bản số 05/BB-HĐ, 82,5 điểm.",
    )


class DecisionForm(ReasonForm):
    """The reasons of a step, where those that are days (with a hint) are asked as days."""

    days = DATES

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, help_text in self.days.items():
            if name in self.fields:
                label = self.fields[name].label
                self.fields[name] = forms.DateField(
                    label=label, widget=DateInput, help_text=help_text
                )
        if "decision_number" in self.fields:
            label = self.fields["decision_number"].label
            self.fields["decision_number"] = forms.CharField(label=label, max_length=60)

    def answers(self):
        """The answers by name, days in ISO form."""
        return {
            name: value.isoformat() if name in self.days else value
            for name, value in super().answers().items()
        }


class ExtensionForm(DecisionForm):
    until = forms.DateField(label="kéo dài đến hết ngày", widget=DateInput)

    def answers(self):
        return {name: text for name, text in super().answers().items() if name != "until"}


class RevocationForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = Revocation
        fields = ["ground", "conclusion", "concluded_on", "reply_until"]
        widgets = {
            "conclusion": forms.Textarea(attrs={"rows": 3}),
            "concluded_on": DateInput,
            "reply_until": DateInput,
        }
        help_texts = {
            "ground": "Theo quy định có hiệu lực vào ngày kết luận.",
            "conclusion": "Số, ngày, nội dung kết luận của cơ quan có thẩm quyền.",
            "reply_until": "Trong thời gian này chủ thể có quyền giải trình.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = RevocationGround.objects.select_related("regulation").order_by(
            "-regulation__valid_from", "position"
        )
        self.fields["ground"].queryset = grounds
