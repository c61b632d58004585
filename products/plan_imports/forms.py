"""What an officer says of a file: which, whether it replaces the list, and what to change in it."""

import re
from dataclasses import replace

from django import forms

from products.plan_imports.corrections import MAX_TEXT, Corrections
from products.plans.values import COLUMNS
from programs.forms.base import KeyedForm
from programs.intake.outcomes import Answers
from programs.intake.preflight import MAX_BYTES

# "o-12-product_name"; not "o-012-note".
_CELL = re.compile(r"o-([1-9]\d{0,6})-([a-z_]+)")


class ImportForm(KeyedForm):
    """The file to read. Whether it replaces the list is asked first: choosing a file sends it."""

    field_order = ("replaces", "upload")
    upload = forms.FileField(
        label="tệp danh sách",
        help_text="Excel (.xlsx) hoặc CSV, tối đa 5 MB và 5.000 dòng.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        allow_empty_file=True,
    )
    replaces = forms.BooleanField(
        label="thay toàn bộ danh sách hiện có",
        required=False,
        help_text="Không đánh dấu: các dòng trong tệp được thêm vào danh sách.",
    )

    def __init__(self, *args, listed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].label += f" ({listed} sản phẩm)"
        if not listed:
            del self.fields["replaces"]

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Hãy bỏ hình ảnh hoặc chia nhỏ tệp.")
        return upload


class ConfirmForm(KeyedForm):
    """Confirm what was read, and answer what `questions` (codes of warnings) ask.

    `version` is the reading that the page showed, which is the one to be written.
    """

    hidden = forms.ChoiceField(
        label="các dòng ẩn hoặc gạch ngang",
        choices=[("take", "Nhập cả các dòng này"), ("leave", "Bỏ các dòng này")],
        widget=forms.RadioSelect,
    )
    encoding = forms.BooleanField(label="chữ trong danh sách đúng dấu tiếng Việt")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, questions, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.version = stored.version
        for name, code in (("hidden", "W_HIDDEN_ROWS"), ("encoding", "W_ENCODING_GUESSED")):
            if code not in questions:
                del self.fields[name]

    def clean_version(self):
        if self.cleaned_data["version"] not in {None, self.version}:
            raise forms.ValidationError(
                "Tệp vừa được kiểm tra lại ở một cửa sổ khác. Hãy xem lại kết quả rồi xác nhận."
            )
        return self.version

    def answers(self):
        names = self.cleaned_data.keys() & {"hidden", "encoding"}
        return Answers(**{name: self.cleaned_data[name] for name in names})


class RereadForm(forms.Form):
    """Read the same file again: another sheet, with the offered values, replacing or adding."""

    sheet = forms.CharField(required=False, max_length=100, strip=False)
    proposals = forms.BooleanField(required=False)
    replaces = forms.TypedChoiceField(
        choices=[("yes", "thay"), ("no", "thêm")],
        coerce=lambda text: text == "yes",
        empty_value=None,
        required=False,
    )

    def is_asked(self):
        if not self.is_valid():
            return False
        data = self.cleaned_data
        return bool(data["sheet"] or data["proposals"] or data["replaces"] is not None)

    def says_columns(self):
        return "columns" in self.data

    def answers(self, before):
        """The answers so far with these; what was corrected belongs to the sheet it stood on."""
        data = self.cleaned_data
        if data["sheet"] and data["sheet"] != before.sheet:
            before = Answers(sheet=data["sheet"])
        return replace(before, proposals=before.proposals or data["proposals"])


class CorrectionForm(forms.Form):
    """Texts of cells, and a row to leave out or take back, an offer to take, or all that are alike.

    `version` is the reading that the page showed, `columns` those of the table by key.
    """

    version = forms.IntegerField(
        min_value=1, error_messages={"required": "Trang này đã cũ: hãy tải lại trang."}
    )
    leave = forms.IntegerField(required=False, min_value=1)
    back = forms.IntegerField(required=False, min_value=1)
    leave_alike = forms.IntegerField(required=False, min_value=1)
    take = forms.CharField(required=False, max_length=60)
    same = forms.CharField(required=False, max_length=60)

    def __init__(self, data, columns=COLUMNS):
        super().__init__(data)
        self.columns = columns
        named = ((self._cell(name), name) for name in data)
        self.cells = {
            cell: data[name].replace("\r\n", "\n").strip() for cell, name in named if cell
        }

    def _cell(self, name):
        match = _CELL.fullmatch(name)
        return (int(match[1]), match[2]) if match and match[2] in self.columns else ()

    def clean_take(self):
        return self._known("take")

    def clean_same(self):
        return self._known("same")

    def _known(self, field):
        name = self.cleaned_data[field]
        if name and not self._cell(name):
            raise forms.ValidationError("Ô được gửi lên không có trong tệp. Hãy tải lại trang.")
        return self._cell(name)

    def clean(self):
        if any(len(text) > MAX_TEXT or "\0" in text for text in self.cells.values()):
            raise forms.ValidationError(
                f"Một ô dài quá {MAX_TEXT} ký tự hoặc có ký tự không ghi được. Hãy viết lại ô đó."
            )
        return self.cleaned_data

    def corrections(self):
        data = self.cleaned_data
        rows = {name: data[name] or 0 for name in ("leave", "back", "leave_alike")}
        cells = {name: data[name] for name in ("take", "same")}
        return Corrections(data["version"], self.cells, **cells, **rows)
