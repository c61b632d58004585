"""What is typed on a score sheet, and under it when it is signed."""

from django import forms

from councils.models import ScoreSheet
from programs.forms.answers import AnswersForm
from programs.forms.base import KeyedForm


class SheetForm(AnswersForm):
    class Meta:
        model = ScoreSheet
        fields = []


class SigningForm(KeyedForm):
    """The version is the one of the sheet that the member has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="Ý kiến của thành viên",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = sheet.version
        self.fields["version"].localize = False
        self.fields["comment"].initial = sheet.comment

    def over(self, theirs):
        """The sheet has changed meanwhile: it is read again before it is signed."""
        return type(self)(sheet=theirs) if theirs else self

    def texts_of(self, row):
        return [("Phiếu", f"đã sửa lúc {row.changed_at:%H:%M %d/%m/%Y}")]
