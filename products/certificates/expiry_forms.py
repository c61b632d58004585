"""Why a certificate lapsed, as it is typed."""

from django import forms

from products.models import Lapse
from programs.forms.base import KeyedForm


class LapseForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = Lapse
        fields = ["reason", "note"]
        help_texts = {"note": "Cần ghi khi chọn “lý do khác”."}
