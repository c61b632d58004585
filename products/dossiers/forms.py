"""What is typed about a dossier: its beginning, its three forms, and the result."""

from django import forms
from django.core.exceptions import ValidationError

from products.enums import STARS, DossierKind, DossierState, EvidenceKind
from products.models import CommuneReport, Dossier
from programs import clock
from programs.fields import DateInput
from programs.forms.answers import AnswersForm
from programs.forms.base import KeyedForm, VersionedForm


def _long(rows=5):
    return forms.Textarea(attrs={"rows": rows})


class StartForm(KeyedForm):
    kind = forms.ChoiceField(
        label="loại hồ sơ",
        choices=DossierKind.choices,
        help_text=(
            "Đã có giấy còn hiệu lực và muốn lên hạng: nâng hạng. Giấy sắp hết hạn hoặc đã hết "
            "hạn: đánh giá lại."
        ),
    )
    star = forms.TypedChoiceField(label="hạng sao đề nghị", choices=STARS, coerce=int)


class PastDayMixin:
    """Days on which something happened: a day in the future is refused."""

    past_days = ()

    def clean(self):
        values = super().clean()
        for name in self.past_days:
            day = values.get(name)
            if day and day > clock.today():
                self.add_error(name, f"Ngày {day:%d/%m/%Y} chưa đến, hãy xem lại.")
        return values


class DossierForm(PastDayMixin, VersionedForm):
    """Mẫu 01 and the texts of Mẫu 02; what the register knows already is not asked again."""

    absent_evidence = forms.MultipleChoiceField(
        label="minh chứng không có",
        choices=EvidenceKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "Đánh dấu loại giấy tờ mà chủ thể xác nhận là không có, không áp dụng. Giấy bắt buộc "
            "thì không ghi là không có được."
        ),
    )
    multiline = frozenset({"background", "results", "changes", "outlook"})
    past_days = ("received_on",)

    class Meta:
        model = Dossier
        fields = [
            "aimed_star",
            "form_number",
            "received_on",
            "samples",
            "background",
            "results",
            "changes",
            "outlook",
            "absent_evidence",
            "is_pledged",
        ]
        widgets = {
            "received_on": DateInput,
            "background": _long(),
            "results": _long(),
            "changes": _long(),
            "outlook": _long(),
        }
        labels = {
            "background": "I. Thông tin chung: lịch sử hình thành, cơ cấu tổ chức",
            "results": "II. Kết quả thực hiện phương án sản xuất kinh doanh",
            "outlook": "IV. Kế hoạch phát triển sản phẩm",
        }
        help_texts = {
            "form_number": "Số ghi trên phiếu đăng ký (Mẫu 01), do nơi nhận ghi.",
            "received_on": (
                "Ngày nơi nhận đủ thành phần hồ sơ; quy định và bộ tiêu chí theo ngày này."
            ),
            "samples": "Du lịch không cần mẫu: ghi 0.",
            "background": "Lịch sử hình thành, cơ cấu tổ chức, giấy tờ của chủ thể.",
            "results": "Vùng nguyên liệu, công nghệ, chất lượng, thị trường, doanh thu, lợi nhuận.",
            "changes": "Nêu thay đổi và minh chứng; không đổi thì ghi “không thay đổi”.",
            "is_pledged": "Chủ thể đã ký cam kết trên phiếu đăng ký.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind == DossierKind.FIRST:
            del self.fields["changes"]
        # The clocks run from this day; the unit gives the dossier back to have another one.
        is_checked = self.instance.state == DossierState.SUBMITTED
        self.fields["received_on"].disabled = is_checked

    def clean_aimed_star(self):
        star, certificate = self.cleaned_data["aimed_star"], self.instance.certificate
        if self.instance.kind == DossierKind.UPGRADE and star <= certificate.star:
            raise ValidationError(
                f"Sản phẩm đã có hạng {certificate.star} sao: nâng hạng phải lên hạng cao hơn."
            )
        return star


class ReportForm(PastDayMixin, VersionedForm):
    """Mẫu 03: what the unit itself finds."""

    multiline = frozenset({"origin", "labour", "idea", "identity", "proposal"})
    past_days = ("signed_on",)

    class Meta:
        model = CommuneReport
        fields = [
            "number",
            "signed_on",
            "signer",
            "signer_title",
            "origin",
            "labour",
            "idea",
            "identity",
            "proposal",
        ]
        widgets = {"signed_on": DateInput} | {
            name: _long(3) for name in ("origin", "labour", "idea", "identity", "proposal")
        }


class DossierAnswersForm(AnswersForm):
    class Meta:
        model = Dossier
        fields = []
