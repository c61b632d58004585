"""A sheet of criteria with the options chosen on it, and the points that they give."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, groupby
from typing import ClassVar, NamedTuple

from programs.changes import changes_between
from programs.criteria_sheets import Sheet
from programs.models import Criterion, Option

MOST_EVIDENCE = 500
# The number of the answer that no level is reached; options are numbered from 1.
NONE_MET = 0


def none_met(criterion):
    """The answer that no level of the criterion is reached: an option that the sheet has not."""
    return Option(criterion=criterion, number=NONE_MET, label="không đạt mức nào", points=0)


def may_meet_none(options):
    """Whether that is an answer here: some case of these options has no level of 0 points."""
    return bool(
        {each.case for each in options} - {each.case for each in options if not each.points}
    )


@dataclass(frozen=True)
class Node:
    """A part, a section or a criterion, with what stands under it and the points that it has.

    `chosen` may give no points: where the criterion that this one needs has none, it is
    not counted (5.2 of Phụ lục II, Decision 26/2026/QĐ-TTg: only where there is a story).
    """

    most_evidence: ClassVar[int] = MOST_EVIDENCE

    criterion: Criterion
    level: int
    points: int
    children: tuple["Node", ...] = ()
    options: tuple[Option, ...] = ()
    chosen: Option | None = None
    evidence: str = ""
    is_counted: bool = True

    @cached_property
    def leaves(self):
        return tuple(node for node in _flat([self]) if not node.children)

    @cached_property
    def sections(self):
        """The sections of a part; criteria in a row that stand in no section are one."""
        runs = groupby(self.children, lambda node: node.criterion.code if node.children else "")
        return tuple(Section(self.criterion.code, tuple(nodes)) for _, nodes in runs)

    @property
    def is_unanswered(self):
        """Whether it waits for an answer: what is not counted asks for none."""
        return not self.children and self.chosen is None and self.is_counted

    @property
    def meets_none(self):
        return self.chosen is not None and self.chosen.number == NONE_MET

    @property
    def may_meet_none(self):
        return may_meet_none(self.options)


@dataclass(frozen=True)
class Section:
    """What of a part is answered together: a section with its criteria, or criteria in a row."""

    part: str
    nodes: tuple[Node, ...]

    @cached_property
    def leaves(self):
        return tuple(leaf for node in self.nodes for leaf in node.leaves)

    @property
    def name(self):
        first, last = self.nodes[0].criterion, self.nodes[-1].criterion
        if self.nodes[0].children:
            return f"{self.part}{first.code} {first.title}"
        return f"{self.part}{first.code}–{self.part}{last.code}" if last != first else str(first)

    @property
    def anchor(self):
        return f"phan-{self.nodes[0].criterion.pk}"

    @property
    def asked(self):
        return sum(leaf.is_counted for leaf in self.leaves)

    @property
    def answered(self):
        return self.asked - sum(leaf.is_unanswered for leaf in self.leaves)

    @property
    def points(self):
        return sum(node.points for node in self.nodes)

    @property
    def most(self):
        return sum(node.criterion.max_points for node in self.nodes)


@dataclass(frozen=True, eq=False)
class AnswerSheet:
    """What was answered, by the codes of the criteria; what was not answered has 0 points."""

    sheet: Sheet
    chosen: Mapping[str, Option] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _below(self):
        return self.sheet.children()

    @cached_property
    def _options(self):
        return self.sheet.options_by_code()

    @cached_property
    def parts(self):
        """The tree, from its parts A, B, C down."""
        roots = (row for row in self.sheet.criteria if row.parent is None)
        return tuple(self._node(row, 0) for row in roots)

    def _node(self, criterion, level):
        code = criterion.code
        return Node(
            criterion,
            level,
            self.points_of(criterion),
            tuple(self._node(child, level + 1) for child in self._below.get(code, ())),
            tuple(self._options.get(code, ())),
            self.chosen.get(code),
            self.evidence.get(code, ""),
            self._is_counted(criterion),
        )

    @cached_property
    def nodes(self):
        """Every node, each above what stands under it."""
        return tuple(_flat(self.parts))

    @cached_property
    def leaves(self):
        return tuple(node for node in self.nodes if not node.children)

    @cached_property
    def sections(self):
        return tuple(section for part in self.parts for section in part.sections)

    @cached_property
    def total(self):
        return sum(part.points for part in self.parts)

    @cached_property
    def said(self):
        """{code: [number of the option or NONE_MET, or None, evidence]} of what is scored."""
        return {
            leaf.criterion.code: [leaf.chosen and leaf.chosen.number, leaf.evidence]
            for leaf in self.leaves
        }

    @cached_property
    def unanswered(self):
        return tuple(node for node in self.leaves if node.is_unanswered)

    def points_of(self, criterion):
        if below := self._below.get(criterion.code):
            return sum(self.points_of(child) for child in below)
        chosen = self.chosen.get(criterion.code)
        return chosen.points if chosen and self._is_counted(criterion) else 0

    def _is_counted(self, criterion):
        return criterion.needs is None or self.points_of(criterion.needs) > 0

    def choosing(self, options):
        """The same with these options instead of those chosen for their criteria."""
        chosen = dict(self.chosen) | {option.criterion.code: option for option in options}
        return replace(self, chosen=chosen)

    # --- Cases: a service of the community, or of an organisation (set 26) ----------------------

    @cached_property
    def _cases(self):
        cases = defaultdict(set)
        for option in self.sheet.options:
            if option.case:
                cases[option.criterion.code].add(option.case)
        return cases

    def _clash(self, one, other):
        """Whether the two options are of different cases and one of their criteria knows both.

        Criteria name the second case differently (8, and 9 and 15, of set 26): what one of them
        does not know does not contradict it.
        """
        if not (one.case and other.case) or one.case == other.case:
            return False
        cases = self._cases
        return one.case in cases[other.criterion.code] or other.case in cases[one.criterion.code]

    def fitting(self, node):
        """The options of this criterion whose case is not excluded by another answer."""
        others = [each for code, each in self.chosen.items() if code != node.criterion.code]
        return [
            option
            for option in node.options
            if not any(self._clash(option, other) for other in others)
        ]

    # --- What contradicts itself ---------------------------------------------------------------

    def faults(self):
        """A sentence for each thing that the answers may not say together."""
        for node in self.leaves:
            if node.chosen and node.chosen.points and not node.is_counted:
                needed = node.criterion.needs
                yield (
                    f"Tiêu chí {node.criterion.code} chỉ chấm khi có điểm ở tiêu chí "
                    f"{needed.code}: hãy chọn mức có điểm ở {needed.code}, hoặc bỏ chọn "
                    f"{node.criterion.code}."
                )
        for one, other in combinations(self.chosen.values(), 2):
            if self._clash(one, other):
                yield (
                    f"Tiêu chí {one.criterion.code} và {other.criterion.code} chọn hai trường hợp "
                    f"khác nhau (“{one.case}”, “{other.case}”): hãy chọn cùng một trường hợp."
                )


def _flat(nodes):
    for node in nodes:
        yield node
        yield from _flat(node.children)


def answered(sheet, answers) -> AnswerSheet:
    """The sheet with stored answers: rows with `criterion_id`, `option_id` and `evidence`.

    Those that know `meets_none` may say with it that no level is reached.
    """
    criteria = {row.pk: row for row in sheet.criteria}
    options = {row.pk: row for row in sheet.options}
    chosen, evidence = {}, {}
    for answer in answers:
        criterion = criteria[answer.criterion_id]
        evidence[criterion.code] = answer.evidence
        if answer.option_id:
            chosen[criterion.code] = options[answer.option_id]
        elif getattr(answer, "meets_none", False):
            chosen[criterion.code] = none_met(criterion)
    return AnswerSheet(sheet, chosen, {code: text for code, text in evidence.items() if text})


# --- Two answer sheets of one set --------------------------------------------------------------


class Change(NamedTuple):
    """A criterion for which two answer sheets of one set chose different options."""

    criterion: Criterion
    before: Option | None
    after: Option | None


def chosen_otherwise(before, after) -> list[Change]:
    return [
        Change(leaf.criterion, was, leaf.chosen)
        for leaf in after.leaves
        if _number(was := before.chosen.get(leaf.criterion.code)) != _number(leaf.chosen)
    ]


def _number(option):
    return option and option.number


def differences_between(before, after) -> dict[str, list]:
    """{code: [old, new]} of the criteria answered otherwise, as each is `said`."""
    return changes_between(before.said, after.said)


def stored_otherwise(stored, typed) -> list[tuple[str, str]]:
    """[(criterion, what is stored)] where what was typed is another thing."""
    differing = differences_between(stored, typed)
    return [
        (str(leaf.criterion), f"{leaf.chosen or 'chưa chọn'} {leaf.evidence}".strip())
        for leaf in stored.leaves
        if leaf.criterion.code in differing
    ]
