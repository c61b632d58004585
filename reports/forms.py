"""What is typed of a certificate's layout: lines of text with placeholders, frame and colours."""

from django import forms

from programs.fields import DateInput
from programs.forms.base import VersionedForm
from reports.layouts import NEEDED, PLACEHOLDERS, faults
from reports.models import CertificateLayout

_OF_LINES = ", ".join(f"{{{word}}}" for word in PLACEHOLDERS.values())


class LayoutForm(VersionedForm):
    multiline = frozenset(NEEDED)

    class Meta:
        model = CertificateLayout
        fields = [
            "name",
            "valid_from",
            "title",
            "subtitle",
            "lines",
            "foot",
            "frame",
            "colour",
            "orientation",
        ]
        widgets = {
            "valid_from": DateInput,
            "lines": forms.Textarea(attrs={"rows": 8}),
            "foot": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "name": "Để phân biệt các phiên bản; không in trên giấy.",
            "valid_from": "Giấy cấp từ ngày này in theo mẫu này, đến khi có mẫu sau.",
            "lines": f"Mỗi dòng một dòng trên giấy. Các ô được thay khi in: {_OF_LINES}. Các "
            "ngôi sao được vẽ trên dòng có {số sao}. Dòng có ô trống thì không in.",
            "foot": "Số giấy, quyết định, thời hạn; dùng các ô như trên. Địa chỉ tra cứu in sẵn "
            "bên dưới.",
        }

    def clean(self):
        values = super().clean()
        for name in NEEDED:
            for sentence in faults(name, values.get(name) or "") if name in values else ():
                self.add_error(name, sentence)
        return values
