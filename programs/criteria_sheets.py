"""A sheet of criteria as one value, and what must hold of it before it may be published."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from programs.models import Criterion, Option

TOTAL = 100
STARS = (3, 4, 5)


class Fault(NamedTuple):
    """Something that is wrong, and the row where it is."""

    place: str
    reason: str

    def __str__(self):
        return f"{self.place}: {self.reason}"


@dataclass
class Sheet:
    """The criteria and options of one set: rows of the database, or not saved yet.

    `expected` are the counts that the source itself states, by the name of the count; `places`
    says where a row of a file stands.
    """

    number: int
    place: str
    doubt: str = ""
    criteria: list[Criterion] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    expected: Mapping[str, int] = field(default_factory=dict)
    places: dict[object, str] = field(default_factory=dict)

    def place_of(self, row) -> str:
        criterion = getattr(row, "criterion", row)
        return self.places.get(id(row)) or f"bộ {self.number}, tiêu chí {criterion.code}"

    def children(self) -> dict[str, list[Criterion]]:
        """The criteria under each criterion, by its code."""
        children = defaultdict(list)
        for criterion in self.criteria:
            if criterion.parent:
                children[criterion.parent.code].append(criterion)
        return children

    def options_by_code(self) -> dict[str, list[Option]]:
        options = defaultdict(list)
        for option in self.options:
            options[option.criterion.code].append(option)
        return options

    def leaves(self) -> list[Criterion]:
        children = self.children()
        return [criterion for criterion in self.criteria if criterion.code not in children]

    def counts(self) -> dict[str, int]:
        """How many criteria, options and minima of each star the sheet has."""
        minima = Counter(option.min_for_star for option in self.options)
        return {"criteria": len(self.leaves()), "options": len(self.options)} | {
            f"min_{star}": minima[star] for star in STARS
        }

    def content(self) -> tuple:
        """All that the sheet says, for telling whether two sheets are the same."""
        return (
            self.doubt,
            [_criterion_content(criterion) for criterion in self.criteria],
            [_option_content(option) for option in self.options],
        )


def _criterion_content(row):
    above = row.parent and row.parent.code
    needed = row.needs and row.needs.code
    return (row.code, above, needed, row.title, row.max_points, row.guidance, row.doubt)


def _option_content(row):
    facts = (row.number, row.label, row.points, row.min_for_star, row.case, row.doubt)
    return (row.criterion.code, *facts)


def sheet_of(criteria_set) -> Sheet:
    """The sheet of a set in the database; its criteria and options should be prefetched."""
    criteria = list(criteria_set.criteria.all())
    by_pk = {criterion.pk: criterion for criterion in criteria}
    options = []
    for criterion in criteria:
        criterion.parent = by_pk.get(criterion.parent_id)
        criterion.needs = by_pk.get(criterion.needs_id)
        options.extend(criterion.options.all())
    number = criteria_set.product_set.number
    return Sheet(number, f"bộ {number}", criteria_set.doubt, criteria, options)


# --- What must hold ---------------------------------------------------------------------------


def faults_of(sheet, parts) -> Iterator[Fault]:
    """Every fault of the sheet; `parts` are the points of each part by its code."""
    yield from _wrong_parts(sheet, parts)
    for rule in (_wrong_sums, _wrong_levels, _wrong_options, _wrong_counts):
        yield from rule(sheet)


def _wrong_parts(sheet, parts):
    roots = {row.code: row for row in sheet.criteria if row.parent is None}
    total = sum(row.max_points for row in roots.values())
    if total != TOTAL:
        yield Fault(sheet.place, f"tổng điểm của bộ {sheet.number} là {total}, cần {TOTAL}.")
    for code in sorted({*roots, *parts}):
        found = roots[code].max_points if code in roots else 0
        if found != parts.get(code, 0):
            place = sheet.place_of(roots[code]) if code in roots else sheet.place
            yield Fault(
                place, f"phần {code} có {found} điểm, quy định cho phần này {parts.get(code, 0)}."
            )


def _wrong_sums(sheet):
    children = sheet.children()
    for row in sheet.criteria:
        below = children.get(row.code)
        total = sum(child.max_points for child in below or [])
        if below and total != row.max_points:
            yield Fault(
                sheet.place_of(row),
                f"{row.code} ghi tối đa {row.max_points} điểm, các tiêu chí thuộc nó cộng lại "
                f"là {total}.",
            )


def _wrong_levels(sheet):
    """Only leaves are scored: a criterion has either options or criteria under it."""
    options, children = sheet.options_by_code(), sheet.children()
    for row in sheet.criteria:
        if row.code in children and row.code in options:
            yield Fault(sheet.place_of(row), f"{row.code} vừa có tiêu chí con vừa có phương án.")
        if row.code not in children and len(options[row.code]) < 2:  # noqa: PLR2004
            yield Fault(sheet.place_of(row), f"tiêu chí {row.code} cần ít nhất hai phương án.")


def _wrong_options(sheet):
    options, children = sheet.options_by_code(), sheet.children()
    for row in sheet.criteria:
        if row.code not in children and options[row.code]:
            for rule in (_wrong_points, _wrong_numbers, _wrong_order, _wrong_minima):
                yield from rule(sheet, row, options[row.code])


def _wrong_points(sheet, criterion, options):
    for option in options:
        if option.points > criterion.max_points:
            yield Fault(
                sheet.place_of(option),
                f"phương án {option.number} cho {option.points} điểm, tiêu chí {criterion.code} "
                f"tối đa {criterion.max_points}.",
            )
    best = max(option.points for option in options)
    if best < criterion.max_points:
        yield Fault(
            sheet.place_of(criterion),
            f"tiêu chí {criterion.code} tối đa {criterion.max_points} điểm nhưng phương án cao "
            f"nhất chỉ {best}.",
        )


def _wrong_numbers(sheet, criterion, options):
    for expected, option in enumerate(options, 1):
        if option.number != expected:
            yield Fault(
                sheet.place_of(option),
                f"phương án của tiêu chí {criterion.code} đánh số {option.number}, cần {expected}.",
            )


def _wrong_order(sheet, criterion, options):
    """Points rise from option to option, unless a doubt says that the source has them so."""
    for lower, higher in pairwise(options):
        same_case = lower.case == higher.case
        doubtful = lower.doubt or higher.doubt
        if same_case and not doubtful and higher.points <= lower.points:
            yield Fault(
                sheet.place_of(higher),
                f"phương án {higher.number} của tiêu chí {criterion.code} cho {higher.points} "
                f"điểm, không hơn phương án trước ({lower.points}).",
            )


def _wrong_minima(sheet, criterion, options):
    minima = sorted((row for row in options if row.min_for_star), key=lambda row: row.min_for_star)
    for lower, higher in pairwise(minima):
        star = higher.min_for_star
        if star == lower.min_for_star:
            reason = f"có hai mức tối thiểu {star} sao"
        elif higher.points < lower.points:
            reason = f"mức tối thiểu {star} sao thấp hơn mức của hạng dưới"
        else:
            continue
        yield Fault(sheet.place_of(higher), f"tiêu chí {criterion.code} {reason}.")


COUNTED = {"criteria": "tiêu chí", "options": "phương án"} | {
    f"min_{star}": f"mức tối thiểu {star} sao" for star in STARS
}


def _wrong_counts(sheet):
    counts = sheet.counts()
    for name, expected in sheet.expected.items():
        if counts[name] != expected:
            yield Fault(
                sheet.place,
                f"bộ {sheet.number} đếm được {counts[name]} {COUNTED[name]}, tệp khai {expected}.",
            )
