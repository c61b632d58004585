"""What the rows of a list refer to is read for many at once, however the rows are asked for."""

from unittest import mock

import pytest

from products.models import Certificate
from programs import completing
from programs.completing import Keys, Telling, attached, completed, joined, plain, reading
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


# --- Rows as plain values ----------------------------------------------------------------------


def greet(facts):
    return [(f"{parent}: {name}!", len(name)) for name, parent in facts]


GREETING = Telling(("told", "length"), ("name", "parent__name"), greet)


@pytest.fixture
def told(communes):
    rows = Unit.objects.filter(pk__in=[each.pk for each in communes]).order_by("pk")
    return completed(joined(rows, "parent__name"), GREETING)


def lines(rows, *fields):
    places, lines = plain(rows, fields)
    return [tuple(line[places[field]] for field in fields) for line in lines]


def test_plain_values_are_told_what_objects_are(communes, told):
    fields = ("length", "name", "told", "parent__name")
    unit = communes[0].parent.name

    with mock.patch.object(completing, "LOT", 2):
        assert lines(told, *fields) == [reading(*fields)(row) for row in told]
    assert lines(told, "told", "length") == [(f"{unit}: {name}!", 4) for name in NAMES]


def test_plain_values_are_read_by_one_query_and_told_only_what_is_asked(
    told, django_assert_num_queries
):
    with (
        django_assert_num_queries(1),
        mock.patch(f"{__name__}.greet", side_effect=AssertionError),
    ):
        assert lines(told, "name") == [(name,) for name in NAMES]


def test_a_field_of_nothing_is_nothing(communes):
    province = communes[0].parent.parent

    assert reading("parent__name")(province) is None
    assert reading("parent__name", "parent__kind")(province) == (None, None)
    assert reading("name", "parent__parent__name")(province) == (province.name, None)
    assert reading("name", "code")(province) == (province.name, province.code)


def test_keys_find_what_a_list_of_them_finds(communes):
    keys = [each.pk for each in communes[:3]]

    for few in ([], keys[:1], keys):
        found = Unit.objects.filter(pk__in=Keys(few)).order_by("pk")
        assert [unit.pk for unit in found] == few
    assert set(Unit.objects.filter(parent__in=Keys([communes[0].parent_id]))) >= set(communes)
