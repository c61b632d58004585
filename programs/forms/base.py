"""What every form of the portal shares: a key, so that a double submit counts once."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms


class DateInput(forms.DateInput):
    """A text field dd/mm/yyyy with the vendored date picker; a native one may show US order."""

    def __init__(self, attrs=None):
        hints = {"placeholder": "ngày/tháng/năm", "autocomplete": "off", "data-picker": "vi"}
        super().__init__(attrs=hints | (attrs or {}), format="%d/%m/%Y")


class DateTimeInput(forms.DateTimeInput):
    def __init__(self, attrs=None):
        hints = {"placeholder": "ngày/tháng/năm giờ:phút", "autocomplete": "off"}
        super().__init__(attrs=hints | (attrs or {}), format="%d/%m/%Y %H:%M")


class KeyedForm(forms.Form):
    """A form with a key of its own in each rendered page; the rules refuse to act twice on it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def key(self):
        return self.cleaned_data.get("form_key")


class ReasonForm(KeyedForm):
    """Confirm an act, with the reasons that it asks for in writing."""

    def __init__(self, *args, asks=(), **kwargs):
        super().__init__(*args, **kwargs)
        for ask in asks:
            self.fields[ask.name] = forms.CharField(
                label=ask.label,
                required=ask.required,
                max_length=500,
                widget=forms.TextInput if ask.is_short else forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self):
        return {name: text for name, text in self.cleaned_data.items() if name != "form_key"}
