"""What is typed on a score sheet, and under it when it is signed."""

from django import forms

from councils.models import ScoreSheet
from programs.answer_sheet import NONE_MET, none_met
from programs.forms.answers import AnswersForm
from programs.forms.base import KeyedForm, VersionedForm
from programs.forms.filled import FilledForm


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


class LevelField(forms.IntegerField):
    """The number of the level that was ticked on paper; 0 where none is reached."""

    def __init__(self, node):
        self.levels = {option.number: option for option in node.options}
        if node.may_meet_none:
            self.levels[NONE_MET] = none_met(node.criterion)
        is_needed = node.criterion.needs is None
        super().__init__(label=f"tiêu chí {node.criterion}", required=is_needed, localize=False)
        self.widget = forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "class": "key-level",
                "maxlength": max(len(str(number)) for number in self.levels),
                "data-levels": " ".join(f"{n}:{each.points}" for n, each in self.levels.items()),
            }
        )

    def clean(self, value):
        number = super().clean(value)
        if number is not None and number not in self.levels:
            known = ", ".join(map(str, sorted(self.levels)))
            raise forms.ValidationError(f"Không có mức {number}. Gõ một trong các số {known}.")
        return number


class KeyingForm(KeyedForm):
    """The grid in which a sheet on paper is keyed in: a number for each of these `leaves`."""

    is_long = False  # what was typed of one sheet is not offered for the next
    multiline = frozenset({"comment"})

    def __init__(self, *args, leaves, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaves = leaves
        for node in leaves:
            self.fields[f"m_{node.criterion.pk}"] = LevelField(node)
        self.fields["comment"] = forms.CharField(
            label="Ý kiến ghi trên phiếu",
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def rows(self):
        """[(criterion with its levels, its field)] in the order of the paper."""
        return [(node, self[f"m_{node.criterion.pk}"]) for node in self.leaves]

    def choices(self):
        """{criterion's key: option's key, or NONE_MET} of what was keyed in."""
        typed = {node: self.cleaned_data[f"m_{node.criterion.pk}"] for node in self.leaves}
        return {
            node.criterion.pk: self.fields[f"m_{node.criterion.pk}"].levels[number].pk or NONE_MET
            for node, number in typed.items()
            if number is not None
        }


class SheetsFileForm(FilledForm):
    """The workbook of one's own sheets."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = "tệp phiếu đã điền"


class SheetsConfirmForm(KeyedForm):
    """Which sheets are to be as in the file, though they have changed since it was written."""

    def __init__(self, *args, stale, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale = stale
        for found in stale:
            self.fields[f"lay_{found.evaluation}"] = forms.BooleanField(
                label=f"lấy theo tệp, thay phiếu đang có trên cổng: {found.product}", required=False
            )

    def over(self):
        """The keys of the dossiers that were ticked."""
        return {
            found.evaluation for found in self.stale if self.cleaned_data[f"lay_{found.evaluation}"]
        }


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
