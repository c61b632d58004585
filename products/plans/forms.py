"""What a unit types about its plan, its counts and its products."""

from django import forms

from products.enums import RegistrationForm
from products.models import Plan, PlanComment, Registration
from products.plans.counting import as_read, declared
from programs.fields import DateInput
from programs.forms.base import KeyedForm, VersionedForm
from programs.uploads.accepting import accept


class PlanForm(VersionedForm):
    """The decision, the lessons, the scan, and whether the unit registers nothing."""

    multiline = frozenset({"lessons"})
    counter = "edition"
    upload = forms.FileField(
        label="bản quét đã ký (PDF)",
        required=False,
        help_text="Kế hoạch đã ký, đóng dấu; tối đa 20 MB. Không chọn tệp thì giữ bản đang có.",
    )

    class Meta:
        model = Plan
        fields = ["decision_number", "decision_date", "signer", "lessons", "is_nil"]
        widgets = {"decision_date": DateInput, "lessons": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "decision_number": "Số của văn bản ban hành. Ví dụ: 69/KH-UBND hoặc 1234/QĐ-UBND.",
            "decision_date": "Ngày ghi trên văn bản ban hành.",
            "signer": "Họ và tên người ký, không kèm chức vụ.",
            "is_nil": "Chỉ đánh dấu khi năm nay đơn vị không có sản phẩm nào tham gia.",
        }

    def clean_upload(self):
        """The scan as documents.Accepted, or None where none was sent."""
        upload = self.cleaned_data["upload"]
        return accept(upload, ("pdf",)) if upload else None


class CountsForm(KeyedForm):
    """How many products a unit declares in each of the five forms; all five are asked."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, counts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = as_read(counts)
        for form in RegistrationForm:
            self.fields[form.value] = forms.IntegerField(
                label=form.label,
                min_value=0,
                max_value=5000,
                initial=counts.get(form.value),
                help_text="Không có thì ghi 0.",
            )

    def counts(self):
        return {form: self.cleaned_data[form] for form in RegistrationForm.values}

    def over(self, theirs):
        """This form, to be saved over the counts as they now stand."""
        self.data = self.data.copy()
        self.data["read"] = as_read(declared(theirs))
        self.data.pop("form_key", None)
        return self

    def texts_of(self, participant):
        counts = declared(participant)
        return [(form.label, counts.get(form, "chưa khai")) for form in RegistrationForm]


class ProductForm(VersionedForm):
    """One product of a plan; its commune is one of the unit's on the day the campaign opened."""

    multiline = frozenset({"note"})

    class Meta:
        model = Registration
        fields = [
            "product_name",
            "producer_name",
            "producer_kind",
            "commune",
            "address",
            "product_group",
            "product_set",
            "form",
            "maturity",
            "note",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "product_name": "Như trên nhãn; mỗi sản phẩm một dòng.",
            "producer_name": "Tên đầy đủ của chủ thể, như trong giấy đăng ký.",
            "producer_kind": "Theo Điều 2 Quyết định số 26/2026/QĐ-TTg.",
            "commune": "Nơi sản xuất: xã, phường, thị trấn thuộc đơn vị vào ngày mở đợt.",
            "address": "Thôn, tổ dân phố, số nhà (nếu cần).",
            "product_group": "Một trong sáu ngành của Bộ tiêu chí OCOP.",
            "product_set": "Một trong 26 bộ sản phẩm, thuộc nhóm đã chọn; chưa rõ thì để trống.",
            "form": (
                "Hạng muốn đạt: lần đầu chọn 3 sao hoặc 4 sao; đã có sao thì chọn nâng hạng; "
                "giấy chứng nhận hết hạn thì chọn đánh giá lại."
            ),
            "maturity": (
                "Tiềm năng: mới có ý tưởng, chưa bán ra thị trường. "
                "Đã hình thành: đang bán, hoặc đã được đánh giá, phân hạng."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.instance.plan
        self.fields["commune"].queryset = plan.unit.communes_on(plan.campaign.opens_on)

    def clean(self):
        """A set that belongs to the group."""
        values = super().clean()
        chosen = values.get("product_set")
        if chosen and values.get("product_group") and chosen.group != values["product_group"]:
            self.add_error(
                "product_set", f"Bộ này thuộc nhóm {chosen.get_group_display()}, hãy chọn lại."
            )
        return values


class CommentForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = PlanComment
        fields = ["text"]
        help_texts = {"text": "Đơn vị và cấp tỉnh đều đọc được; ghi rõ mục cần xem lại."}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
