"""What an officer says of a file: which, whether it replaces the list, and the open questions."""

from django import forms

from programs.forms.base import KeyedForm
from programs.intake.outcomes import Answers
from programs.intake.preflight import MAX_BYTES


class ImportForm(KeyedForm):
    """The file to read."""

    upload = forms.FileField(
        label="tệp danh sách",
        help_text="Excel (.xlsx) hoặc CSV, tối đa 5 MB và 5.000 dòng.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )
    replaces = forms.BooleanField(
        label="thay toàn bộ danh sách hiện có",
        required=False,
        help_text="Không đánh dấu: các dòng trong tệp được thêm vào danh sách.",
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Hãy bỏ hình ảnh hoặc chia nhỏ tệp.")
        return upload


class ConfirmForm(KeyedForm):
    """Confirm what was read, and answer what `questions` (codes of warnings) ask."""

    hidden = forms.ChoiceField(
        label="các dòng ẩn",
        choices=[("take", "Nhập cả các dòng ẩn"), ("leave", "Bỏ các dòng ẩn")],
        widget=forms.RadioSelect,
    )
    encoding = forms.BooleanField(label="chữ trong danh sách đúng dấu tiếng Việt")

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for name, code in (("hidden", "W_HIDDEN_ROWS"), ("encoding", "W_ENCODING_GUESSED")):
            if code not in questions:
                del self.fields[name]

    def answers(self):
        return Answers(**{name: v for name, v in self.cleaned_data.items() if name != "form_key"})


class RereadForm(forms.Form):
    """Read the same file again: another sheet, or with the values that were offered."""

    sheet = forms.CharField(required=False, max_length=100, strip=False)
    proposals = forms.BooleanField(required=False)

    def is_asked(self):
        return self.is_valid() and any(self.cleaned_data.values())

    def answers(self):
        return Answers(**self.cleaned_data)
