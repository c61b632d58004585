"""What is typed about producers and products, their codes, and of two records that are one."""

from django import forms
from django.db.models import F, Q

from products.models import Producer, Product
from programs.enums import COMMUNE_KINDS, DEPARTMENT
from programs.fields import DateInput
from programs.forms.accounts import DatedChoiceField
from programs.forms.base import KeyedForm, VersionedForm
from programs.models import Unit
from programs.scoping import own_ground


def communes_for(user):
    """Where this user's records may lie: communes of any time, and districts that have none.

    Those of today come first. Who is of a district that ended keeps the communes that it had: those
    of today report for themselves, and one of them may hold ground of two districts.
    """
    places = Unit.objects.filter(Q(kind__in=COMMUNE_KINDS) | Q(children=None))
    if user.role not in DEPARTMENT:
        places = places.filter(pk__in=own_ground(user).values("pk"))
    return places.order_by(F("valid_to").desc(nulls_first=True), "name", "valid_from")


# What one may leave out of a record, and would come back for.
FOR_DOSSIERS = "Hồ sơ đánh giá cần có; chưa rõ thì để trống."


class RecordForm(VersionedForm):
    """What the forms of producers and of products share."""

    commune = DatedChoiceField(
        queryset=Unit.objects.none(),
        label="xã, phường, thị trấn",
        help_text="Nơi sản xuất, theo tên vào lúc ghi; đơn vị hôm nay được suy ra.",
    )
    multiline = frozenset({"story"})

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes_for(user)


class ProducerForm(RecordForm):
    class Meta:
        model = Producer
        fields = [
            "name",
            "kind",
            "registration_number",
            "registered_on",
            "representative",
            "job_title",
            "gender",
            "ethnicity",
            "is_ethnic_minority",
            "residence",
            "commune",
            "address",
            "phone",
            "email",
        ]
        widgets = {"registered_on": DateInput}
        help_texts = {
            "name": "Tên đầy đủ, như trong giấy đăng ký.",
            "ethnicity": "Ghi tên dân tộc, ví dụ Kinh, Hrê, Co; in trong báo cáo tự đánh giá.",
            "residence": "In trong báo cáo tự đánh giá; không hiện trên trang công khai.",
            "registration_number": "Để trống nếu chưa đăng ký kinh doanh.",
            "representative": FOR_DOSSIERS,
            "address": FOR_DOSSIERS,
            "phone": FOR_DOSSIERS,
            "gender": "Bộ tiêu chí có điểm cho người đại diện là nữ.",
        }


class RegisteredProductForm(RecordForm):
    class Meta:
        model = Product
        fields = [
            "name",
            "product_group",
            "product_set",
            "commune",
            "maturity",
            "step",
            "status",
            "story",
            "note",
        ]
        widgets = {"story": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "name": "Như trên nhãn; mỗi sản phẩm một bản ghi.",
            "product_set": f"Một trong 26 bộ sản phẩm, thuộc nhóm đã chọn. {FOR_DOSSIERS}",
        }

    def clean(self):
        values = super().clean()
        chosen = values.get("product_set")
        if chosen and values.get("product_group") and chosen.group != values["product_group"]:
            self.add_error(
                "product_set", f"Bộ này thuộc nhóm {chosen.get_group_display()}, hãy chọn lại."
            )
        return values


class CodeForm(KeyedForm):
    code = forms.CharField(
        label="mã sản phẩm",
        max_length=40,
        help_text="Theo mẫu (T)-(X)-(STT)-20YY, hoặc mã cũ có mã huyện. Mã đã ghi không sửa được.",
    )


class MergeForm(KeyedForm):
    """The record that stays, by its number, and why the two are one."""

    kept = forms.ModelChoiceField(
        queryset=Product.objects.none(),
        label="gộp vào bản ghi mã số",
        widget=forms.NumberInput,
        help_text="Mã số ghi trên trang của bản ghi được giữ lại.",
        error_messages={"invalid_choice": "Không có bản ghi nào mang mã số này."},
    )
    reason = forms.CharField(
        label="lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"].queryset = records
