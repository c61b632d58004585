"""What the chair records: the levels on which the Council agreed, and why a spread may stand."""

from collections import Counter

from django import forms

from programs.answer_sheet import NONE_MET
from programs.forms.base import KeyedForm

NOTHING = "không đạt mức nào"


def _disputed(levels):
    """As in "các phiếu khác nhau, cần kết luận: 4 phiếu – 75% (3); 2 phiếu – không đạt mức nào"."""
    chosen = Counter(str(level) if level else NOTHING for level in levels)
    told = "; ".join(f"{count} phiếu – {level}" for level, count in chosen.most_common())
    return f"các phiếu khác nhau, cần kết luận: {told}"


class FindingsForm(KeyedForm):
    """A choice of levels for each criterion with minima; those in dispute have no first choice."""

    def __init__(self, *args, judgement, evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = next(iter(judgement.matter.sheets.values()), None)
        self.starred = {each.code: each for each in judgement.starred}
        nodes = {node.criterion.code: node for node in self.sheet.leaves} if self.sheet else {}
        self.nodes = {code: nodes[code] for code in self.starred}
        for code, each in self.starred.items():
            self._add(code, each, judgement.matter.findings)
        self.fields["spread_reason"] = forms.CharField(
            label="Lý do giữ nguyên khi điểm lệch quá mức",
            max_length=1000,
            required=False,
            initial=evaluation.spread_reason,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def _add(self, code, each, findings):
        node = self.nodes[code]
        levels = [(str(option.number), str(option)) for option in node.options]
        initial = ""
        if code in findings:
            initial = str(findings[code].number if findings[code] else NONE_MET)
        choices = [*levels, (str(NONE_MET), NOTHING)]
        self.fields[f"level_{code}"] = forms.ChoiceField(
            label=f"{code}. {each.title}",
            choices=[("", "như các phiếu" if each.is_agreed else "chưa kết luận"), *choices],
            initial=initial,
            required=False,
            help_text="" if each.is_agreed else _disputed(each.levels),
        )

    def levels(self):
        """{criterion: Option or None} of those that were chosen."""
        found = {}
        for code, node in self.nodes.items():
            if number := self.cleaned_data[f"level_{code}"]:
                option = next((row for row in node.options if str(row.number) == number), None)
                found[node.criterion] = option
        return found
