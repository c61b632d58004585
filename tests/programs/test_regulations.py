"""The regulations as data: which one governs on which day, and what its numbers say.

Each table names the article whose boundary it walks over.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from programs.enums import Authority, Certainty, Clock, HolidayKind, LegalEvent, Measure
from programs.models import CriteriaSet, Period, Regulation
from programs.regulations import (
    RegulationMissing,
    band_for,
    end_of,
    finish_by,
    period_of,
    re_evaluation_window,
    regulation_for,
)
from programs.working_days import WorkCalendar

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

OLD, DECISION_148, AMENDED, DECISION_26 = "1048-2019", "148-2023", "148-2023-1489", "26-2026"
CODES = [OLD, DECISION_148, AMENDED, DECISION_26]


@pytest.fixture(autouse=True)
def law():
    call_command("loaddata", "regulations", verbosity=0)


def regulation(code):
    return Regulation.objects.get(code=code)


# --- Which regulation governs -----------------------------------------------------------------

BOUNDARIES = [
    # 1048/QĐ-TTg: from its signing
    (date(2019, 8, 21), OLD),
    (date(2019, 8, 22), OLD),
    # 148/QĐ-TTg: in force on signing, replaces 1048
    (date(2023, 2, 23), OLD),
    (date(2023, 2, 24), DECISION_148),
    (date(2023, 2, 25), DECISION_148),
    # 1489/QĐ-TTg: amends Appendix II of 148
    (date(2025, 7, 5), DECISION_148),
    (date(2025, 7, 6), AMENDED),
    (date(2025, 7, 7), AMENDED),
    # 26/2026/QĐ-TTg, articles 11 and 12: new dossiers fall under it from its first day
    (date(2026, 5, 21), AMENDED),
    (date(2026, 5, 22), DECISION_26),
    (date(2026, 5, 23), DECISION_26),
    # … and 148 ending 60 days later changes nothing for them
    (date(2026, 7, 20), DECISION_26),
    (date(2026, 7, 21), DECISION_26),
    (date(2026, 7, 22), DECISION_26),
    (date(2099, 1, 1), DECISION_26),
]


@pytest.mark.parametrize("event", LegalEvent)
@pytest.mark.parametrize(("day", "code"), BOUNDARIES)
def test_the_youngest_regulation_in_force_governs(event, day, code):
    assert regulation_for(event, day).code == code


def test_before_the_first_regulation_there_is_none_and_a_sentence_says_so():
    with pytest.raises(RegulationMissing, match="ngày 20/08/2019 để áp dụng cho việc nâng hạng"):
        regulation_for(LegalEvent.UPGRADE, date(2019, 8, 20))


def test_the_answer_hangs_on_the_arguments_alone(django_assert_num_queries):
    known = list(Regulation.objects.all())

    with django_assert_num_queries(0):
        found = regulation_for(LegalEvent.FIRST, date(2024, 3, 15), known[::-1])
    assert found.code == DECISION_148


@pytest.mark.parametrize(
    ("day", "goes_on"), [(date(2026, 7, 21), True), (date(2026, 7, 22), False)]
)
def test_decision_148_ends_60_days_after_decision_26_begins(day, goes_on):
    """26/2026/QĐ-TTg, article 11."""
    assert regulation(AMENDED).in_force_on(day) is goes_on


@pytest.mark.parametrize(
    ("event", "received_on", "last_day"),
    [
        # 26/2026/QĐ-TTg, article 12: 60 days for a first evaluation and an upgrade, 30 for another
        (LegalEvent.FIRST, date(2026, 5, 21), date(2026, 7, 21)),
        (LegalEvent.FIRST, date(2026, 5, 22), None),
        (LegalEvent.FIRST, date(2026, 5, 23), None),
        (LegalEvent.UPGRADE, date(2026, 5, 21), date(2026, 7, 21)),
        (LegalEvent.UPGRADE, date(2026, 5, 22), None),
        (LegalEvent.RE_EVALUATION, date(2026, 5, 21), date(2026, 6, 21)),
        (LegalEvent.RE_EVALUATION, date(2026, 5, 22), None),
        # it says nothing of decisions and revocations
        (LegalEvent.RECOGNITION, date(2026, 5, 21), None),
        (LegalEvent.REVOCATION, date(2026, 5, 21), None),
    ],
)
def test_pending_dossiers_are_finished_under_the_old_rules_in_time(event, received_on, last_day):
    assert finish_by(event, received_on) == last_day


def in_force(code, since, until=None, **pending):
    """A regulation that no database knows, with periods in which old dossiers are finished."""
    periods = [Period(clock=clock, amount=days, measure="days") for clock, days in pending.items()]
    law = Regulation(pk=1, code=code, valid_from=since, valid_to=until)
    law._prefetched_objects_cache = {"periods": periods}  # noqa: SLF001 -- as prefetched
    return law


def test_a_gap_between_two_regulations_is_governed_by_none():
    laws = [in_force("a", date(2024, 1, 1), date(2024, 2, 29)), in_force("b", date(2024, 3, 2))]

    assert regulation_for(LegalEvent.FIRST, date(2024, 2, 29), laws).code == "a"
    assert regulation_for(LegalEvent.FIRST, date(2024, 3, 2), laws).code == "b"
    with pytest.raises(RegulationMissing, match="ngày 01/03/2024"):
        regulation_for(LegalEvent.FIRST, date(2024, 3, 1), laws)


def test_of_several_later_regulations_the_first_that_sets_a_period_ends_a_pending_dossier():
    laws = [
        in_force("c", date(2026, 1, 1), pending_first=10),
        in_force("b", date(2025, 1, 1), pending_first=30, pending_again=0),
        in_force("a", date(2024, 6, 1)),
    ]

    def last_day(event, day):
        return finish_by(event, day, laws)

    assert last_day(LegalEvent.FIRST, date(2024, 5, 31)) == date(2025, 1, 31)
    assert last_day(LegalEvent.FIRST, date(2025, 1, 1)) == date(2026, 1, 11)
    assert last_day(LegalEvent.RE_EVALUATION, date(2024, 12, 31)) == date(2025, 1, 1)
    assert last_day(LegalEvent.RE_EVALUATION, date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("measure", "amount", "start", "end"),
    [
        (Measure.DAYS, 30, date(2024, 1, 30), date(2024, 2, 29)),
        (Measure.DAYS, 0, date(2024, 1, 30), date(2024, 1, 30)),
        (Measure.MONTHS, 1, date(2024, 1, 31), date(2024, 2, 29)),
        (Measure.MONTHS, 12, date(2024, 2, 29), date(2025, 2, 28)),
        (Measure.WORKING_DAYS, 3, date(2024, 2, 7), date(2024, 2, 19)),
    ],
)
def test_a_period_ends_by_its_own_measure(measure, amount, start, end):
    """Over 29/2 and over Tết 2024, from 8 to 14 February."""
    tet = {date(2024, 2, day): HolidayKind.HOLIDAY for day in range(8, 15)}

    assert end_of(Period(measure=measure, amount=amount), start, WorkCalendar([2024], tet)) == end


@pytest.mark.parametrize("clocks", [{}, {"window_opens": 180}, {"window_closes": 120}])
def test_a_window_that_is_not_set_on_both_sides_is_none(clocks):
    assert (
        re_evaluation_window(in_force("a", date(2024, 1, 1), **clocks), date(2027, 6, 30)) is None
    )


# --- Stars ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("mean", "star"),
    [
        # 26/2026/QĐ-TTg, article 3.3; the older ones alike
        ("0", 1),
        ("29.99", 1),
        ("30", 2),
        ("49.99", 2),
        ("50", 3),
        ("69.99", 3),
        ("69.995", 3),
        ("70", 4),
        ("89.99", 4),
        ("90", 5),
        ("100", 5),
    ],
)
def test_a_star_begins_at_its_lowest_mean_which_is_not_rounded(code, mean, star):
    assert band_for(regulation(code), Decimal(mean)).star == star


@pytest.mark.parametrize(
    ("code", "authorities"),
    [
        (OLD, [Authority.PROVINCE, Authority.PROVINCE, Authority.MINISTRY]),
        (DECISION_148, [Authority.DISTRICT, Authority.PROVINCE, Authority.MINISTRY]),
        (AMENDED, [Authority.PROVINCE, Authority.PROVINCE, Authority.MINISTRY]),
        (DECISION_26, [Authority.PROVINCE, Authority.PROVINCE, Authority.MINISTRY]),
    ],
)
def test_three_four_and_five_stars_are_granted_by_these_and_fewer_by_nobody(code, authorities):
    granted_by = [band.granted_by for band in regulation(code).starbands.order_by("star")]

    assert granted_by == ["", "", *authorities]


# --- Periods, rounds, grounds -----------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("granted_on", "expires_on"),
    [
        (date(2023, 8, 5), date(2026, 8, 5)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2024, 8, 31), date(2027, 8, 31)),
        (date(2023, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_certificate_is_valid_for_36_months(code, granted_on, expires_on):
    assert end_of(period_of(regulation(code), Clock.VALIDITY), granted_on) == expires_on


@pytest.mark.parametrize(
    ("clock", "start", "end"),
    [
        (Clock.RE_EVALUATION, date(2026, 9, 1), date(2026, 10, 16)),  # article 7.6: 45 days
        (Clock.REVOCATION, date(2026, 6, 1), date(2026, 6, 16)),  # article 8: 15 days
        (Clock.EXTENSION, date(2026, 6, 30), date(2026, 12, 27)),  # article 12: 180 days
    ],
)
def test_periods_of_decision_26_end_on_these_days(clock, start, end):
    assert end_of(period_of(regulation(DECISION_26), clock), start) == end


def test_the_commune_has_15_working_days():
    """26/2026/QĐ-TTg, article 7, over 30/4, 1/5 and Giỗ Tổ; received on 20/4/2026."""
    call_command("loaddata", "holidays", verbosity=0)
    period = period_of(regulation(DECISION_26), Clock.COMMUNE_CHECK)

    assert end_of(period, date(2026, 4, 20)) == date(2026, 5, 14)


def test_the_window_of_re_evaluation_is_180_to_120_days_before_expiry():
    """26/2026/QĐ-TTg, article 7.6; the older decisions, as far as they are known, have none."""
    window = re_evaluation_window(regulation(DECISION_26), date(2027, 6, 30))

    assert window == (date(2027, 1, 1), date(2027, 3, 2))
    assert re_evaluation_window(regulation(AMENDED), date(2027, 6, 30)) is None


def test_two_rounds_a_year_in_the_province_and_at_the_ministry():
    """26/2026/QĐ-TTg, article 5."""
    rounds = regulation(DECISION_26).rounds.order_by("-level", "number")

    assert [(row.level, *row.dates_in(2027)) for row in rounds] == [
        (Authority.PROVINCE, date(2027, 4, 30), date(2027, 6, 30)),
        (Authority.PROVINCE, date(2027, 10, 30), date(2027, 12, 30)),
        (Authority.MINISTRY, date(2027, 7, 30), date(2027, 9, 30)),
        (Authority.MINISTRY, date(2027, 1, 30), date(2027, 3, 30)),
    ]


def test_grounds_of_revocation_are_the_letters_of_article_8():
    letters = regulation(DECISION_26).revocationgrounds.values_list("letter", flat=True)

    assert list(letters) == ["a", "b", "c", "d", "đ", "e"]


def test_notice_30_days_before_expiry_is_what_decision_148_is_said_to_ask():
    for code in (DECISION_148, AMENDED):
        notice = period_of(regulation(code), Clock.NOTICE)
        assert (notice.amount, notice.mark) == (30, Certainty.TOLD)


# --- What is not known is not there -----------------------------------------------------------


def test_what_a_regulation_does_not_say_has_no_row():
    silent = {OLD: set(Clock) - {Clock.VALIDITY}, DECISION_26: {Clock.NOTICE}}
    for code in (DECISION_148, AMENDED):
        silent[code] = set(Clock) - {Clock.VALIDITY, Clock.NOTICE}

    for code, clocks in silent.items():
        assert all(period_of(regulation(code), clock) is None for clock in clocks), code


@pytest.mark.parametrize("code", [OLD, DECISION_148, AMENDED])
def test_older_decisions_have_no_invented_rounds_grounds_or_criteria_and_say_what_lacks(code):
    older = regulation(code)

    assert not older.rounds.exists()
    assert not older.revocationgrounds.exists()
    assert not CriteriaSet.objects.filter(regulation=older).exists()
    assert older.set_count is None
    assert older.note


def test_regulations_loaded_twice_are_there_once():
    before = {row.pk: str(row) for row in Regulation.objects.all()}

    call_command("loaddata", "regulations", verbosity=0)

    assert {row.pk: str(row) for row in Regulation.objects.all()} == before
