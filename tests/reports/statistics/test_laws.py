"""What holds of every statistic: a number is as many rows as its list has, totals are their own."""

from datetime import date
from itertools import combinations
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F
from django.http import QueryDict
from django.urls import resolve

from products.models import Certificate
from programs.enums import Role
from reports.builders.statistic import statistic
from reports.periodic.counting import COUNTINGS, Scope
from reports.statistics.counting import Asked, Way, cross
from reports.statistics.subjects import (
    CERTIFICATE_FIGURES,
    PRODUCER_FIGURES,
    PRODUCT_FIGURES,
    SUBJECTS,
)
from tests.support.factories import make_certificate, make_product, make_unit, make_user
from tests.support.reorganising import SECOND, end, make_change
from tests.support.statistics import fill

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _day():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def units():
    pair = (make_unit(), make_unit())
    fill(*pair)
    return pair


def asked(subject, rows, across=None, measure="rows", **query):
    dimensions = {each.name: each for each in subject.dimensions}
    measures = {each.name: each for each in subject.measures}
    params = QueryDict(mutable=True)
    params.update(query)
    return Asked(
        subject,
        dimensions[rows],
        across and dimensions[across],
        measures[measure],
        subject.query(params),
    )


def pairs(subject):
    names = [each.name for each in subject.dimensions]
    return [*combinations(names, 2), *((name, None) for name in names)]


class Lists:
    """What is behind a number: the list at its address, each address asked once."""

    def __init__(self, user):
        self.user, self.known = user, {}

    def opened(self, url):
        if url not in self.known:
            parts = urlsplit(url)
            listing = resolve(parts.path).kwargs["listing"]
            self.known[url] = listing.filter(self.user, QueryDict(parts.query))
        return self.known[url]

    def told(self, measure, url):
        if not url:
            return 0
        bound, rows = self.opened(url)
        if measure.way is Way.ROWS:
            return rows.count()
        made = measure.field(bound) if callable(measure.field) else F(measure.field)
        values = list(rows.order_by().annotate(told=made).values_list("told", flat=True))
        if measure.way is Way.DISTINCT:
            return len({*values} - {None})
        return sum(value or 0 for value in values)


def places(found):
    for line in (None, *found.lines):
        for column in (None, *found.columns):
            yield line, column


# How many rows lie on the ground of a split that nobody has decided, by subject and dimension.
UNDECIDED = {
    ("giay", "unit"): 2,
    ("giay", "unit_then"): 1,
    ("san-pham", "unit"): 2,
    ("chu-the", "unit"): 3,
}
WIDE = {"giay": {"status": "issued"}}


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_each_number_is_told_by_the_rows_that_it_opens(subject, units):
    user = make_user(Role.PROVINCE_STAFF)
    lists, seen = Lists(user), 0
    for rows, across in pairs(subject):
        question = asked(subject, rows, across, **WIDE.get(subject.name, {}))
        found = cross(question, user)
        assert found.number() == lists.told(question.measure, found.url()) > 0
        for line, column in places(found):
            number, url = found.number(line, column), found.url(line, column)
            assert lists.told(question.measure, url) == number, (rows, across, url)
            seen += bool(number)
    assert seen > len(pairs(subject))


@pytest.mark.parametrize(
    ("subject", "measure"),
    [(subject, measure.name) for subject in SUBJECTS for measure in subject.measures[1:]],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_is_told_of_rows_is_told_of_exactly_those_rows(subject, measure, units):
    user = make_user(Role.OBSERVER)
    lists, names = Lists(user), [each.name for each in subject.dimensions]
    for rows, across in zip(names, [*names[1:], names[0]], strict=True):
        question = asked(subject, rows, across, measure)
        found = cross(question, user)
        for line, column in places(found):
            expected = lists.told(question.measure, found.url(line, column))
            assert (found.number(line, column) or 0) == expected, (rows, across)
        assert found.number() > 0


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_cells_add_up_to_the_total_but_for_rows_of_an_undecided_split(subject, units):
    user = make_user(Role.PROVINCE_STAFF)
    for rows, across in pairs(subject):
        found = cross(asked(subject, rows, across), user)
        lines = sum(found.number(line) for line in found.lines)
        twice = UNDECIDED.get((subject.name, rows), 0)
        assert lines == found.number() + twice, (rows, across)
        for line in found.lines if across and (subject.name, across) not in UNDECIDED else ():
            cells = [found.number(line, column) for column in found.columns]
            assert sum(cells) == found.number(line), (rows, across, line)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_part_without_rows_is_zero_and_opens_an_empty_list(subject, units):
    user = make_user(Role.PROVINCE_STAFF)
    for rows, _ in pairs(subject):
        question = asked(subject, rows)
        found = cross(question, user)
        for line in found.lines:
            if not found.number(line):
                query = question.query.copy()
                query.update(line.query)
                assert not subject.listing.filter(user, query)[1].exists()


def test_a_row_of_an_undecided_split_counts_for_both_units_and_once_in_the_total(units):
    found = cross(
        asked(CERTIFICATE_FIGURES, "unit", status="issued"), make_user(Role.PROVINCE_STAFF)
    )
    numbers = {line.key: found.number(line) for line in found.lines}

    assert sum(numbers[unit.pk] for unit in units) == found.number() + 2
    assert found.number() == Certificate.objects.count()
    assert statistic(found).notes[0].startswith("2 giấy ở xã đã chia")


def test_then_and_now_are_the_unit_of_the_day_of_issue_and_of_the_day_that_is_asked(units):
    first, second = units
    user = make_user(Role.PROVINCE_STAFF)
    question = {"issued_from": "31/12/2024", "issued_to": "31/12/2024", "status": "issued"}

    def where(rows):
        found = cross(asked(CERTIFICATE_FIGURES, rows, **question), user)
        return {line.key: found.number(line) for line in found.lines if found.number(line)}

    assert where("unit_then") == {first.pk: 1}
    assert where("unit") == {second.pk: 1}


def test_a_producer_of_two_units_counts_in_each_and_once_in_the_total(units):
    found = cross(
        asked(CERTIFICATE_FIGURES, "unit", "star", "producers"), make_user(Role.PROVINCE_STAFF)
    )
    four = next(column for column in found.columns if column.key == 4)

    assert [found.number(line, four) for line in found.lines] == [1, 1]
    assert found.number(column=four) == 1
    assert "một lần" in statistic(found).notes[0]


def test_people_of_a_unit_count_their_own_ground_by_commune(units):
    user = make_user(Role.UNIT_OFFICER, unit=units[0])
    lists = Lists(user)

    for rows in ("unit", "unit_then", "star"):
        found = cross(asked(CERTIFICATE_FIGURES, rows, status="issued"), user)
        assert 0 < found.number() < Certificate.objects.count()
        for line, _ in places(found):
            assert lists.told(found.asked.measure, found.url(line)) == found.number(line)
    communes = {commune.pk for commune in units[0].children.all()}
    found = cross(asked(CERTIFICATE_FIGURES, "unit"), user)
    assert {line.key for line in found.lines} <= communes


def test_people_of_a_unit_that_is_gone_count_what_was_issued_later_by_who_took_it_over():
    units = make_change({"Đông": "A", "Nam": "A B", "Tây": "B"})
    district = units["Đông"].parent
    end([district, *district.children.filter(valid_to=None)], SECOND)
    for name in ("Đông", "Tây"):
        product = make_product(commune=units[name])
        make_certificate(product, issued_on=date(2022, 5, 5))
        make_certificate(product, issued_on=date(2026, 1, 1))
    user = make_user(Role.UNIT_OFFICER, unit=district)
    lists = Lists(user)

    found = cross(asked(CERTIFICATE_FIGURES, "unit_then", status="issued"), user)

    numbers = {line.key: found.number(line) for line in found.lines}
    assert numbers == {units[name].pk: 1 for name in ("Đông", "Tây", "A", "B")}
    assert found.number() == 4
    for line in found.lines:
        assert lists.told(found.asked.measure, found.url(line)) == 1
    assert statistic(found).notes == ()


def test_rows_that_are_of_no_line_are_told_with_their_number():
    """Recorded where two communes became one: nobody knows from which of them it was before."""
    units = make_change({"Đông": "A", "Tây": "A"})
    end([units["Đông"].parent], SECOND)
    make_certificate(make_product(commune=units["A"]), issued_on=date(2024, 5, 5))
    user = make_user(Role.UNIT_OFFICER, unit=units["A"])

    found = cross(asked(CERTIFICATE_FIGURES, "unit_then", status="issued"), user)

    assert (found.number(), found.lines) == (1, [])
    (note,) = statistic(found).notes
    assert note.startswith("1 giấy có trong tổng mà không thuộc dòng nào")


# Typed on TODAY: without a paper nothing is known of before.
@pytest.mark.parametrize(
    ("day", "products", "producers"),
    [
        ("31/12/2018", 0, 0),
        ("31/12/2021", 3, 3),
        ("31/12/2022", 4, 3),
        ("19/05/2026", 11, 10),
        ("20/05/2026", 15, 14),
    ],
)
def test_a_past_day_counts_what_the_register_knew_by_then(units, day, products, producers):
    user = make_user(Role.PROVINCE_STAFF)
    lists = Lists(user)

    for subject, number in ((PRODUCT_FIGURES, products), (PRODUCER_FIGURES, producers)):
        for rows in ("unit", "star" if subject is PRODUCT_FIGURES else "kind"):
            found = cross(asked(subject, rows, day=day), user)
            lines = sum(found.number(line) for line in found.lines)
            assert found.number() == number, (subject.name, rows)
            assert lines == number + found.repeated
            assert lists.told(found.asked.measure, found.url()) == number
            assert len(found.lines) > 1
            is_past = day != "20/05/2026"
            assert any("theo sổ hôm nay" in note for note in statistic(found).notes) == is_past
    made = cross(asked(PRODUCER_FIGURES, "kind", measure="products", day=day), user)
    assert made.number() == products


def test_products_of_producers_are_those_in_the_register_or_those_in_force(units):
    user = make_user(Role.PROVINCE_STAFF)
    make_product(producer=make_certificate().product.producer)

    def number(measure, **query):
        return cross(asked(PRODUCER_FIGURES, "kind", measure=measure, **query), user).number()

    in_force = cross(asked(CERTIFICATE_FIGURES, "star", measure="products"), user)
    assert number("holding") == number("holding", holding="on") == in_force.number()
    assert number("products", holding="on") == in_force.number() + 1


def test_a_statistic_and_a_periodic_report_count_alike(units):
    start, end = date(2024, 1, 1), date(2024, 12, 31)
    period = {"issued_from": f"{start:%d/%m/%Y}", "issued_to": f"{end:%d/%m/%Y}"}
    reader = make_user(Role.OBSERVER)
    found = cross(asked(CERTIFICATE_FIGURES, "occasion", "star", status="issued", **period), reader)
    options = {option.key: option for option in (*found.lines, *found.columns)}
    for name, keys in {
        "new_3": ("new", 3),
        "new_5": ("new", 5),
        "upgraded": ("upgrade",),
        "renewed": ("again",),
    }.items():
        counted = COUNTINGS[name].count(Scope(None, start, end))
        assert counted.value == found.number(*(options[key] for key in keys)), name
    held = cross(asked(CERTIFICATE_FIGURES, "star", day=f"{end:%d/%m/%Y}"), reader)
    for line in held.lines:
        counted = COUNTINGS[f"held_{line.key}"].count(Scope(None, start, end))
        assert counted.value == held.number(line)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_statistic_asks_as_much_of_many_rows_as_of_few(
    subject, units, django_assert_max_num_queries, django_assert_num_queries
):
    user = make_user(Role.PROVINCE_STAFF)
    names = [each.name for each in subject.dimensions]
    for rows, across in zip(names, [*names[1:], names[0]], strict=True):
        question = asked(subject, rows, across)
        with django_assert_max_num_queries(20) as few:
            cross(question, user)
        asked_first = len(few)
        fill(make_unit(), make_unit()) if rows == names[0] else None
        with django_assert_num_queries(asked_first):
            cross(question, user)
