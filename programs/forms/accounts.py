"""What people type into the pages on accounts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from programs import audit
from programs.accounts import ASKABLE, place_objection
from programs.acts import mark_of
from programs.enums import UNIT_ROLES, Role
from programs.forms.base import KeyedForm
from programs.forms.steps import StepForm
from programs.models import AccountRequest, Agency, Unit, User

TAKEN = {"unique": "Đã có tài khoản khác dùng."}
NO_ROLE = ("", "chọn vai trò")  # who invites says which: none is more likely than another
GIVEN_AT_ONCE = [
    NO_ROLE,
    *((role.value, role.label) for role in Role if role != Role.PROVINCE_ADMIN),
]
OF_UNIT, OF_AGENCY = sorted(UNIT_ROLES), sorted(set(Role) - UNIT_ROLES)


def asked_of(roles):
    """A choice that the page offers with these roles alone (role-place.js)."""
    return forms.Select(attrs={"data-roles": " ".join(roles)})


def dated(row):
    """The short name of a unit or an agency, of one of former times with its last day."""
    ended = f" (đến {date_format(row.valid_to, 'd/m/Y')})" if row.valid_to else ""
    return f"{row.short_name}{ended}"


class DatedChoiceField(forms.ModelChoiceField):
    """A choice of units or agencies, those of former times too, with their last day."""

    def label_from_instance(self, row):
        return dated(row)


def reporting_units():
    """The units right below the province: they report to it, and their people have accounts."""
    return Unit.objects.filter(parent__parent=None).exclude(parent=None).order_by("name", "pk")


class PlaceForm(KeyedForm):
    """A role with the unit or agency that it belongs to."""

    role = forms.ChoiceField(label="Vai trò", choices=[NO_ROLE, *Role.choices])
    unit = DatedChoiceField(
        reporting_units(),
        label="Đơn vị",
        empty_label="chọn đơn vị",
        required=False,
        widget=asked_of(OF_UNIT),
    )
    agency = DatedChoiceField(
        Agency.objects.all(),
        label="Cơ quan",
        empty_label="không gắn với cơ quan",
        required=False,
        widget=asked_of(OF_AGENCY),
    )

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    over = StepForm.over

    class Media:
        js = (forms.Script("js/role-place.js", type="module"),)

    def __init__(self, *args, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = mark_of(about) if about else ""

    def clean(self):
        given = super().clean()
        if "role" in given:
            self._hold_place_against_role(given["role"], given.get("unit"), given.get("agency"))
        return given

    def _hold_place_against_role(self, role, unit, agency):
        wanted, other = ("unit", "agency") if role in UNIT_ROLES else ("agency", "unit")
        sentence = place_objection(role, unit, agency)
        if sentence and wanted not in self.errors:
            self.add_error(wanted, ValidationError(sentence, code="place"))
        if {"unit": unit, "agency": agency}[other]:
            label = self.fields[other].label.lower()
            sentence = f"Vai trò “{Role(role).label}” không gắn với {label}: hãy bỏ chọn."
            self.add_error(other, ValidationError(sentence, code="place"))

    def place(self):
        return {name: self.cleaned_data[name] for name in ("role", "unit", "agency")}


class InviteForm(PlaceForm, forms.ModelForm):
    role = forms.ChoiceField(
        label="Vai trò",
        choices=GIVEN_AT_ONCE,
        help_text="Chọn vai trò rồi chọn đơn vị hoặc cơ quan của vai trò ấy.",
    )

    class Meta:
        model = User
        fields = ["full_name", "username", "email", "phone", "role", "unit", "agency"]
        labels = {"username": "Tên đăng nhập"}
        help_texts = {
            "full_name": "Có dấu, đúng như trong hồ sơ công chức.",
            "username": "Chữ thường, chữ số và các dấu . - _",
            "email": "Thư công vụ của chính người này; liên kết đặt mật khẩu gửi tới đây.",
            "phone": "Đồng nghiệp thấy số này; không ghi số riêng.",
        }
        error_messages = {"username": TAKEN, "email": TAKEN}

    def clean_username(self):
        username = self.cleaned_data["username"].lower()
        if "@" in username:
            raise ValidationError("Tên đăng nhập không chứa ký tự @.", code="address")
        return username

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def validate_unique(self):
        """Names that differ by case alone are one; a form sent again finds its own account."""
        if audit.is_done(self.key):
            return
        super().validate_unique()
        namesakes = User.objects.filter(username__iexact=self.instance.username)
        if "username" not in self.errors and namesakes.exists():
            self.add_error("username", TAKEN["unique"])


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "phone"]
        help_texts = {"phone": "Đồng nghiệp thấy số này; không ghi số riêng."}


class AccountRequestForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = AccountRequest
        fields = ["full_name", "email", "role", "reason"]
        help_texts = {
            "email": "Thư công vụ của người được cấp tài khoản, không dùng chung.",
            "role": "Cán bộ lập và trình kế hoạch; lãnh đạo duyệt và gửi tỉnh.",
            "reason": "Ví dụ: thay đồng chí A chuyển công tác từ ngày 01/4/2024.",
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        roles = ASKABLE.get(user.role, ())
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def clean_email(self):
        return self.cleaned_data["email"].lower()
