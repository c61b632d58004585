"""Fields and their inputs beside Django's own: for what a step asks, and for every other form."""

from functools import partial

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


line = partial(forms.CharField, max_length=500)
lines = partial(line, widget=forms.Textarea(attrs={"rows": 3}))
