"""What is typed about certificates: drafts, decisions, and the way to a revocation."""

from django import forms

from products.enums import STARS
from products.models import Lapse, Revocation
from programs.fields import DateInput
from programs.forms.base import KeyedForm
from programs.models import RevocationGround


class DraftForm(KeyedForm):
    star = forms.TypedChoiceField(label="hạng sao", choices=STARS, coerce=int)
    basis = forms.CharField(
        label="căn cứ",
        max_length=300,
        help_text="Biên bản của Hội đồng, điểm trung bình. Ví dụ: Biên bản số 05/BB-HĐ, 82,5 điểm.",
    )


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


class LapseForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = Lapse
        fields = ["reason", "note"]
        help_texts = {"note": "Cần ghi khi chọn “lý do khác”."}
