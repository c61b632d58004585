"""One act on many rows: which are done, which are left out and why, and twice the same form."""

import uuid

import pytest

from programs.bulk import BulkAction, Outcome, run, weigh
from programs.models import Campaign
from programs.workflow import StepRefused
from tests.support.factories import make_campaign

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def late(row, _user):
    return "Đã quá hạn." if row.year < 2024 else ""


def rename(row, _user, answers, _key):
    """Writes first and then refuses, as an effect may; the gate of scope is `visible_to`."""
    Campaign.objects.filter(pk=row.pk).update(issuer=answers["issuer"])
    if row.number == 13:
        raise StepRefused("Số xấu.", status=422)
    if row.number == 14:
        raise Campaign.DoesNotExist
    if row.number == 15:
        raise ZeroDivisionError


def action(act=rename, **facts):
    return BulkAction("rename", "đổi", "Đã đổi", frozenset(), late, act, **facts)


def carry_out(rows, act=rename, key=None, **facts):
    return run(action(act, **facts), rows, None, {"issuer": "Sở B"}, key)


def renamed():
    return set(Campaign.objects.filter(issuer="Sở B"))


@pytest.fixture
def rows():
    return [make_campaign(number=number) for number in (12, 13, 14)]


def test_rows_are_weighed_before_anything_is_done():
    old, new = make_campaign(year=2023), make_campaign(year=2024)

    assert weigh(action(), [old, new], None) == ([new], [(old, "Đã quá hạn.")])
    assert not renamed()


def test_each_row_stands_for_itself_and_those_left_out_say_why(rows):
    outcome = carry_out(rows)

    assert outcome.done == [str(rows[0])]
    assert outcome.skipped == [
        (str(rows[1]), "Số xấu."),
        (str(rows[2]), "Dòng này không còn trong phạm vi bạn được xem."),
    ]


def test_what_a_row_that_is_left_out_had_written_is_undone(rows):
    carry_out(rows)

    assert renamed() == {rows[0]}


def test_a_fault_of_the_program_is_no_reason_to_leave_a_row_out():
    with pytest.raises(ZeroDivisionError):
        carry_out([make_campaign(number=15)])
    assert not renamed()


def test_no_rows_are_an_outcome_of_nothing():
    assert carry_out([]) == carry_out([], together=str) == Outcome([], [])


def test_rows_are_called_as_the_act_calls_them(rows):
    outcome = carry_out(rows[:2], said=lambda row: f"số {row.number}")

    assert (outcome.done, outcome.skipped) == (["số 12"], [("số 13", "Số xấu.")])


# --- The key of the form -------------------------------------------------------------------------


def keys_of(rows, key, **facts):
    found = []
    carry_out(rows, lambda _row, _user, _answers, key: found.append(key), key, **facts)
    return found


def test_each_row_has_its_own_key_which_is_the_same_whenever_the_form_is_sent_again(rows):
    key = uuid.uuid4()

    assert keys_of(rows, key) == keys_of(rows[::-1], key)[::-1]
    assert len({*keys_of(rows, key), *keys_of(rows, uuid.uuid4())}) == 6


def test_a_form_without_a_key_gives_its_rows_none(rows):
    assert keys_of(rows, None) == [None] * 3


# --- Several rows in one act ---------------------------------------------------------------------


def test_rows_that_belong_together_are_one_act_with_one_key():
    years = [make_campaign(year=year) for year in (2024, 2025, 2024)]
    given, key = [], uuid.uuid4()

    def act(members, _user, _answers, _key):
        given.append([row.pk for row in members])

    outcome = carry_out(years, act, key, together=lambda row: row.year)

    assert given == [[years[0].pk, years[2].pk], [years[1].pk]]
    assert outcome.done == [str(years[0]), str(years[2]), str(years[1])]
    assert len(keys_of(years, key, together=lambda row: row.year)) == 2


def test_a_joint_act_that_is_refused_leaves_all_its_rows_out_with_the_same_reason(rows):
    def act(members, _user, _answers, _key):
        Campaign.objects.filter(pk=members[0].pk).update(issuer="Sở B")
        raise StepRefused("Thiếu số.")

    outcome = carry_out(rows, act, together=lambda row: row.year)

    assert outcome == Outcome([], [(str(row), "Thiếu số.") for row in rows])
    assert not renamed()


def test_what_a_joint_act_would_not_be_done_to_is_taken_out_of_it_first():
    old, new = make_campaign(year=2023), make_campaign(year=2024)
    given = []

    def act(members, _user, _answers, _key):
        given.extend(members)

    outcome = carry_out([old, new], act, together=lambda _row: 1)

    assert given == [new]
    assert outcome == Outcome([str(new)], [(str(old), "Đã quá hạn.")])
