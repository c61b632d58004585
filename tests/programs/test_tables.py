"""A table's definition: its head, its order by what a reader chose, what it takes of an address."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import django_filters
import pytest
from django.http import QueryDict

from programs.enums import CampaignKind, CampaignState, Role, Tone
from programs.forms.listings import ListFilter
from programs.tables import (
    Column,
    Listing,
    Table,
    by_label,
    head_lines,
    in_words,
    labelled,
    moment,
)


class YearFilter(ListFilter):
    year = django_filters.CharFilter()
    state = django_filters.CharFilter()


COLUMNS = (
    Column("year", "Năm", sort="year"),
    Column("kind", "Loại", sort="kind"),
    Column("unit", "Đơn vị", sort="unit__name", shown=False),
    Column("due", "Hạn", sort="due_at"),
    Column("note", "Ghi chú"),
)
LIST = Listing("dot", "Đợt", "x", COLUMNS, None, YearFilter, order=("-year", "kind", "pk"))


# --- The head ----------------------------------------------------------------------------------


def columns(*paths):
    return [
        Column(path, path.rpartition("/")[2], group=tuple(path.split("/")[:-1])) for path in paths
    ]


@pytest.mark.parametrize(
    ("paths", "lines"),
    [
        (["A", "B"], [[("A", 1, 1), ("B", 1, 1)]]),
        (["A", "G/B", "G/C"], [[("A", 1, 2), ("G", 2, 1)], [("B", 1, 1), ("C", 1, 1)]]),
        (["A", "A"], [[("A", 1, 1), ("A", 1, 1)]]),
        (
            ["G/A", "B", "G/C"],
            [[("G", 1, 1), ("B", 1, 2), ("G", 1, 1)], [("A", 1, 1), ("C", 1, 1)]],
        ),
        (
            ["A", "G/B", "G/H/C", "G/H/D"],
            [[("A", 1, 3), ("G", 3, 1)], [("B", 1, 2), ("H", 2, 1)], [("C", 1, 1), ("D", 1, 1)]],
        ),
        (
            ["G/H/A", "K/H/B"],
            [[("G", 1, 1), ("K", 1, 1)], [("H", 1, 1)] * 2, [("A", 1, 1), ("B", 1, 1)]],
        ),
    ],
)
def test_neighbours_share_what_stands_above_them_and_a_title_reaches_to_the_bottom(paths, lines):
    assert head_lines(columns(*paths)) == lines


@pytest.mark.parametrize(
    ("group", "path"),
    [("", ("Số",)), ("Sản phẩm", ("Sản phẩm", "Số")), (("A", "", "B"), ("A", "B", "Số"))],
)
def test_a_group_is_a_line_or_lines_over_the_title_and_an_empty_one_is_none(group, path):
    assert Column("n", "Số", group=group).path == path


@pytest.mark.parametrize(("rows", "totals", "bad"), [(((1, 2), (1,)), (), 2), (((1, 2),), (3,), 2)])
def test_a_row_with_a_cell_too_few_is_told_to_the_programmer_by_its_number(rows, totals, bad):
    with pytest.raises(ValueError, match=f"Row {bad} has 1 cells for 2 columns"):
        Table("Bảng", COLUMNS[:2], rows, totals=totals)


def test_totals_stand_below_the_rows_and_no_totals_are_no_line():
    assert Table("Bảng", COLUMNS[:1], ((1,), (2,)), totals=(3,)).body == ((1,), (2,), (3,))
    assert Table("Bảng", COLUMNS[:1], ((1,), (2,))).body == ((1,), (2,))


# --- What a reader chose -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ("-year", "kind", "pk")),
        ("due", ("due_at", "-year", "kind", "pk")),
        ("-unit", ("-unit__name", "-year", "kind", "pk")),
        ("year", ("year", "kind", "pk")),
        ("kind,-due", ("kind", "-due_at", "-year", "pk")),
        ("due,-due", ("due_at", "-year", "kind", "pk")),
        ("due_at", ("-year", "kind", "pk")),
        ("note,--due", ("-year", "kind", "pk")),
        ("unit,due,kind,-year", ("unit__name", "due_at", "kind", "-year", "pk")),
        ("unit,due,kind,year", ("unit__name", "due_at", "kind", "-year", "pk")),
    ],
)
def test_what_a_reader_sorts_by_comes_first_three_columns_at_most(asked, order):
    assert LIST.order_of(QueryDict(f"sap={asked}")) == order


def test_sorts_may_stand_in_one_text_or_in_several():
    assert LIST.sorting(QueryDict("sap=-due&sap=kind")) == LIST.sorting({"sap": "-due,kind"})


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("", ["year", "kind", "due", "note"]),
        ("cot=unit&cot=year", ["year", "unit"]),
        ("cot=password", ["year", "kind", "due", "note"]),
        ("cot=password&cot=unit", ["unit"]),
    ],
)
def test_chosen_columns_stand_in_the_order_of_the_list(asked, keys):
    assert [column.key for column in LIST.shown(QueryDict(asked))] == keys


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("year=2024&state=&sau=12&page=3", "year=2024"),
        ("cot=year&sap=-due&cot=due&year=2024", "year=2024&sap=-due&cot=year&cot=due"),
        ("password=x&year=", ""),
    ],
)
def test_an_address_is_kept_for_what_the_list_knows_of_it_alone(asked, kept):
    assert LIST.query(QueryDict(asked)).urlencode() == kept


def test_acts_are_offered_to_their_roles():
    acts = [SimpleNamespace(roles={Role.PROVINCE_ADMIN}), SimpleNamespace(roles=set())]
    listing = Listing("dot", "Đợt", "x", COLUMNS, None, YearFilter, ("pk",), actions=tuple(acts))

    assert listing.actions_for(SimpleNamespace(role=Role.PROVINCE_ADMIN)) == acts[:1]
    assert listing.actions_for(SimpleNamespace(role=Role.OBSERVER)) == []


# --- Cells -------------------------------------------------------------------------------------


def test_cells_are_read_by_the_chosen_columns_or_by_all():
    row = SimpleNamespace(year=2024, kind="plan", unit="A", due=None, note="")

    assert list(LIST.cells([row], COLUMNS[:2])) == [(2024, "plan")]
    assert LIST.table([row]).rows == ((2024, "plan", "A", None, ""),)


def test_an_instant_is_the_clock_here_without_a_zone_or_parts_of_a_second():
    late = datetime(2024, 3, 31, 17, 0, 0, 999, tzinfo=UTC)

    assert moment(late) == datetime(2024, 4, 1)  # noqa: DTZ001
    assert moment(late - timedelta(seconds=1)).day == 31
    assert moment(None) is None


def test_a_choice_is_read_as_its_label_and_an_empty_one_as_nothing():
    say = labelled(CampaignKind)

    assert say("half_year") == "báo cáo 6 tháng"
    assert say("") == ""
    assert in_words(Column("kind", "Loại"), say("half_year")) == "Báo cáo 6 tháng"
    assert in_words(Column("name", "Tên đăng nhập"), "cb.sontay") == "cb.sontay"
    assert by_label({CampaignState.OPEN: Tone.GOOD}) == {"đang mở": "good"}
