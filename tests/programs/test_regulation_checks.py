"""`manage.py check_regulations`: what it counts, and that a broken sum stops it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.regulation_checks import check_regulations
from tests.support.factories import make_criteria_set, make_regulation
from tests.support.rows import make_gate

pytestmark = pytest.mark.django_db


def run():
    """(what is printed, whether the command exits with 1)."""
    printed = StringIO()
    try:
        call_command("check_regulations", stdout=printed)
    except CommandError:
        return printed.getvalue(), True
    return printed.getvalue(), False


def test_the_law_as_shipped_is_whole():
    call_command("loaddata", "product_sets", "regulations", verbosity=0)
    call_command("load_criteria", stdout=StringIO())

    printed, failed = run()

    assert not failed
    assert "LỖI" not in printed
    assert (
        "26/2026/QĐ-TTg (26-2026): 26 bộ, 787 tiêu chí, 2579 phương án, "
        "575 mức tối thiểu (3 sao 179, 4 sao 290, 5 sao 106); 62 chỗ còn nghi ngờ\n" in printed
    )
    assert "148/QĐ-TTg (148-2023): 0 bộ, 0 tiêu chí" in printed
    assert printed.count("chưa nạp bộ tiêu chí") == 3


def test_a_regulation_whose_sets_are_not_loaded_fails():
    make_regulation(set_count=26)

    printed, failed = run()

    assert failed
    assert "LỖI  số bộ tiêu chí: 0 (cần 26)\n" in printed


def test_a_regulation_whose_number_of_sets_is_not_known_passes_without_any():
    make_regulation()

    assert not run()[1]


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ((60, 39), "A ghi tối đa 100 điểm, các tiêu chí thuộc nó cộng lại là 99."),
        ((60, 41), "A ghi tối đa 100 điểm, các tiêu chí thuộc nó cộng lại là 101."),
    ],
)
def test_a_broken_sum_fails_and_names_the_criterion(points, fault):
    criteria_set = make_criteria_set(points=points)

    printed, failed = run()

    number = criteria_set.product_set.number
    assert failed
    assert f"LỖI  bộ tiêu chí sai: 1 (cần 0); bộ {number}, tiêu chí A: {fault}\n" in printed


def test_parts_that_do_not_make_100_fail():
    make_regulation().parts.update(max_points=99)

    assert "LỖI  tổng điểm các phần: 99 (cần 100)\n" in run()[0]


def test_bands_that_do_not_follow_each_other_fail():
    bands = make_regulation().starbands
    bands.filter(star=4).update(lower=49)

    assert (
        "LỖI  khoảng điểm của các hạng không nối nhau từ 0: 1 (cần 0); 4 sao từ 49.00 điểm\n"
        in run()[0]
    )
    bands.filter(star=5).delete()
    assert "LỖI  hạng sao: 1 2 3 4 (cần 1 2 3 4 5)\n" in run()[0]


@pytest.mark.parametrize("sets", [1, 3])
def test_checks_cost_the_same_queries_however_many_sets(sets, django_assert_num_queries):
    regulation = make_regulation()
    for _ in range(sets):
        make_criteria_set(regulation)

    with django_assert_num_queries(7):
        check_regulations()


@pytest.mark.parametrize(
    ("place", "is_wrong"),
    [((0, ""), False), ((0, "1.1"), False), ((1, ""), True), ((0, "9.9"), True), ((0, "A"), True)],
)
def test_a_gate_stands_beside_a_set_or_a_scored_criterion_of_its_regulation(place, is_wrong):
    criteria_set = make_criteria_set(points=(60, 40))
    off, code = place
    number = criteria_set.product_set.number + off
    make_gate(regulation=criteria_set.regulation, places=[[number, code]])

    assert (f"forged: bộ {number}, tiêu chí {code or '–'}" in run()[0]) == is_wrong
