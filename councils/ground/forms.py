"""What is typed about the Quy chế: its decision, its settings, its bodies by product group."""

from django import forms
from django.utils.text import capfirst

from councils.models import CouncilRules
from programs.enums import BodyFunction, ProductGroup
from programs.fields import DateInput
from programs.forms.base import VersionedForm

SETTINGS = (
    *("quorum", "tolerance", "least_sheets", "minima", "forward", "open_days", "invitation"),
)


class CouncilRulesForm(VersionedForm):
    """`functions` are those of the version by product group, as they stand."""

    multiline = frozenset({"note"})

    class Meta:
        model = CouncilRules
        fields = ["level", "number", "issued_on", "issuer", "valid_from", *SETTINGS, "note"]
        widgets = {
            "issued_on": DateInput,
            "valid_from": DateInput,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        localized_fields = ["quorum", "tolerance"]

    def __init__(self, *args, functions, **kwargs):
        super().__init__(*args, **kwargs)
        for group in ProductGroup:
            self.fields[f"of_{group}"] = forms.MultipleChoiceField(
                label=f"Thành phần khi có sản phẩm nhóm {group.label}",
                choices=[(each.value, capfirst(each.label)) for each in BodyFunction],
                initial=functions[group],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def functions(self):
        """{product group: functions} as chosen, in the order of their enum."""
        return {
            group: sorted(self.cleaned_data[f"of_{group}"], key=BodyFunction.values.index)
            for group in ProductGroup.values
        }
