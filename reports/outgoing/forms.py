"""What is typed of outgoing papers: drafts, copies, numbers, and what citizens ask about."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from products.certificates.letters import SYMBOL
from programs import clock
from programs.citations import signing_fault
from programs.forms.accounts import DatedChoiceField
from programs.forms.base import FIRST_YEAR, LAST_YEAR, KeyedForm, RowsField, VersionedForm
from programs.models import Agency, Unit
from programs.uploads.accepting import LARGEST, accept
from reports.enums import PaperKind
from reports.models import OutgoingPaper, PaperRecipient
from reports.outgoing.copies import KINDS
from reports.outgoing.drafting import recipient_of
from reports.outgoing.recipients import units_of_today

_MOST_NAMES, _LONGEST_NAME = 50, 300


class DraftForm(VersionedForm):
    """Who issues and signs the paper, what it is about, and to whom it goes.

    What its text says is its source's; `source` is carried on where the draft is new.
    """

    agencies = RowsField(Agency.objects.none(), label="gửi cơ quan", required=False)
    to_all_units = forms.BooleanField(label="gửi tất cả các đơn vị dưới đây", required=False)
    units = RowsField(Unit.objects.none(), label="gửi đơn vị", required=False)
    others = forms.CharField(
        label="nơi nhận khác",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một nơi nhận không có tài khoản trên cổng.",
    )
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    issuer = DatedChoiceField(Agency.objects.none(), label="cơ quan ban hành")

    class Meta:
        model = OutgoingPaper
        fields = [
            *("subject", "issuer", "issuer_name", "symbol"),
            *("authority", "signer_title", "signer_name"),
        ]
        widgets = {"subject": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "subject": "Không ghi “V/v” ở đầu.",
            "issuer": "Số lấy trong sổ của cơ quan này.",
            "symbol": "Ví dụ SNNMT-NTM, BC-SNNMT; để trống đến khi biết.",
            "authority": "Ví dụ KT. GIÁM ĐỐC; người ký là cấp trưởng thì để trống.",
            "signer_title": "Ví dụ GIÁM ĐỐC, PHÓ GIÁM ĐỐC.",
        }

    field_order = (*Meta.fields, "agencies", "to_all_units", "units", "others")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        agencies = Agency.objects.on(today).order_by("name", "pk")
        sent_to = list(self.instance.recipients.all()) if self.instance.pk else []
        keys = {
            each: {getattr(row, f"{each}_id") for row in sent_to} for each in ("agency", "unit")
        }
        self.fields["issuer"].queryset = agencies | Agency.objects.filter(
            pk=self.instance.issuer_id
        )
        self.fields["agencies"].queryset = agencies | Agency.objects.filter(pk__in=keys["agency"])
        self.fields["units"].queryset = units_of_today().order_by(
            "name", "pk"
        ) | Unit.objects.filter(pk__in=keys["unit"])
        self.initial |= {
            "agencies": [row.agency_id for row in sent_to if row.agency_id],
            "units": [row.unit_id for row in sent_to if row.unit_id],
            "others": "\n".join(row.name for row in sent_to if not (row.agency_id or row.unit_id)),
            "source": self.instance.source,
        }

    multiline = frozenset({"others"})

    def clean_symbol(self):
        return _symbol(self.cleaned_data["symbol"])

    def clean_others(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["others"].splitlines()]
        names = list(dict.fromkeys(filter(None, names)))
        if len(names) > _MOST_NAMES or any(len(name) > _LONGEST_NAME for name in names):
            raise ValidationError(
                f"Tối đa {_MOST_NAMES} nơi nhận, mỗi nơi không quá {_LONGEST_NAME} ký tự."
            )
        return "\n".join(names)

    def recipients(self):
        """The rows of those it goes to, not saved yet, in the order of the form."""
        data = self.cleaned_data
        agencies = (PaperRecipient(agency=each, name=each.name) for each in data["agencies"])
        chosen = self.fields["units"].queryset if data["to_all_units"] else data["units"]
        units = map(recipient_of, chosen)
        others = (PaperRecipient(name=name) for name in data["others"].splitlines())
        return [*agencies, *units, *others]


def _symbol(symbol):
    """The symbol as it is printed, or a ValidationError where it is none."""
    symbol = symbol.strip()
    if symbol and not SYMBOL.fullmatch(symbol):
        raise ValidationError(
            "Ký hiệu ghi in hoa, các phần nối bằng gạch nối: SNNMT-NTM, BC-SNNMT."
        )
    return symbol


class NoticesForm(KeyedForm):
    """Who issues and signs the notices of a session: the same for all of them."""

    issuer = DatedChoiceField(
        Agency.objects.none(),
        label="cơ quan ban hành",
        help_text="Số lấy trong sổ của cơ quan này.",
    )
    symbol = forms.CharField(label="ký hiệu", max_length=40, help_text="Ví dụ TB-SNNMT.")
    authority = forms.CharField(
        label="quyền hạn người ký",
        max_length=200,
        required=False,
        help_text="Ví dụ KT. GIÁM ĐỐC; người ký là cấp trưởng thì để trống.",
    )
    signer_title = forms.CharField(
        label="chức vụ người ký", max_length=200, help_text="Ví dụ GIÁM ĐỐC, PHÓ GIÁM ĐỐC."
    )
    signer_name = forms.CharField(label="họ tên người ký", max_length=150)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = Agency.objects.on(clock.today()).order_by("name", "pk")
        self.fields["issuer"].initial = user.agency_id

    def clean_symbol(self):
        return _symbol(self.cleaned_data["symbol"])

    def clean(self):
        data = super().clean()
        title = data.get("signer_title", "")
        if title and (fault := signing_fault(data.get("authority", ""), title)):
            raise ValidationError(fault)
        return data


class CopyForm(KeyedForm):
    """A signed copy; `data` are the bytes as they came, before the door drew a picture anew."""

    upload = forms.FileField(
        label="bản ký",
        help_text=f"PDF đã ký số, hoặc bản quét (PDF, JPG, PNG); {LARGEST}.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)}),
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        accepted = accept(upload, KINDS)
        upload.seek(0)
        self.content = upload.read()
        return accepted


class FileCheckForm(forms.Form):
    """A PDF that somebody wants to know about."""

    upload = forms.FileField(
        label="Tệp PDF",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf", "class": "form-control"}),
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        accept(upload, ("pdf",))
        upload.seek(0)
        return upload.read()


class ReserveForm(KeyedForm):
    """A number that is kept for a paper to come: of which series, and why."""

    issuer = DatedChoiceField(Agency.objects.none(), label="cơ quan ban hành")
    kind = forms.ChoiceField(
        label="loại văn bản", choices=[(each.value, capfirst(each.label)) for each in PaperKind]
    )
    year = forms.IntegerField(
        label="năm", min_value=FIRST_YEAR, max_value=LAST_YEAR, initial=lambda: clock.today().year
    )
    reason = forms.CharField(
        label="lý do giữ số", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = Agency.objects.on(clock.today()).order_by("name", "pk")
        self.fields["issuer"].initial = user.agency_id
        self.fields["year"].localize = False

    def clean_year(self):
        year, today = self.cleaned_data["year"], clock.today()
        if year not in {today.year, today.year - 1}:
            raise ValidationError(f"Chỉ giữ số của năm {today.year} hoặc năm {today.year - 1}.")
        return year
