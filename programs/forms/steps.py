"""What is typed to take a step of a procedure, or to do one act on many rows."""

from django import forms

from programs.acts import mark_of
from programs.forms.base import KeyedForm


class StepForm(KeyedForm):
    """Confirm an act, and answer what it asks: one field an Ask, each value in its own type.

    `read` is the mark of the row as the page showed it, so that nobody decides on what has changed.
    """

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, asks=(), about=None, read="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = read or (mark_of(about) if about else "")
        for ask in asks:
            self.fields[ask.name] = ask.form_field()
            if ask.is_kept:
                self.initial[ask.name] = getattr(about, ask.name)

    def answers(self):
        """What was asked, by name, without what the page itself carries."""
        own = StepForm.base_fields
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def over(self, theirs):
        """This form, to be confirmed for the row as it now stands, once its user has seen it."""
        self.data = self.data.copy()
        self.data["read"] = mark_of(theirs)
        self.data.pop("form_key", None)
        return self
