"""What the rows of a list refer to is read for many at once, however the rows are asked for."""

from unittest import mock

import pytest

from products.models import Certificate
from programs import completing
from programs.completing import attached, completed, joined
from programs.models import Unit
from tests.support.factories import make_commune, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def communes():
    unit = make_unit()
    return [make_commune(unit, name=f"Xã {number}") for number in range(5)]


@pytest.fixture
def lots():
    """The lots that a step was given, by their names."""
    return []


@pytest.fixture
def rows(communes, lots):
    def note(lot):
        lots.append([row.name for row in lot])
        for row in lot:
            row.told = f"{row.name}!"

    return completed(Unit.objects.filter(pk__in=[each.pk for each in communes]), note)


NAMES = [f"Xã {number}" for number in range(5)]


@pytest.mark.parametrize(
    "read",
    [list, lambda rows: list(rows.iterator(chunk_size=2)), lambda rows: list(rows.filter()[:5])],
)
def test_rows_are_completed_however_they_are_read(rows, lots, read):
    assert [row.told for row in read(rows.order_by("pk"))] == [f"{name}!" for name in NAMES]
    assert lots == [NAMES]


def test_a_long_list_is_completed_in_lots(rows, lots):
    with mock.patch.object(completing, "LOT", 2):
        assert len(list(rows.order_by("pk").iterator(chunk_size=5))) == 5

    assert [len(lot) for lot in lots] == [2, 2, 1]


def test_values_and_counts_complete_nothing(rows, lots):
    assert len(rows.values_list("name")) == rows.count() == 5
    assert rows.filter(name="none").first() is None
    assert lots == []


def test_steps_follow_each_other_and_the_rows_asked_from_stay_as_they_were(rows, lots):
    def shout(lot):
        for row in lot:
            row.told = row.told.upper()

    before, after = rows, completed(rows, shout)

    assert after.get(name="Xã 1").told == "XÃ 1!"
    assert before.get(name="Xã 1").told == "Xã 1!"


def test_what_comes_first_comes_before_the_steps_known(rows):
    def name(lot):
        for row in lot:
            row.name = row.name.upper()

    assert {row.told for row in completed(rows, name, first=True)} == {
        f"{n.upper()}!" for n in NAMES
    }


def test_what_many_rows_refer_to_is_one_object_read_by_one_query(
    communes, django_assert_num_queries
):
    rows = Unit.objects.filter(pk__in=[each.pk for each in communes])

    with django_assert_num_queries(3):  # the rows, their unit, its province
        found = list(attached(rows.select_related("parent__parent")))
        parents = {id(row.parent) for row in found}
        assert {row.parent.parent for row in found} == {communes[0].parent.parent}

    assert len(parents) == 1


@pytest.mark.parametrize("most", [0, 20_000])
def test_what_is_empty_stays_empty_and_what_was_let_go_is_read_again(most):
    people = [make_user("DO"), make_user("PA"), make_user("DL")]
    rows = type(people[0]).objects.order_by("pk").select_related("unit")

    with mock.patch.object(completing, "MOST_KNOWN", most), mock.patch.object(completing, "LOT", 1):
        assert [row.unit for row in attached(rows)] == [person.unit for person in people]


def test_a_row_that_refers_to_this_one_stays_joined():
    rows = attached(Certificate.objects.select_related("lapse", "product"))

    assert rows.query.select_related == {"lapse": {}}


def test_rows_that_join_nothing_are_left_alone():
    rows = Unit.objects.all()

    assert attached(rows) is rows


def test_a_join_reads_what_it_names_and_the_rest_when_asked(communes, django_assert_num_queries):
    rows = joined(Unit.objects.filter(pk=communes[0].pk), "parent__name", "parent__parent__name")

    with django_assert_num_queries(1):
        row = rows.get()
        assert [row.code, row.parent.name, row.parent.parent.name] == [
            communes[0].code,
            communes[0].parent.name,
            communes[0].parent.parent.name,
        ]
    with django_assert_num_queries(1):
        assert row.parent.code == communes[0].parent.code
