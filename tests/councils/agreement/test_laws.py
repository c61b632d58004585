"""What holds of every sitting, on the 26 real sheets and on a small one."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.agreement.files import as_json
from councils.agreement.judging import Deliberation, Judgement, Rules
from councils.enums import ForwardRule, MinimaRule, Verdict
from programs.answer_sheet import AnswerSheet, none_met
from programs.enums import Authority
from programs.models import StarBand
from programs.next_star import star_of
from tests.support.criteria_files import good_sheet, shipped_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
GRANTED_BY = {3: Authority.PROVINCE, 4: Authority.PROVINCE, 5: Authority.MINISTRY}
BANDS = [
    StarBand(star=star, lower=Decimal(lower), granted_by=GRANTED_BY.get(star, ""))
    for star, lower in enumerate((0, 30, 50, 70, 90), 1)
]
FREE = {"tolerance": Fraction(100)}  # no spread is too wide


@pytest.fixture(scope="module")
def sheets(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return shipped_sheets() | {0: good_sheet()}


class Drawn:
    """A Council's sheets on products of one set, whole and of one case."""

    def __init__(self, data, sheets):
        self.data, self.sheet = data, sheets[data.draw(st.sampled_from(sorted(sheets)))]
        case = data.draw(st.integers(0, 1))
        self.levels = {
            code: _of_case(rows, case) for code, rows in self.sheet.options_by_code().items()
        }
        self.sheets = {
            f"TV{at}": self.signed() for at in range(1, data.draw(st.integers(1, 5)) + 1)
        }

    def signed(self):
        """The best level but for some whims: sheets of mere chance are hardly worth a star."""
        whims = self.data.draw(st.binary(min_size=len(self.levels), max_size=len(self.levels)))
        rarity = self.data.draw(st.sampled_from([2, 4, 8, 16]))
        chosen = {}
        for whim, (code, rows) in zip(whims, self.levels.items(), strict=True):
            choices = [rows[-1], none_met(rows[0].criterion), *rows]
            chosen[code] = choices[0 if whim % rarity else whim // rarity % len(choices)]
        return AnswerSheet(self.sheet, chosen)

    def findings(self):
        """A level, or none, for some criteria."""
        codes = self.data.draw(st.sets(st.sampled_from(sorted(self.levels)), max_size=8))
        return {c: self.data.draw(st.sampled_from([None, *self.levels[c]])) for c in codes}

    def matter(self, **said):
        present = len(self.sheets)
        return Deliberation(**{"sheets": self.sheets, "present": present, "seats": present} | said)


def _of_case(rows, case):
    names = list(dict.fromkeys(row.case for row in rows))
    return [row for row in rows if row.case == names[case % len(names)]]


def rules():
    """A Quy chế."""
    return st.builds(
        Rules,
        minima=st.sampled_from(MinimaRule),
        forward=st.sampled_from(ForwardRule),
        tolerance=st.sampled_from([Fraction(10), Fraction(100)]),
    )


def law(test):
    """A test of what is drawn: some eighty sittings, three of each set."""
    return settings(max_examples=80, deadline=None)(given(data=st.data())(test))


@law
def test_the_mean_stands_between_the_lowest_and_the_highest_total(sheets, data):
    figures = Judgement(Drawn(data, sheets).matter(), BANDS, Rules()).figures
    totals = figures.totals.values()

    assert min(totals) <= figures.mean <= max(totals)
    assert min(totals) <= figures.median <= max(totals)
    assert figures.mean * len(totals) == sum(totals)
    assert 0 <= figures.spread <= 100


@law
def test_no_star_is_above_the_band(sheets, data):
    drawn = Drawn(data, sheets)
    judgement = Judgement(drawn.matter(findings=drawn.findings()), BANDS, data.draw(rules()))

    assert (judgement.star is None) == (judgement.verdict == Verdict.OPEN)
    assert judgement.star is None or judgement.star <= judgement.band
    assert judgement.verdict != Verdict.FORWARD or judgement.star == judgement.band == 5


@law
def test_one_sheet_has_the_star_that_the_producer_is_told(sheets, data):
    drawn = Drawn(data, sheets)
    (name, sheet), *_ = drawn.sheets.items()
    one = drawn.matter(sheets={name: sheet}, present=1, seats=1)

    for rule in MinimaRule:
        assert Judgement(one, BANDS, Rules(minima=rule)).star == star_of(sheet, BANDS)


@law
def test_the_order_of_the_sheets_changes_nothing(sheets, data):
    drawn, quy_che = Drawn(data, sheets), data.draw(rules())
    matter = drawn.matter(findings=drawn.findings())
    shuffled = dict(data.draw(st.permutations(list(matter.sheets.items()))))

    assert as_json(Judgement(replace(matter, sheets=shuffled), BANDS, quy_che)) == as_json(
        Judgement(matter, BANDS, quy_che)
    )


@law
def test_a_seat_without_a_sheet_changes_nothing_but_the_quorum(sheets, data):
    drawn, quy_che = Drawn(data, sheets), data.draw(rules())
    matter = drawn.matter(findings=drawn.findings())
    before = as_json(Judgement(matter, BANDS, quy_che))

    after = as_json(Judgement(replace(matter, seats=matter.seats + 1), BANDS, quy_che))

    if after["quorum"]:
        assert after == before
    else:
        assert after == before | {"quorum": False, "verdict": "open", "star": None}
    abstained = replace(matter, seats=matter.seats + 1, present=matter.present + 1)
    assert as_json(Judgement(abstained, BANDS, quy_che)) == before


@law
def test_a_better_level_lowers_neither_mean_nor_star(sheets, data):
    rule = data.draw(st.sampled_from([MinimaRule.EVERY, MinimaRule.MAJORITY, MinimaRule.MEAN]))
    drawn = Drawn(data, sheets)
    name = data.draw(st.sampled_from(sorted(drawn.sheets)))
    node = data.draw(st.sampled_from(drawn.sheets[name].leaves))
    rows = drawn.levels[node.criterion.code]
    better = [row for row in rows if row.points >= node.chosen.points]
    raised = drawn.sheets[name].choosing([data.draw(st.sampled_from(better))])

    before, after = (
        Judgement(drawn.matter(sheets=each), BANDS, Rules(minima=rule, **FREE))
        for each in (drawn.sheets, drawn.sheets | {name: raised})
    )

    assert after.figures.mean >= before.figures.mean
    assert after.star >= before.star


@law
def test_what_fails_by_the_majority_fails_where_every_sheet_must_reach(sheets, data):
    matter = Drawn(data, sheets).matter()
    majority, every = (
        Judgement(matter, BANDS, Rules(minima=rule, **FREE))
        for rule in (MinimaRule.MAJORITY, MinimaRule.EVERY)
    )

    for star, codes in majority.failing.items():
        assert set(codes) <= set(every.failing[star])
    assert every.star <= majority.star


@law
def test_findings_on_all_criteria_are_as_one_sheet_for_the_minima(sheets, data):
    drawn = Drawn(data, sheets)
    levels = drawn.signed()
    recorded = {
        leaf.criterion.code: None if leaf.meets_none else leaf.chosen for leaf in levels.leaves
    }
    one = drawn.matter(sheets={"HĐ": levels}, present=1, seats=1)

    judgement = Judgement(drawn.matter(findings=recorded), BANDS, Rules(**FREE))

    assert judgement.failing == Judgement(one, BANDS, Rules(minima=MinimaRule.EVERY)).failing
    assert judgement.verdict != Verdict.OPEN


@law
def test_a_reason_for_the_spread_opens_the_way_and_changes_nothing_else(sheets, data):
    drawn = Drawn(data, sheets)
    quy_che = replace(data.draw(rules()), tolerance=Fraction(data.draw(st.integers(0, 20))))
    matter = drawn.matter(findings=drawn.findings())
    without = as_json(Judgement(matter, BANDS, quy_che))

    given_one = replace(matter, spread_reason="Đã thảo luận, giữ nguyên.")
    having = as_json(Judgement(given_one, BANDS, quy_che))

    if without["verdict"] != "open":
        assert having == without
    assert having | {"verdict": "open", "star": None} == without | {"verdict": "open", "star": None}
