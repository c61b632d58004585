"""A workbook of the portal's own that comes back filled in."""

from django import forms

from programs.forms.base import KeyedForm
from programs.intake.outcomes import Outcome
from programs.intake.preflight import MAX_BYTES
from programs.uploads.staged import problems_of


class FilledForm(KeyedForm):
    """Asks for the workbook; whoever uses it names the field."""

    upload = forms.FileField(
        help_text="Tệp Excel (.xlsx) đã tải ở trang này, tối đa 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Hãy bỏ hình ảnh đã dán vào tệp.")
        return upload

    def staged(self, stage):
        """What `stage(name, data)` made of the file; None where it is refused, which is told."""
        upload = self.cleaned_data["upload"]
        row = stage(upload.name, upload.read())
        if row.outcome != Outcome.REJECT_FILE:
            return row
        self.add_error("upload", [problem.message for problem in problems_of(row)])
        return None
