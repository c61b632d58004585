"""What people type into the pages on accounts, and how lists of them are narrowed."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from programs import audit
from programs.accounts import ASKABLE, place_objection
from programs.enums import Role
from programs.forms.base import DateInput, KeyedForm
from programs.models import AccountRequest, Agency, Unit, User

TAKEN = {"unique": "Đã có tài khoản khác dùng."}
GIVEN_AT_ONCE = [(role.value, role.label) for role in Role if role != Role.PROVINCE_ADMIN]


class DatedChoiceField(forms.ModelChoiceField):
    """A choice of units or agencies, those of former times too, with their last day."""

    def label_from_instance(self, row):
        ended = f" (đến {date_format(row.valid_to, 'd/m/Y')})" if row.valid_to else ""
        return f"{row.short_name}{ended}"


def unit_field(**kwargs):
    """The units right below the province: they report to it, and their people have accounts."""
    reporting = Unit.objects.filter(parent__parent=None).exclude(parent=None)
    return DatedChoiceField(
        reporting.order_by("name", "pk"), label="Đơn vị", required=False, **kwargs
    )


class PlaceForm(KeyedForm):
    """A role with the unit or agency that it hangs on."""

    role = forms.ChoiceField(label="Vai trò", choices=Role.choices)
    unit = unit_field(empty_label="không gắn với đơn vị")
    agency = DatedChoiceField(
        Agency.objects.all(),
        label="Cơ quan",
        empty_label="không gắn với cơ quan",
        required=False,
    )

    def clean(self):
        given = super().clean()
        if "role" in given:
            sentence = place_objection(given["role"], given.get("unit"), given.get("agency"))
            if sentence and not self.errors:
                raise ValidationError(sentence, code="place")
        return given

    def place(self):
        return {name: self.cleaned_data[name] for name in ("role", "unit", "agency")}


class InviteForm(PlaceForm, forms.ModelForm):
    role = forms.ChoiceField(label="Vai trò", choices=GIVEN_AT_ONCE)

    class Meta:
        model = User
        fields = ["full_name", "username", "email", "phone", "role", "unit", "agency"]
        labels = {"username": "Tên đăng nhập"}
        help_texts = {"username": "Chữ thường, chữ số và các dấu . - _"}
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


class AccountRequestForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = AccountRequest
        fields = ["full_name", "email", "role", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        roles = ASKABLE.get(user.role, ())
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


# --- What narrows a list, from its query string --------------------------------------------------


class PeopleFilterForm(forms.Form):
    role = forms.ChoiceField(
        label="Vai trò", choices=[("", "mọi vai trò"), *Role.choices], required=False
    )
    unit = unit_field(empty_label="mọi đơn vị")
    state = forms.ChoiceField(
        label="Trạng thái",
        choices=[("", "tất cả"), ("open", "đang mở"), ("closed", "đã khóa")],
        required=False,
    )

    def narrow(self, people):
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("role"):
            people = people.filter(role=given["role"])
        if given.get("unit"):
            people = people.filter(unit=given["unit"])
        if given.get("state"):
            people = people.filter(is_active=given["state"] == "open")
        return people


class EventFilterForm(forms.Form):
    """What narrows the trail; `action` is set by following the link of an act in the list."""

    action = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)
    since = forms.DateField(label="Từ ngày", widget=DateInput, required=False)
    until = forms.DateField(label="Đến ngày", widget=DateInput, required=False)
    refused = forms.BooleanField(label="Chỉ những lần bị từ chối", required=False)

    def narrow(self, events):
        given = self.cleaned_data if self.is_valid() else {}
        conditions = {
            "action": given.get("action"),
            "at__gte": _midnight(given.get("since")),
            "at__lt": _midnight(given.get("until"), days=1),
            "refused": given.get("refused"),
        }
        return events.filter(**{name: value for name, value in conditions.items() if value})


def _midnight(date, days=0):
    """The first instant of the date, or of one so many days later, here; None without a date."""
    return date and timezone.make_aware(datetime.combine(date, time())) + timedelta(days=days)
