"""What is typed about Councils: the Council, a seat with who holds it, who stands in."""

from django import forms
from django.core.exceptions import ValidationError

from councils.membership.setting_up import name_of, rules_faults, unit_faults
from councils.models import Council, CouncilRules, Member, Seat
from programs import clock
from programs.citations import signing_fault
from programs.enums import ADMIN, Authority
from programs.fields import DateInput, line
from programs.forms.accounts import DatedChoiceField
from programs.forms.base import VersionedForm
from programs.models import Agency, Unit, User

# Who the ministry's Council is, is not the portal's to say: its results alone are recorded.
LEVELS = [Authority.PROVINCE, Authority.DISTRICT]
_HEAD = Council._meta.get_field("signer_title").default


class CouncilForm(VersionedForm):
    """A unit's people set up their own; an administrator chooses level and unit."""

    class Meta:
        model = Council
        fields = [
            *("level", "unit", "name", "rules", "starts_on", "ends_on"),
            *("signer_title", "signer", "delegation"),
        ]
        field_classes = {"unit": DatedChoiceField}
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rules"].queryset = CouncilRules.objects.published()
        self.fields["name"].required = self.fields["signer_title"].required = False
        self.fields["name"].help_text = "Để trống: theo cấp và đơn vị."
        if user.role in ADMIN:
            self.fields["level"].choices = [(each.value, each.label) for each in LEVELS]
            self.fields["unit"].queryset = _setting_up()
        else:
            del self.fields["level"], self.fields["unit"]
            self.instance.level, self.instance.unit = Authority.DISTRICT, user.unit
            self.fields["rules"].queryset = CouncilRules.objects.published().filter(
                level=Authority.DISTRICT
            )

    def clean(self):
        values = super().clean()
        level = values.get("level") or self.instance.level
        unit = values.get("unit") or (self.instance.unit_id and self.instance.unit)
        rules, day = values.get("rules"), values.get("starts_on")
        for field, sentence in (*unit_faults(level, unit, day), *rules_faults(level, rules, day)):
            self.add_error(field if field in self.fields else None, sentence)
        values["signer_title"] = values.get("signer_title") or _HEAD
        rights, _, title = values["signer_title"].rpartition(",")
        if fault := signing_fault(rights, title):
            self.add_error("signer_title", fault)
        if unit and level and not values.get("name"):
            values["name"] = name_of(level, unit)
        return values


class OutsideCouncilForm(VersionedForm):
    """What is known of a Council that sat outside the portal: whose it was, and its decision."""

    class Meta:
        model = Council
        fields = ["level", "unit", "starts_on", "decision_number", "decided_on", "name"]
        field_classes = {"unit": DatedChoiceField}
        widgets = {"starts_on": DateInput, "decided_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(each.value, each.label) for each in LEVELS]
        self.fields["unit"].queryset = _setting_up()
        self.fields["name"].required = False
        self.fields["name"].help_text = "Để trống: theo cấp và đơn vị."

    def clean(self):
        values = super().clean()
        level, unit, day = (values.get(name) for name in ("level", "unit", "starts_on"))
        for field, sentence in unit_faults(level, unit, day) if level else ():
            self.add_error(field, sentence)
        if unit and level and not values.get("name"):
            values["name"] = f"{name_of(level, unit)} (ngoài cổng)"
        return values


def _setting_up():
    """The units that may have a Council: the province, and those that report to it."""
    return Unit.objects.filter(parent__parent=None).order_by("name", "valid_from")


def _by_decision():
    """What a change of a Council that was decided on rests on; else the field goes."""
    return line(
        label="quyết định kiện toàn, lý do",
        help_text="Hội đồng đã có quyết định: ghi căn cứ của thay đổi này.",
    )


class SeatForm(VersionedForm):
    """A seat and, in the same form, the person who holds it."""

    full_name = forms.CharField(label="họ và tên", max_length=150, required=False)
    job_title = forms.CharField(label="chức vụ", max_length=150, required=False)
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="tài khoản",
        required=False,
        empty_label="không có tài khoản",
        help_text="Người có tài khoản đọc hồ sơ và chấm trên cổng.",
    )
    note = _by_decision()

    class Meta:
        model = Seat
        fields = ["role", "agency", "organisation", "position"]
        field_classes = {"agency": DatedChoiceField}

    def __init__(self, *args, by, holder=None, is_decided=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.holder = holder
        day = max(clock.today(), self.instance.council.starts_on)
        agencies = Agency.objects.on(day) | Agency.objects.filter(pk=self.instance.agency_id)
        self.fields["agency"].queryset = agencies.order_by("name", "pk")
        self.fields["agency"].empty_label = "không phải cơ quan cấp tỉnh"
        people = User.objects.visible_to(by).filter(is_active=True)
        if holder and holder.user_id:
            people |= User.objects.filter(pk=holder.user_id)
        self.fields["user"].queryset = people.order_by("full_name", "pk")
        for name in ("full_name", "job_title", "user"):
            self.fields[name].initial = getattr(holder, name, None)
        if not is_decided:
            del self.fields["note"]

    def clean(self):
        values = super().clean()
        if not values.get("full_name") and values.get("user"):
            values["full_name"] = values["user"].full_name
        if not values.get("full_name") and values.get("job_title"):
            self.add_error("full_name", "Ghi họ và tên của người giữ ghế.")
        if self.holder and not values.get("full_name"):
            self.add_error("full_name", "Ghế đã có người: ghi tên người thay, hoặc bỏ ghế.")
        return values

    def texts_of(self, row):
        people = "; ".join(map(str, row.members.all()))
        return [*super().texts_of(row), ("người của ghế", people or "chưa có")]

    def person(self):
        """The Member whom the form names, not saved yet, or None."""
        values = self.cleaned_data
        if not values["full_name"]:
            return None
        person = self.holder or Member(since=self.instance.council.starts_on)
        person.seat = self.instance
        for name in ("full_name", "job_title", "user"):
            setattr(person, name, values[name])
        return person


class MemberForm(VersionedForm):
    """Who comes after the one who holds a seat, or stands in for them by a written authority."""

    note = _by_decision()

    class Meta:
        model = Member
        fields = ["full_name", "job_title", "user", "stands_in", "since", "until", "authority"]
        widgets = {"since": DateInput, "until": DateInput}

    def __init__(self, *args, by, is_decided=False, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).filter(is_active=True)
        if self.instance.user_id:
            people |= User.objects.filter(pk=self.instance.user_id)
        self.fields["user"].queryset = people.order_by("full_name", "pk")
        self.fields["user"].empty_label = "không có tài khoản"
        if not is_decided:
            del self.fields["note"]

    def clean(self):
        values = super().clean()
        start, end = values.get("since"), values.get("until")
        if start and end and end < start:
            self.add_error("until", ValidationError("Ngày kết thúc phải sau ngày bắt đầu."))
        if values.get("stands_in"):
            for name in ("until", "authority"):
                if not values.get(name):
                    self.add_error(name, "Người đi thay cần văn bản ủy quyền và ngày kết thúc.")
        return values
