"""What is said of a book of the register: about the file, about its rows, and the confirmation."""

import re

from django import forms

from products.books.matching import NEW_RECORD
from products.enums import BookDecision, BookStatus
from programs.forms.base import KeyedForm

# "d-12"; not "d-012".
_ROW = re.compile(r"d-([1-9]\d{0,6})")
_OLD = "Trang này đã cũ: hãy tải lại trang."


class VersionForm(KeyedForm):
    """Confirm the book as the page showed it."""

    version = forms.IntegerField(
        min_value=1, widget=forms.HiddenInput, error_messages={"required": _OLD, "invalid": _OLD}
    )


class BookAnswerForm(VersionForm):
    """Read the same file again: another sheet, its hidden rows, a guessed encoding, the offers."""

    sheet = forms.CharField(required=False, max_length=100, strip=False)
    hidden = forms.ChoiceField(
        required=False, choices=[("take", "Nhập cả các dòng này"), ("leave", "Bỏ các dòng này")]
    )
    encoding = forms.BooleanField(required=False)
    proposals = forms.BooleanField(required=False)

    def said(self):
        """The answers that were given; none where the rows are to be matched again."""
        names = ("sheet", "hidden", "encoding", "proposals")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class BookDecisionForm(VersionForm):
    """Decisions of rows, and one for all rows of a status."""

    bulk = forms.ChoiceField(
        required=False, choices=[*BookDecision.choices, (NEW_RECORD, "tạo mới")]
    )
    which = forms.ChoiceField(required=False, choices=BookStatus.choices)

    def said(self):
        """{row: what was said of it}; what was left open is not in it."""
        found = filter(lambda pair: pair[0] and pair[1], self._pairs())
        return {match[1]: value for match, value in found}

    def _pairs(self):
        return ((_ROW.fullmatch(name), self.data[name]) for name in self.data)

    def bulk_values(self):
        return tuple(filter(None, [self.cleaned_data["bulk"]]))
