"""Fields and their inputs beside Django's own: for what a step asks, and for every other form."""

import re
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.formats import localize

from programs.text import normalise

# "1000", "1.000", "-1"; not "1,000", "1.2.3", "0.100", "1_000", nor full-width digits.
_WHOLE_NUMBER = re.compile(r"-?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)")


class DateInput(forms.DateInput):
    """A text field dd/mm/yyyy with the vendored date picker; a native one may show US order."""

    def __init__(self, attrs=None):
        hints = {"placeholder": "ngày/tháng/năm", "autocomplete": "off", "data-picker": "vi"}
        super().__init__(attrs=hints | (attrs or {}), format="%d/%m/%Y")


class DateTimeInput(forms.DateTimeInput):
    def __init__(self, attrs=None):
        hints = {"placeholder": "ngày/tháng/năm giờ:phút", "autocomplete": "off"}
        super().__init__(attrs=hints | (attrs or {}), format="%d/%m/%Y %H:%M")


class TimeInput(forms.TimeInput):
    def __init__(self, attrs=None):
        hints = {"placeholder": "giờ:phút", "autocomplete": "off"}
        super().__init__(attrs=hints | (attrs or {}), format="%H:%M")


class TypedInput(forms.TextInput):
    """A choice that is typed: what is chosen stays hidden beside the box, its name stands in it.

    What is typed wins over what was chosen; an empty box leaves the choice as it is.
    """

    def value_from_datadict(self, data, _files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next(filter(None, reversed(values)), "")


class DayField(forms.DateField):
    widget = DateInput


class WholeNumberField(forms.IntegerField):
    """A whole number as officials write it, in digits alone or in threes with dots between.

    Django's localized field takes "1,000" for 1 and "1.2.3" for 123 without a word.
    """

    default_error_messages = {
        "invalid": "Ghi số nguyên bằng chữ số. Một nghìn viết 1.000 hoặc 1000.",
    }

    def __init__(self, *, max_value=None, **kwargs):
        super().__init__(localize=True, **kwargs)
        if max_value is not None:
            sentence = f"Giá trị phải từ {localize(max_value)} trở xuống."
            self.validators.append(MaxValueValidator(max_value, sentence))

    def to_python(self, value):
        text = "" if value is None else normalise(str(value))
        if text and not _WHOLE_NUMBER.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text.replace(".", ""))


line = partial(forms.CharField, max_length=500)
lines = partial(line, widget=forms.Textarea(attrs={"rows": 3}))
