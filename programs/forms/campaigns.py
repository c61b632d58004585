"""What the province types to run a campaign."""

from django import forms
from django.utils.timezone import localtime

from programs.acts import mark_of
from programs.campaigns import FIXED, fixed_sentence, is_sealed
from programs.deadlines import in_words
from programs.enums import REPORT_KINDS
from programs.extensions import extension_objection, is_far
from programs.fields import DateInput, DateTimeInput
from programs.forms.base import KeyedForm, RowsField, VersionedForm
from programs.forms.steps import StepForm
from programs.models import Agency, Campaign, Unit


class CampaignForm(VersionedForm):
    multiline = frozenset({"note"})

    class Meta:
        model = Campaign
        fields = [
            "kind",
            "year",
            "number",
            "opens_on",
            "due_at",
            "locks_at",
            "document",
            "issuer",
            "note",
            "remind_before",
            "remind_after",
        ]
        widgets = {
            "opens_on": DateInput,
            "due_at": DateTimeInput,
            "locks_at": DateTimeInput,
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "kind": (
                "Đợt đăng ký kế hoạch thu số lượng và danh sách sản phẩm của từng đơn vị; báo cáo "
                "6 tháng, báo cáo năm thu báo cáo theo mẫu đã công bố."
            ),
            "number": "Đợt đầu của năm ghi 1; có đợt bổ sung cùng loại thì ghi 2, 3…",
            "opens_on": "Từ ngày này nơi tham gia soạn được những gì đợt hỏi.",
            "due_at": "“Trước ngày 20/6” ghi là 20/06 00:00; gửi từ lúc đó là muộn.",
            "locks_at": "Từ lúc này không gửi được nữa, trừ đơn vị được gia hạn.",
            "document": "Văn bản giao việc. Ví dụ: Công văn số 123/SNNPTNT-NTM ngày 25/3/2024.",
            "issuer": "Ghi đủ tên như trong văn bản; tên này in trong phụ lục và báo cáo của đợt.",
            "note": "Đợt đăng ký kế hoạch in ghi chú này dưới phụ lục.",
            "remind_after": "Chỉ nhắc nơi còn chưa gửi. Để trống là không nhắc.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("year", "number"):
            self.fields[name].localize = False
            self.fields[name].widget.is_localized = False
        if self.instance.pk and is_sealed(self.instance):
            for name in FIXED:
                self.fields[name].disabled = True
            self.fields["kind"].help_text = fixed_sentence(FIXED)

    def clean(self):
        values = super().clean()
        opens, due = values.get("opens_on"), values.get("due_at")
        if opens and due and localtime(due).date() < opens:
            self.add_error("due_at", "Hạn gửi phải sau ngày mở đợt.")
        if self.instance.pk and (names := self._fixed_meanwhile()):
            self.add_error(None, fixed_sentence(names))
        return values

    def _fixed_meanwhile(self):
        """What a page that was opened before the first sending would change of what is fixed."""
        fields = ((name, self.fields[name]) for name in FIXED if self.fields[name].disabled)
        return [
            name
            for name, field in fields
            if name in self.data
            and field.widget.value_from_datadict(self.data, {}, name) != str(self._shown(name))
        ]

    def _shown(self, name):
        value = getattr(self.instance, name)
        return f"{value:%d/%m/%Y}" if name == "opens_on" else value


class ParticipantsForm(KeyedForm):
    """The units that a campaign asks, one of reports agencies too: those of the day it opens."""

    all_units = forms.BooleanField(required=False)
    units = RowsField(
        Unit.objects.none(),
        label="địa phương",
        required=False,
        help_text="Đơn vị được chọn phải gửi kế hoạch và đứng thành một dòng của phụ lục.",
    )
    all_agencies = forms.BooleanField(required=False)
    agencies = RowsField(
        Agency.objects.none(),
        label="cơ quan",
        required=False,
        help_text="Sở, ban, ngành, Mặt trận, đoàn thể phải gửi báo cáo.",
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = mark_of(campaign)
        # Only units on the level right below the province report to it.
        on_the_day = Unit.objects.on(campaign.opens_on)
        self.fields["units"].queryset = on_the_day.filter(parent__parent=None).exclude(parent=None)
        self.groups = {"all_units": "units"}
        if campaign.kind in REPORT_KINDS:
            self.fields["units"].help_text = "Địa phương được chọn phải gửi báo cáo."
            self.fields["agencies"].queryset = Agency.objects.on(campaign.opens_on)
            self.groups["all_agencies"] = "agencies"
        else:
            del self.fields["agencies"], self.fields["all_agencies"]
        for whole, name in self.groups.items():
            field = self.fields[name]
            many = field.queryset.count()
            self.fields[whole].label = f"chọn tất cả {many} {field.label} dưới đây"

    def clean(self):
        values = super().clean()
        for whole, name in self.groups.items():
            if values.get(whole):
                values[name] = self.fields[name].queryset
        if not any(values.get(name) for name in self.groups.values()) and not self.errors:
            names = " hoặc ".join(self.fields[name].label for name in self.groups.values())
            self.add_error("units", f"Chọn ít nhất một {names}.")
        return values

    over = StepForm.over


class ExtensionForm(KeyedForm):
    """More time for a participant; what the rule objects to is said at the time itself."""

    until = forms.DateTimeField(
        label="gia hạn đến (trước thời điểm)",
        widget=DateTimeInput,
        help_text="Hết ngày 25/3 ghi là 26/03 00:00. Cả hạn gửi và thời điểm khóa lùi đến đây.",
    )
    sure = forms.BooleanField(label="đúng là thời điểm này", required=False)
    reason = forms.CharField(
        label="lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đơn vị đọc được lý do này; lý do được ghi vào nhật ký.",
    )

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    over = StepForm.over

    def __init__(self, *args, participant, **kwargs):
        super().__init__(*args, **kwargs)
        self.participant = participant
        self.fields["read"].initial = mark_of(participant)
        if "sure" not in self.data:  # asked only where a time is far away
            self.fields["sure"].widget = forms.HiddenInput()

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        until = values["until"]
        if sentence := extension_objection(self.participant, until):
            self.add_error("until", sentence)
        elif is_far(self.participant, until) and not values["sure"]:
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error(
                "until",
                f"{in_words(until).capitalize()} là hơn một năm nữa: xem lại năm; nếu đúng, hãy "
                "đánh dấu “Đúng là thời điểm này” rồi gửi lại.",
            )
        return values


class ExtensionRequestForm(ExtensionForm):
    """The same, asked for by the participant."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].label = "xin gửi đến (trước thời điểm)"
        self.fields["until"].help_text = "Hết ngày 25/3 ghi là 26/03 00:00."
        self.fields["reason"].help_text = "Cấp tỉnh đọc lý do này để quyết định."
