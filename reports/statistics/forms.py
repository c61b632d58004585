"""How a statistic is asked for: all of it in the address, so that it may be kept and shared."""

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from programs.forms.listings import SEARCH
from reports.statistics.counting import Asked
from reports.statistics.subjects import subjects_for

ABOUT, ROWS, ACROSS, MEASURE = "ve", "dong", "ngang", "so"
NAMES = (ABOUT, ROWS, ACROSS, MEASURE)
_NO_COLUMNS = ("", "không chia cột")


def _choice(label, **options):
    unknown = {"invalid_choice": "Không có lựa chọn “%(value)s”, hãy chọn trong danh sách."}
    return forms.ChoiceField(label=label, error_messages=unknown, **options)


class AskForm(forms.Form):
    """The four choices of a statistic; beside them the list's own filters narrow it (`bound`).

    What is not asked is what one sees first. `faults` are sentences about all that is wrong.
    """

    ve = _choice("Về", widget=forms.HiddenInput)
    dong = _choice("Dòng")
    ngang = _choice("Cột", required=False)
    so = _choice("Đếm")

    def __init__(self, params, *, user):
        self.user, self.params = user, params
        self.subjects = {subject.name: subject for subject in subjects_for(user)}
        about = params.get(ABOUT) or next(iter(self.subjects))
        self.subject = self.subjects.get(about) or next(iter(self.subjects.values()))
        dimensions, measures = self.subject.dimensions, self.subject.measures
        first = {ABOUT: about, ROWS: dimensions[0].name, ACROSS: "", MEASURE: measures[0].name}
        if not any(params.get(name) for name in (ROWS, ACROSS)):
            first[ACROSS] = dimensions[1].name
        super().__init__({name: params.get(name) or first[name] for name in NAMES})
        by = [(each.name, each.label) for each in dimensions]
        self.fields[ABOUT].choices = [(each, each) for each in self.subjects]
        self.fields[ROWS].choices = by
        self.fields[ACROSS].choices = [_NO_COLUMNS, *by]
        self.fields[MEASURE].choices = [(each.name, each.label) for each in measures]

    def clean(self):
        for name in (ROWS, ACROSS):
            dimension = self._dimension(name)
            if dimension and self.narrowing.get(dimension.param):
                self.add_error(
                    name,
                    f"Đang lọc theo “{dimension.label}” thì không chia theo “{dimension.label}”: "
                    "hãy bỏ điều kiện đó, hoặc chọn cách chia khác.",
                )
        rows, across = self._dimension(ROWS), self._dimension(ACROSS)
        if rows and rows == across:
            self.add_error(ACROSS, "Dòng và cột phải chia theo hai thứ khác nhau.")

    def _dimension(self, name):
        known = {each.name: each for each in self.subject.dimensions}
        return known.get(self.cleaned_data.get(name))

    @cached_property
    def narrowing(self) -> QueryDict:
        return self.subject.query(self.params)

    @cached_property
    def bound(self):
        """The list's own filter with what narrows the statistic."""
        return self.subject.listing.filter(self.user, self.narrowing)[0]

    @cached_property
    def faults(self) -> list[str]:
        told = [(self, self.errors), (self.bound.form, self.bound.form.errors)]
        return [
            f"{form.fields[name].label.capitalize()}: {error}"
            for form, errors in told
            for name, lines in errors.items()
            for error in lines
        ]

    @cached_property
    def asked(self) -> Asked:
        """The question of a form without faults."""
        measures = {each.name: each for each in self.subject.measures}
        return Asked(
            self.subject,
            self._dimension(ROWS),
            self._dimension(ACROSS),
            measures[self.cleaned_data[MEASURE]],
            self.narrowing,
        )

    @cached_property
    def query(self) -> QueryDict:
        """What of the address says this statistic: for files and for keeping it."""
        query = QueryDict(mutable=True)
        for name in NAMES:
            query[name] = self.data[name]
        query.update(self.narrowing)
        for name in self.subject.fixed:
            query.pop(name, None)
        return query

    def filters(self):
        """The list's filters: those in sight, and the others."""
        fixed = {SEARCH, *self.subject.fixed}
        fields = {each.name: each for each in self.bound.form.visible_fields()}
        first = [fields[name] for name in self.subject.filters]
        return first, [
            each for each in fields.values() if each not in first and each.name not in fixed
        ]
