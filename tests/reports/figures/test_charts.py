"""What is drawn stands for what is told: heights from zero, the table beside, tiles in steps."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from products.models import Certificate
from programs.models import Unit
from reports.figures.certificates import Ending, Endings, Held, endings
from reports.figures.charts import HEIGHT, chart_of_months, chart_of_years
from reports.figures.figure import Figure, change
from reports.figures.units import TOP, tile_map
from tests.support.factories import make_certificate, make_dossier, make_unit

pytestmark = pytest.mark.pg

TODAY = date(2026, 11, 28)


def ends(*days):
    return [Ending(date(*day), count, 0, missed) for *day, count, missed in days]


def held(*counts):
    years = range(2026 - len(counts) + 1, 2026)
    days = [*(date(year, 12, 31) for year in years), TODAY]
    return Held({day: Counter(each) for day, each in zip(days, counts, strict=True)})


def test_the_pieces_of_a_column_stand_on_each_other_from_zero():
    chart = chart_of_years(held({3: 6, 4: 2}, {3: 2, 5: 2}))

    first, second = chart.bars
    assert [(mark.colour, mark.height) for mark in first.marks] == [("s3", "84.0"), ("s4", "28.0")]
    assert [mark.top for mark in first.marks] == ["28.0", "0.0"]
    assert (first.height, second.height) == (HEIGHT, HEIGHT // 2)
    assert chart.rows == [("2025", 6, 2, 0, 8), ("2026", 2, 0, 2, 4)]


def test_years_before_the_first_certificate_are_left_out():
    chart = chart_of_years(held({}, {}, {3: 1}, {3: 2}))

    assert [bar.label for bar in chart.bars] == ["2025", "2026"]


def test_months_are_twelve_from_this_one_and_what_is_too_late_is_amber():
    days = ends((2026, 12, 15, 4, 3), (2027, 10, 31, 1, 0))

    chart = chart_of_months(Endings(TODAY, days, has_window=True))

    assert [bar.label for bar in chart.bars] == ["11", "12", *map(str, range(1, 11))]
    assert [(mark.colour, mark.height) for mark in chart.bars[1].marks] == [
        ("sh", "84.0"),
        ("s4", "28.0"),
    ]
    assert (chart.rows[1], chart.rows[-1]) == (("12/2026", 4, 3), ("10/2027", 1, 0))


def test_a_law_without_a_last_day_to_apply_has_no_amber():
    chart = chart_of_months(Endings(TODAY, ends((2026, 12, 15, 4, 0)), has_window=False))

    assert (chart.key, chart.head) == ([], ("Tháng", "Giấy"))


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "missed"), [(119, 1), (120, 0), (121, 0)])
def test_the_law_says_until_when_one_is_in_time(days, missed):
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        make_certificate(expires_on=TODAY + timedelta(days=days))

        [found] = endings(Certificate.objects.all()).days

    assert found.missed == missed


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "missed"), [("draft", 1), ("forwarded", 0), ("withdrawn", 1)])
def test_who_has_handed_in_is_not_too_late(state, missed):
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        paper = make_certificate(expires_on=TODAY + timedelta(days=30))
        make_dossier(paper.product, state=state, kind="re_evaluation", certificate=paper)

        [found] = endings(Certificate.objects.all()).days

    assert found.missed == missed


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_what_ends_costs_four_queries(count, django_assert_num_queries):
    call_command("loaddata", "regulations", verbosity=0)
    for number in range(count):
        make_certificate(expires_on=timezone.localdate() + timedelta(days=40 + number))

    with django_assert_num_queries(4):  # regulations, periods, extensions, days
        endings(Certificate.objects.all())


# --- Figures -----------------------------------------------------------------------------------


def test_the_line_of_a_figure_runs_from_its_least_to_its_greatest_value():
    figure = Figure("held", "Còn hiệu lực", 9, line=(1, 5, 9))

    assert figure.points == "0.0,7.5 50.0,4.2 100.0,1.0"


@pytest.mark.parametrize("line", [(4,), (4, 4)])
def test_a_line_that_does_not_change_is_level(line):
    points = Figure("held", "Còn hiệu lực", 4, line=line).points

    assert {point.split(",")[1] for point in points.split()} == {"7.5"}


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(9, 4, ("+5", "up")), (4, 9, ("−5", "down")), (1204, 4, ("+1.200", "up")), (4, 4, ("", ""))],
)
def test_a_change_has_its_sign_and_tone(now, before, words):
    note = change(now, before, "từ đầu năm")

    assert (note.marked, note.tone) == words
    assert note.text.endswith("từ đầu năm")


# --- Units -------------------------------------------------------------------------------------


def unit(name, row=None, column=None):
    return Unit(pk=hash(name), name=name, kind="huyen", map_row=row, map_column=column)


def test_units_that_all_have_a_place_of_their_own_make_a_map():
    counts = [(unit("A", 1, 1), 5), (unit("B", 1, 2), 24), (unit("C", 2, 1), 14)]

    shown = tile_map(counts)

    assert shown.is_map
    assert [(tile.unit.name, tile.step) for tile in shown.tiles] == [("A", 1), ("B", 5), ("C", 3)]
    assert shown.title == "Huyện B nhiều nhất, Huyện A ít nhất"


@pytest.mark.parametrize("place", [(None, None), (1, 1)])
def test_one_without_a_place_or_two_in_one_make_a_list_the_greatest_first(place):
    shown = tile_map([(unit("A", 1, 1), 5), (unit("B", *place), 10)])

    assert not shown.is_map
    assert [(tile.unit.name, tile.share) for tile in shown.tiles] == [("B", 100), ("A", 50)]


def test_units_of_one_number_have_one_colour():
    shown = tile_map([(unit("A", 1, 1), 0), (unit("B", 1, 2), 0)])

    assert {tile.step for tile in shown.tiles} == {1}


def test_a_long_list_shows_the_greatest_and_opens_the_others():
    shown = tile_map([(unit(f"{number}"), number) for number in range(96)])

    assert [tile.count for tile in shown.top] == list(range(95, 95 - TOP, -1))
    assert len(shown.others) == 96 - TOP


@pytest.mark.django_db
def test_the_districts_of_2024_have_places_of_their_own_and_a_second_load_keeps_them():
    call_command("loaddata", "units", verbosity=0)
    call_command("loaddata", "units", verbosity=0)

    districts = Unit.objects.filter(parent__code="51", valid_to=date(2025, 6, 30))
    places = set(districts.values_list("map_row", "map_column"))

    assert len(places) == len(districts) == 13
    assert (None, None) not in places
    assert make_unit().map_row is None
