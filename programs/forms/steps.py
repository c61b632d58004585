"""What is typed to take a step of a procedure."""

from django import forms

from programs.forms.base import DateInput, ReasonForm

DATES = {
    "decision_date": "Ngày ký quyết định.",
    "issued_on": "Ngày ghi trên giấy chứng nhận.",
    "concluded_on": "Ngày ký biên bản của Hội đồng.",
}


class DecisionForm(ReasonForm):
    """The reasons of a step, where those that are days (with a hint) are asked as days."""

    days = DATES

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, help_text in self.days.items():
            if name in self.fields:
                label = self.fields[name].label
                self.fields[name] = forms.DateField(
                    label=label, widget=DateInput, help_text=help_text
                )
        if "decision_number" in self.fields:
            label = self.fields["decision_number"].label
            self.fields["decision_number"] = forms.CharField(label=label, max_length=60)

    def answers(self):
        """The answers by name, days in ISO form."""
        return {
            name: value.isoformat() if name in self.days else value
            for name, value in super().answers().items()
        }
