"""What is typed into a periodic report: one section at a time."""

from django import forms
from django.utils.formats import localize
from django.utils.text import capfirst

from products.dossiers.paper_forms import PapersField
from programs.fields import DayField, WholeNumberField, lines
from programs.forms.base import KeyedForm, TextForm
from programs.forms.filled import FilledForm
from programs.uploads.accepting import LARGEST
from reports.enums import FigureSource
from reports.periodic.attachments import MOST
from reports.periodic.filling import LARGEST_FIGURE, Typed, mark_of_part


class SectionForm(TextForm):
    """The figures of a section, each with its explanation, and its words."""

    multiline = frozenset({"text"})
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part
        self.fields["read"].initial = mark_of_part(part)
        for line in part.lines:
            self._add(line)
        if part.section.has_text:
            self.fields["text"] = forms.CharField(
                label="nội dung",
                required=False,
                max_length=20000,
                initial=part.text,
                help_text=part.section.prompt,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    def _add(self, line):
        name = f"value_{line.indicator.pk}"
        if line.is_typed:
            self.fields[name] = WholeNumberField(
                label=f"{line.indicator.label} ({line.indicator.measure})",
                required=False,
                min_value=0,
                max_value=LARGEST_FIGURE,
                initial=line.value,
                help_text=_beside(line),
            )
        if line.questions or line.stated.explanation:
            self.fields[f"why_{line.indicator.pk}"] = forms.CharField(
                label=f"giải thích: {line.indicator.label}",
                required=False,
                max_length=500,
                initial=line.stated.explanation,
                help_text=capfirst(" ".join(line.questions)) or line.remark,
            )

    def typed(self) -> Typed:
        """What the form says, once it is valid."""
        values, answers = self.cleaned_data, {}
        for line in self.part.lines:
            key = line.indicator.pk
            why = values.get(f"why_{key}", line.stated.explanation)
            if line.indicator.source != FigureSource.COMPUTED or f"why_{key}" in values:
                answers[line.indicator] = (values.get(f"value_{key}"), why)
        return Typed(answers, values.get("text", ""), values["read"])

    def says_what_stands(self) -> bool:
        """Whether all that was typed is what the section says already."""
        typed = self.typed()
        standing = {
            line.indicator: (line.value if line.is_typed else None, line.stated.explanation)
            for line in self.part.lines
        }
        return typed.text == self.part.text and typed.answers.items() <= standing.items()

    def over(self, theirs):
        """This form, to be saved over the section as it now stands, once both were seen."""
        if theirs:
            self.data = self.data.copy()
            self.data["read"] = mark_of_part(theirs)
            self.data.pop("form_key", None)
        return self

    def texts_typed(self):
        """[(label, text)] as they were typed, read by nobody yet."""
        said = [(field.label, self.data.get(field.html_name)) for field in self.visible_fields()]
        return [(label, text) for label, text in said if text]

    def texts_of(self, part):
        """[(label, text)] of the section as it stands."""
        shown = [
            (line.indicator.label, "" if line.value is None else localize(line.value))
            for line in part.lines
            if line.is_typed
        ]
        return [*shown, ("nội dung", part.text)] if part.section.has_text else shown


def _beside(line):
    """What a figure is held against, in words."""
    said = [line.indicator.definition]
    if line.counted:
        said.append(f"Trên cổng: {localize(line.counted.value)}.")
    if line.stated.before is not None:
        said.append(f"{capfirst(line.stated.earlier)}: {localize(line.stated.before)}.")
    if line.stated.half_year is not None:
        said.append(f"6 tháng: {localize(line.stated.half_year)}.")
    return " ".join(filter(None, said))


class NilForm(KeyedForm):
    is_nil = forms.BooleanField(
        label="trong kỳ không phát sinh",
        required=False,
        help_text=(
            "Số phát sinh trong kỳ còn trống được ghi 0; số đang có đến cuối kỳ vẫn giữ. Bỏ đánh "
            "dấu thì các số 0 ấy vẫn còn: hãy xem lại từng mục."
        ),
    )


class AttachForm(KeyedForm):
    """Files to be sent along with a report."""

    files = PapersField(
        label="tệp",
        help_text=(
            f"PDF, ảnh JPG hoặc PNG, Word, Excel; mỗi tệp {LARGEST}, một báo cáo tối đa {MOST} tệp."
        ),
    )


class FilledReportForm(FilledForm):
    """The workbook of a report, filled in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = "tệp báo cáo đã điền"


class FilledConfirmForm(KeyedForm):
    """Whether a draft that has changed since the workbook was written is to be as in the file."""

    is_over = forms.BooleanField(
        label="ghi theo tệp, thay những gì đang có trên cổng", required=False
    )

    def __init__(self, *args, is_stale, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_stale:
            del self.fields["is_over"]


class UnlockForm(KeyedForm):
    """Why an accepted report is unlocked, and until when where the campaign is locked."""

    note = lines(label="lý do")
    until = DayField(
        label="sửa và gửi lại đến hết ngày",
        required=False,
        help_text="Phải ghi khi đợt đã khóa.",
    )


class ReportCommentForm(KeyedForm):
    """A comment on a section, or with none chosen on the whole report."""

    text = lines(label="ý kiến", max_length=2000)

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "Toàn báo cáo"), *((each.pk, str(each)) for each in sections)]
        self.fields["section"] = forms.TypedChoiceField(
            label="về mục", choices=choices, coerce=int, empty_value=None, required=False
        )
        self.order_fields(["section", "text"])
