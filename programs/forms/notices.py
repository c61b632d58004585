"""What a person chooses of the mail they get."""

from django import forms

from programs.enums import NotificationKind
from programs.forms.base import KeyedForm


class MailChoicesForm(KeyedForm):
    """The kinds of news that come by mail too; the bell shows them all."""

    kinds = forms.MultipleChoiceField(
        label="nhận thư khi có",
        choices=[(kind.value, kind.label.capitalize()) for kind in NotificationKind],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def muted(self):
        return sorted(set(NotificationKind.values) - set(self.cleaned_data["kinds"]))
