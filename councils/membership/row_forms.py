"""A seat or a member with all that may be said of it, for the back office and its files.

What the pages refuse is refused here, in the same words.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property

from councils.enums import DECIDED_COUNCILS
from councils.membership.setting_up import member_fault, writing_refusal
from councils.models import Member, Seat
from programs import clock
from programs.changes import values_of
from programs.fields import line
from programs.forms.base import MARKS, KeyedForm, VersionedForm
from programs.intake.preflight import MAX_BYTES
from programs.models import Agency, User

NOTE = "Quyết định kiện toàn, lý do"


class RuledForm(VersionedForm):
    """`by` is the administrator who writes, a fact of the class that the back office makes of it.

    What is not changed is not objected to, whatever has become of the Council; it `is_unchanged`.
    """

    by = None
    note = line(
        label=NOTE, required=False, help_text="Bắt buộc khi Hội đồng đã có quyết định thành lập."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.before, self.read = (values_of(row), row.version) if row.pk else ({}, None)
        self.is_unchanged = False
        self.fields["version"].label = "lần sửa"

    @cached_property
    def changed_data(self):
        """What people change: the marks of the page are none of it."""
        return [name for name in super().changed_data if name not in {"form_key", *MARKS}]

    @property
    def council(self):
        raise NotImplementedError

    def faults(self):
        """Sentences about what the row would say, of the kinds that no field knows."""
        raise NotImplementedError

    def _post_clean(self):
        super()._post_clean()
        self.is_unchanged = self.before == values_of(self.instance)
        if not self.errors and not self.is_unchanged:
            for field, sentence in self._objections():
                self.add_error(field, sentence)

    def _objections(self):
        council = self.council
        if refused := writing_refusal(council, self.by):
            yield None, refused.message
        elif council.state in DECIDED_COUNCILS and not self.cleaned_data.get("note"):
            yield "note", f"{council} đã có quyết định thành lập: ghi {NOTE.lower()}."
        if self.read and self.read != self.cleaned_data.get("version"):
            theirs = type(self.instance).objects.get(pk=self.instance.pk)
            said = "; ".join(f"{label}: {text}" for label, text in self.texts_of(theirs) if text)
            yield None, f"Người khác đã sửa dòng này sau khi bạn mở, xuất ra. Hiện là: {said}."
        yield from ((None, sentence) for sentence in self.faults())


class SeatRowForm(RuledForm):
    class Meta:
        model = Seat
        fields = ["council", "role", "agency", "organisation", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].disabled = bool(self.instance.pk)

    @property
    def council(self):
        return self.instance.council

    def faults(self):
        agency, day = self.instance.agency, max(clock.today(), self.council.starts_on)
        is_new = agency and agency.pk != self.before.get("agency")
        if is_new and not Agency.objects.on(day).filter(pk=agency.pk).exists():
            yield f"{agency} không còn (hoặc chưa có) vào ngày {day:%d/%m/%Y}."
        try:  # a field that is not typed leaves the constraints out that it takes part in
            self.instance.validate_constraints()
        except ValidationError as fault:
            yield from fault.messages


class _SeatField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.council} – {obj}"


class MemberRowForm(RuledForm):
    class Meta:
        model = Member
        fields = [
            *("seat", "full_name", "job_title", "user", "since", "until"),
            *("stands_in", "authority"),
        ]
        field_classes = {"seat": _SeatField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seat, user = self.fields["seat"], self.fields["user"]
        seat.disabled = bool(self.instance.pk)
        seat.queryset = Seat.objects.select_related("council", "agency")
        of_row = Q(is_active=True) | Q(pk=self.instance.user_id)
        user.queryset = User.objects.filter(of_row).order_by("full_name", "pk")

    @property
    def council(self):
        return self.instance.seat.council

    def faults(self):
        if sentence := member_fault(self.instance):
            yield sentence


class FileForm(KeyedForm):
    """A file of rows, and the decision that its changes rest on."""

    upload = forms.FileField(
        label="Tệp danh sách",
        help_text="Excel (.xlsx) hoặc CSV, tối đa 5 MB và 5.000 dòng.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        allow_empty_file=True,
    )
    note = line(
        label=NOTE,
        required=False,
        help_text="Bắt buộc khi có dòng của Hội đồng đã có quyết định thành lập.",
    )
    only_checked = forms.BooleanField(label="Chỉ kiểm tra, chưa ghi", required=False)

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Hãy bỏ hình ảnh hoặc chia nhỏ tệp.")
        return upload
