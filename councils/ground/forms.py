"""What is typed about the Quy chế: its decision, its settings, its bodies by product group."""

from django import forms
from django.utils.text import capfirst

from councils.ground.own_gates import SetsError, read_sets, sets_said
from councils.models import CouncilRules, OwnGate
from programs.enums import BodyFunction, GateEffect, ProductGroup
from programs.fields import DateInput
from programs.forms.base import VersionedForm

SETTINGS = (
    *("quorum", "tolerance", "least_sheets", "minima", "forward", "open_days", "invitation"),
)


# How many conditions of its own may be added at once.
MORE_GATES = 3


class CouncilRulesForm(VersionedForm):
    """`functions` by product group and `gates` are those of the version, as they stand."""

    multiline = frozenset({"note"})

    class Meta:
        model = CouncilRules
        fields = [
            *("level", "number", "issued_on", "issuer", "signer_title", "signer", "valid_from"),
            *SETTINGS,
            "note",
        ]
        widgets = {
            "issued_on": DateInput,
            "valid_from": DateInput,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        localized_fields = ["quorum", "tolerance"]

    def __init__(self, *args, functions, gates=(), **kwargs):
        super().__init__(*args, **kwargs)
        for group in ProductGroup:
            self.fields[f"of_{group}"] = forms.MultipleChoiceField(
                label=f"Thành phần khi có sản phẩm nhóm {group.label}",
                choices=[(each.value, capfirst(each.label)) for each in BodyFunction],
                initial=functions[group],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.numbers = range(1, len(gates) + MORE_GATES + 1)
        for number in self.numbers:
            self._ask_for_gate(number, gates[number - 1] if number <= len(gates) else OwnGate())

    def _ask_for_gate(self, number, gate):
        name, called = f"gate_{number}", f"Điều kiện loại {number} của Quy chế"
        self.fields[name] = forms.CharField(
            label=called,
            max_length=OwnGate._meta.get_field("label").max_length,
            initial=gate.label,
            required=False,
            help_text="Ngoài các điều kiện của quy định. Để trống: không có.",
        )
        self.fields[f"{name}_effect"] = forms.ChoiceField(
            label=f"{called}: hệ quả",
            choices=GateEffect.choices,
            initial=gate.effect or GateEffect.NOT_EVALUATED,
            required=False,
        )
        self.fields[f"{name}_sets"] = forms.CharField(
            label=f"{called}: bộ sản phẩm",
            max_length=200,
            initial=sets_said(gate.sets),
            required=False,
            help_text="Số các bộ, ví dụ 1-5, 26. Để trống: mọi bộ.",
        )

    def clean(self):
        values = super().clean()
        labels = [values.get(f"gate_{number}") for number in self.numbers]
        for number, label in zip(self.numbers, labels, strict=True):
            name, sets = f"gate_{number}", values.get(f"gate_{number}_sets", "")
            if sets and not label:
                self.add_error(name, "Ghi nội dung của điều kiện, hoặc bỏ trống cả bộ sản phẩm.")
            if label and label in labels[: number - 1]:
                self.add_error(name, "Điều kiện này đã có ở trên.")
            try:
                values[f"{name}_sets"] = read_sets(sets)
            except SetsError as fault:
                self.add_error(f"{name}_sets", str(fault))
        return values

    def gates(self):
        """The conditions as they are typed, not saved."""
        said = self.cleaned_data
        return [
            OwnGate(
                label=label,
                effect=said[f"gate_{number}_effect"] or GateEffect.NOT_EVALUATED,
                sets=said[f"gate_{number}_sets"],
            )
            for number in self.numbers
            if (label := said[f"gate_{number}"])
        ]

    def functions(self):
        """{product group: functions} as chosen, in the order of their enum."""
        return {
            group: sorted(self.cleaned_data[f"of_{group}"], key=BodyFunction.values.index)
            for group in ProductGroup.values
        }
