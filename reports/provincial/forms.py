"""What is typed into the province's report: the words of one section."""

from django import forms

from programs.forms.base import KeyedForm
from reports.provincial.writing import mark_of


class ProvinceTextForm(KeyedForm):
    """`read` is the mark of the words as the page showed them."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="nội dung",
        required=False,
        max_length=50000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=(
            "{mã chỉ tiêu} được thay bằng số liệu, {@mã nơi báo cáo} ghi nguồn của câu và không in "
            "ra. Mã có ở hai bảng bên dưới."
        ),
    )

    def __init__(self, *args, text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = mark_of(text)
        self.fields["text"].initial = text

    def over(self, theirs):
        """This form, to be saved over the words as they now stand, once both were seen."""
        if theirs:
            self.data = self.data.copy()
            self.data["read"] = mark_of(theirs.text)
            self.data.pop("form_key", None)
        return self

    def texts_of(self, theirs):
        return [("nội dung", theirs.text)]
