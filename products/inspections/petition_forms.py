"""What a unit types to ask that a certificate is revoked."""

from django import forms

from products.inspections.petitions import law_on
from products.models import Petition
from programs import clock
from programs.forms.base import VersionedForm
from programs.uploads.accepting import CONTENT_TYPES, LARGEST, accept


class PetitionForm(VersionedForm):
    """The reason, the ground where the regulation of today names any, and the evidence."""

    multiline = frozenset({"facts", "evidence"})
    upload = forms.FileField(
        label="tệp minh chứng",
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(f".{kind}" for kind in CONTENT_TYPES)}
        ),
        help_text=f"Biên bản, kết luận, ảnh; {LARGEST}. Không chọn thì giữ tệp đang có.",
    )

    class Meta:
        model = Petition
        fields = ["reason", "ground", "facts", "evidence"]
        widgets = {
            "facts": forms.Textarea(attrs={"rows": 4}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "facts": "Điều gì không còn đạt, từ khi nào, chủ thể nói gì.",
            "evidence": "Số, ngày của biên bản, kết luận kiểm tra, xác nhận của cấp xã.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        law = law_on(clock.today())
        grounds = law.revocationgrounds.order_by("position")
        if not grounds:
            del self.fields["ground"]
            return
        self.fields["ground"].queryset = grounds
        self.fields["ground"].help_text = (
            f"Theo Quyết định số {law.number}. Không còn sức cạnh tranh không phải là căn cứ: để "
            "trống, cơ quan cấp tỉnh sẽ đưa vào hậu kiểm."
        )

    def clean_upload(self):
        """The file as documents.Accepted, or None where none was sent."""
        upload = self.cleaned_data["upload"]
        return accept(upload) if upload else None
