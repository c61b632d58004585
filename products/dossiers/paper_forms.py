"""What is typed and chosen about the papers of a dossier."""

from django import forms
from django.conf import settings

from products.models import Document
from programs import clock
from programs.fields import DateInput
from programs.forms.base import KeyedForm, RowForm, RowsField, VersionedForm
from programs.uploads.accepting import CONTENT_TYPES, LARGEST, accept


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Several files, each taken by the one door; all that is wrong with any is told."""

    widget = FilesInput(attrs={"accept": ",".join(f".{kind}" for kind in CONTENT_TYPES)})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        accepted, faults = [], []
        for file in files or [None]:  # none at all is told, too
            try:
                accepted.append(accept(super().clean(file, initial)))
            except forms.ValidationError as error:
                faults += error.error_list
        if faults:
            raise forms.ValidationError(faults)
        return accepted


class DocumentForm(RowForm):
    """The facts of a paper that is there."""

    class Meta:
        model = Document
        fields = [
            "kind",
            "title",
            "number",
            "issuer",
            "issued_on",
            "valid_until",
            "is_restricted",
        ]
        widgets = {"issued_on": DateInput, "valid_until": DateInput}
        help_texts = {
            "number": "Số ghi trên giấy, nếu có.",
            "valid_until": "Để trống nếu giấy không có thời hạn.",
            "is_restricted": (
                "Đánh dấu với căn cước, tài khoản, hợp đồng: chỉ đơn vị và cơ quan quản lý cấp "
                "tỉnh xem được."
            ),
        }


class ChangeForm(VersionedForm):
    class Meta(DocumentForm.Meta):
        pass


class UploadForm(DocumentForm):
    """Papers of one kind to be filed, in one go."""

    field_order = ("kind", "files")
    files = PapersField(
        label="tệp",
        help_text=(
            f"PDF, ảnh JPG hoặc PNG, Word, Excel; mỗi tệp {LARGEST}, mỗi lần tối đa "
            f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES} tệp."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "Để trống thì lấy tên tệp."

    def facts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PapersChoiceField(RowsField):
    def label_from_instance(self, obj):
        end = f", có giá trị đến hết ngày {obj.valid_until:%d/%m/%Y}" if obj.valid_until else ""
        gone = " (đã hết giá trị)" if obj.has_expired(clock.today()) else ""
        return f"{obj.get_kind_display()}: {obj.title}{end}{gone}"


class ReuseForm(KeyedForm):
    """Papers of the dossier before that go into this one; those that expired are not ticked."""

    papers = PapersChoiceField(
        label="giấy tờ của hồ sơ trước",
        queryset=Document.objects.none(),
        help_text="Giấy đã hết giá trị không được đánh dấu sẵn: hãy nộp bản mới.",
    )

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        today, field = clock.today(), self.fields["papers"]
        field.queryset = papers
        field.initial = [row.pk for row in papers if not row.has_expired(today)]
