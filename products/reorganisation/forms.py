"""Which of the successors takes what lay in a unit that was split."""

from django import forms

from programs.forms.base import KeyedForm
from programs.models import Unit


class HeirForm(KeyedForm):
    heir = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label="chuyển về",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": "Chọn một trong các đơn vị kế thừa."},
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, initial={"heir": case.chosen}, **kwargs)
        heirs = [heir.pk for heir in case.heirs]
        self.fields["heir"].queryset = Unit.objects.filter(pk__in=heirs).order_by("code")
