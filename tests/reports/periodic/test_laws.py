"""What holds of any set of reports: held against the rules told once more, slowly."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.enums import AskedOf, PeriodKind, ReporterKind, RollUp, VersionStanding
from reports.periodic.consolidation import Indicator, figures, gaps
from reports.periodic.files import is_late
from tests.support.periodic import AGENCY, UNIT, moment, version

LAW = settings(max_examples=80, deadline=None)
INDICATORS = [
    Indicator(f"{roll_up}-{asked_of}", roll_up, asked_of)
    for roll_up in RollUp
    for asked_of in AskedOf
]
CODES = {"051": UNIT, "522": UNIT, "524": UNIT, "so-ct": AGENCY, "mttq": AGENCY}
WRITTEN = [state for state in VersionStanding if state != VersionStanding.MISSING]
TIMES = ["2024-06-10", "2024-06-19T23:59:59.999", "2024-06-20", "2024-12-19", "2024-12-20", ""]
VALUES = st.dictionaries(
    st.sampled_from([each.code for each in INDICATORS]),
    st.one_of(st.none(), st.just(0), st.integers(0, 10**15)),
)


@st.composite
def reports(draw, states=tuple(WRITTEN)):
    """Versions of some reporters in both periods, their numbers in order and with holes."""
    rows = []
    for period in PeriodKind:
        for who in draw(st.lists(st.sampled_from(sorted(CODES)), unique=True)):
            numbers = draw(st.lists(st.integers(1, 12), unique=True, max_size=4))
            rows += [
                version(
                    number,
                    draw(st.sampled_from(states)),
                    draw(st.sampled_from(TIMES)),
                    who=who,
                    kind=CODES[who],
                    period=period,
                    **draw(VALUES),
                )
                for number in numbers
            ] or [version(state="missing", who=who, kind=CODES[who], period=period)]
    return rows


def shown(rows):
    """The figures as plain values."""
    return [
        (each.period, each.indicator.code, *_sums(each), each.from_reports)
        for each in figures(INDICATORS, rows)
    ]


def _sums(figure):
    return figure.units, figure.agencies, figure.province


def slowly(rows):
    """The same figures from the words of the rule, one at a time."""
    told = []
    for period in [each for each in PeriodKind if any(row.period == each for row in rows)]:
        for indicator in INDICATORS:
            sums, answered = {UNIT: None, AGENCY: None}, 0
            for who, kind in CODES.items():
                value = _value(rows, period, who, indicator.code)
                if value is None or indicator.asked_of not in {kind.value, "both"}:
                    continue
                answered += 1
                if indicator.roll_up in {"sum", "latest"}:
                    sums[kind] = value if sums[kind] is None else sums[kind] + value
            known = [each for each in sums.values() if each is not None]
            total = sum(known) if known else None
            told.append((period, indicator.code, *sums.values(), total, answered))
    return told


def _value(rows, period, who, code):
    """What this reporter's highest version answers that is accepted or nil."""
    for number in range(12, 0, -1):
        for row in rows:
            is_it = (row.period, row.who, row.version) == (period, who, number)
            if is_it and row.state in {"accepted", "nil"}:
                return row.values.get(code)
    return None


@LAW
@given(reports())
def test_a_figure_is_the_rule_over_the_latest_accepted_versions(rows):
    assert shown(rows) == slowly(rows)


@LAW
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)

    assert shown(mixed) == shown(rows)
    assert gaps(mixed, is_late) == gaps(rows, is_late)


@LAW
@given(reports(), st.data())
def test_a_version_that_does_not_count_changes_no_figure(rows, data):
    extra = data.draw(reports(states=(VersionStanding.RETURNED, "superseded", "draft", "sent")))
    known = {(row.period, row.who) for row in rows}
    more = [
        replace(row, version=row.version + data.draw(st.sampled_from([-20, 20])))
        for row in extra
        if row.version and (row.period, row.who) in known
    ]

    assert shown([*rows, *more]) == shown(rows)


@LAW
@given(reports())
def test_the_province_is_its_units_and_its_agencies(rows):
    for figure in figures(INDICATORS, rows):
        parts = [each for each in (figure.units, figure.agencies) if each is not None]
        assert figure.province == (sum(parts) if parts else None)
        asked = [kind for kind in ReporterKind if figure.indicator.asks(kind)]
        assert figure.units is None or UNIT in asked
        assert figure.agencies is None or AGENCY in asked
        assert (figure.province is None) == (not figure.from_reports or not _adds(figure))


def _adds(figure):
    return figure.indicator.roll_up in {"sum", "latest"}


@LAW
@given(reports())
def test_every_reporter_is_counted_missing_returned_or_waits(rows):
    for period, found in gaps(rows, is_late).items():
        counts = {who for who in CODES if _counts(rows, period, who)}
        known = {row.who for row in rows if row.period == period}
        waiting = {row.who for row in rows if row.period == period and row.state == "sent"}
        named = [*found.missing, *found.returned, *counts]
        assert len(named) == len({*named})
        assert known - {*named} <= waiting
        assert {*found.nil} <= counts
        for codes in vars(found).values():
            assert codes == sorted({*codes})


def _counts(rows, period, who):
    return any(
        (row.period, row.who) == (period, who) and row.state in {"accepted", "nil"} for row in rows
    )


@LAW
@given(st.datetimes(moment("2024-01-01").replace(tzinfo=None), allow_imaginary=False))
def test_late_is_never_early_again_within_a_year(at):
    """Once it is too late it stays so until the year is over."""
    sent = version(sent_at=at.isoformat())

    assert is_late(sent) == (at.isoformat() >= f"{at.year:04}-06-20")
    assert is_late(replace(sent, period=PeriodKind.ANNUAL)) == (
        at.isoformat() >= f"{at.year:04}-12-20"
    )
