"""What is typed to take a step of a procedure, or to do one act on many rows."""

from programs.forms.base import KeyedForm


class StepForm(KeyedForm):
    """Confirm an act, and answer what it asks: one field an Ask, each value in its own type."""

    def __init__(self, *args, asks=(), **kwargs):
        super().__init__(*args, **kwargs)
        for ask in asks:
            self.fields[ask.name] = ask.form_field()

    def answers(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
