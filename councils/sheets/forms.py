"""What is typed on a score sheet, and under it when it is signed."""

from django import forms

from councils.models import ScoreSheet
from programs.forms.answers import AnswersForm
from programs.forms.base import KeyedForm, VersionedForm


class SheetForm(AnswersForm):
    class Meta:
        model = ScoreSheet
        fields = []


class PartsForm(VersionedForm):
    """Points by part, of a sheet without criteria."""

    class Meta:
        model = ScoreSheet
        fields = []

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"part_{part.code}"] = forms.IntegerField(
                label=f"Phần {part.code}. {part.title}",
                min_value=0,
                max_value=part.max_points,
                required=False,
                initial=self.instance.parts.get(part.code),
                help_text=f"Tối đa {part.max_points} điểm.",
            )

    def points(self):
        """{code of a part: points} of those that were typed."""
        typed = {part.code: self.cleaned_data[f"part_{part.code}"] for part in self.parts}
        return {code: points for code, points in typed.items() if points is not None}

    def texts_of(self, row):
        return [(f"Phần {code}", str(points)) for code, points in row.parts.items()]


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
