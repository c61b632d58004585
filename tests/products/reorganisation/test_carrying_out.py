"""Units that end pass on what lay in them: all of it, once, and where a split said."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from products.enums import PlanState, Splitting
from products.ground.location import lying_in
from products.models import Placement, Producer, Product
from products.reorganisation.carrying_out import ReorganisationRefused, reorganise
from products.reorganisation.preview import PRODUCTS, Reorganisation
from programs.enums import COMMUNE_KINDS, Role
from programs.models import Event, Unit, UnitSuccession
from programs.succession import Lineage
from tests.matrix.visitor import undone
from tests.support.factories import (
    BORN,
    make_certificate,
    make_commune,
    make_plan,
    make_producer,
    make_product,
    make_unit,
    make_user,
)
from tests.support.reorganising import DAY, FIRST, SECOND, end, make_change

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def decide_all(on):
    """Every question of the day answered by its last candidate."""
    return {case.key: case.heirs[-1] for case in Reorganisation(on).splits}


def places_of(model, day):
    """{record: the units of the day in whose list it stands}."""
    lineage, kind = Lineage(), model._meta.model_name
    found = {pk: [] for pk in model.objects.values_list("pk", flat=True)}
    for unit in Unit.objects.on(day):
        if lineage.ground(unit, day) == {unit.pk}:
            lying = lying_in(unit, day, kind)
            for pk in model.objects.filter(lying).values_list("pk", flat=True):
                found[pk].append(unit)
    return found


# --- The units of the fixture ------------------------------------------------------------------


@pytest.fixture
def province():
    """A product in each unit that ended on 30/06/2025 and was taken over, with its producer."""
    call_command("loaddata", "units", verbosity=0)
    links = UnitSuccession.objects.filter(on=SECOND, new__kind__in=COMMUNE_KINDS)
    assert links.count() == 274
    olds = Unit.objects.filter(successions__in=links).distinct()
    for old in olds:
        make_product(producer=make_producer(commune=old))
    for star, product in zip((3, 3, 4, 5), Product.objects.order_by("pk")[::60], strict=False):
        make_certificate(product, issued_on=date(2024, 9, 1), star=star)
    return links


def test_all_274_links_pass_each_product_to_one_unit_of_the_day(province):
    before = Reorganisation(SECOND).totals

    moved = reorganise(SECOND, decide_all(SECOND))

    places = places_of(Product, SECOND)
    expected = Counter(link.new_id for link in province) - Counter({_unchosen(province): 1})
    assert moved == {Splitting.PRODUCER: 1, Splitting.PRODUCT: 1}
    assert Counter(unit.pk for (unit,) in places.values()) == expected
    assert Reorganisation(SECOND).totals == before
    assert before[PRODUCTS] == len(places) == 273


def _unchosen(links):
    """The successor that the one split did not choose."""
    split = Placement.objects.exclude(product=None).get()
    return links.exclude(new=split.new).get(old=split.old).new_id


# --- Any succession of units -------------------------------------------------------------------

CHANGES = st.lists(st.sets(st.integers(0, 3), max_size=2), min_size=4, max_size=4)


def change_units(change, on):
    """Let living communes pass to new ones: `change` says to which; nothing is to live on."""
    district = make_unit(parent=None)
    living = Unit.objects.on(on - DAY).filter(kind__in=COMMUNE_KINDS, origins=None)
    if on == SECOND:
        living = Unit.objects.on(on - DAY).filter(kind__in=COMMUNE_KINDS)
    news = {}
    for old, targets in zip(living.order_by("pk"), change, strict=False):
        for target in sorted(targets):
            new = news.get(target) or make_commune(district, valid_from=on)
            news[target] = new
            UnitSuccession.objects.create(old=old, new=new, on=on)
        if targets:
            end([old], on)


@settings(max_examples=12, deadline=None)
@given(CHANGES, CHANGES)
def test_whatever_merges_splits_and_follows_each_record_is_in_one_unit(first, second):
    with undone():
        district = make_unit()
        for _ in range(2):
            make_commune(district)
        for on, change in ((FIRST, first), (SECOND, second)):
            for commune in Unit.objects.on(on - DAY).filter(kind__in=COMMUNE_KINDS):
                make_product(producer=make_producer(commune=commune))
            change_units(change, on)
            if Reorganisation(on).ended:
                reorganise(on, decide_all(on))
                assert reorganise(on) == {}
        for day in (FIRST, SECOND):
            old = Product.objects.filter(commune__valid_from__lte=day)
            places = places_of(Product, day)
            assert [len(places[product.pk]) for product in old] == [1] * old.count()
            assert all(p.places_on(day) == places[p.pk] for p in old)


def test_a_record_of_two_reorganisations_lies_where_each_day_says():
    first = make_change({"Cũ": "A B"}, on=FIRST)
    second = make_change({}, on=SECOND)
    later = make_commune(first["A"].parent, name="C", valid_from=SECOND)
    UnitSuccession.objects.create(old=first["A"], new=later, on=SECOND)
    end([first["A"]], SECOND)
    product = make_product(commune=first["Cũ"])

    reorganise(FIRST, {case.key: first["A"] for case in Reorganisation(FIRST).splits})
    reorganise(SECOND)

    days = (FIRST - DAY, FIRST, SECOND - DAY, SECOND)
    places = [str(unit.name) for day in days for unit in product.places_on(day)]
    assert places == ["Cũ", "A", "A", "C"]
    assert second == {}


# --- What is asked -----------------------------------------------------------------------------


def test_nothing_moves_until_each_product_producer_and_person_of_a_split_is_decided():
    units = make_change({"Cũ": "A B"})
    product = make_product(commune=units["Cũ"])
    officer = make_user(Role.UNIT_OFFICER, unit=units["Cũ"])

    with pytest.raises(ReorganisationRefused) as refusal:
        reorganise(SECOND, {("user", officer.pk): units["A"]})

    assert [fault.split(" ", 3)[:2] for fault in refusal.value.faults] == [["Chưa", "quyết"]] * 2
    officer.refresh_from_db()
    assert officer.unit == units["Cũ"]
    assert product.places_on(SECOND) == [units["A"], units["B"]]


def test_an_earlier_split_is_asked_first():
    first = make_change({"Cũ": "A B"}, on=FIRST)
    make_product(commune=first["Cũ"])
    make_change({"Khác": "Mới"}, on=SECOND)

    with pytest.raises(ReorganisationRefused) as refusal:
        reorganise(SECOND)

    assert refusal.value.faults == [
        "Chưa quyết định ở lần trước: 1 chủ thể của Xã Cũ chia ngày 01/01/2025.",
        "Chưa quyết định ở lần trước: 1 sản phẩm của Xã Cũ chia ngày 01/01/2025.",
    ]


def test_an_earlier_split_is_found_after_a_district_that_nobody_took_over():
    end([make_unit()], date(2024, 12, 1))
    make_change({"Cũ": "A B"}, on=FIRST)
    make_change({"Khác": "Mới"}, on=SECOND)

    assert reorganise(SECOND) == {}


def test_a_record_is_asked_about_its_commune_and_not_about_the_district_too():
    district = make_unit()
    news = [make_unit(valid_from=SECOND) for _ in range(2)]
    heirs = [make_commune(new, valid_from=SECOND) for new in news]
    product = make_product(commune=district.children.first())
    for old in end([district, *district.children.all()], SECOND):
        for new in news if old == district else heirs:
            UnitSuccession.objects.create(old=old, new=new, on=SECOND)

    splits = Reorganisation(SECOND).splits
    reorganise(SECOND, {case.key: case.heirs[-1] for case in splits})

    assert {case.old for case in splits} == {product.commune}
    assert places_of(Product, SECOND) == {product.pk: [heirs[-1]]}


def test_a_commune_that_nobody_took_over_is_named():
    commune = make_commune(make_unit())
    make_product(commune=commune)
    end([commune], SECOND)

    with pytest.raises(ReorganisationRefused) as refusal:
        reorganise(SECOND)

    (fault,) = refusal.value.faults
    assert fault.startswith(f"{commune} ({commune.code}) kết thúc mà không có đơn vị nào kế thừa")


def test_a_day_on_which_no_unit_ended_is_refused():
    with pytest.raises(ReorganisationRefused) as refusal:
        reorganise(date(2025, 3, 1))

    assert refusal.value.faults == ["Không có đơn vị nào kết thúc vào ngày 28/02/2025."]


def test_people_of_a_district_that_nobody_took_over_are_asked_among_its_communes_heirs():
    units = make_change({"Một": "A", "Hai": "B"})
    district = units["Một"].parent
    end([district, *district.children.filter(valid_to=None)], SECOND)
    officer = make_user(Role.UNIT_OFFICER, unit=district)

    case = next(case for case in Reorganisation(SECOND).people if case.row == officer)

    assert set(case.heirs) == {units["A"], units["B"]}


def test_a_closed_account_stays_where_it_was():
    units = make_change({"Cũ": "Mới"})
    closed = make_user(Role.UNIT_OFFICER, unit=units["Cũ"], is_active=False)

    assert reorganise(SECOND) == {}

    closed.refresh_from_db()
    assert closed.unit == units["Cũ"]


# --- What people see afterwards ----------------------------------------------------------------


def test_an_officer_reads_what_came_and_not_what_went_to_the_neighbour():
    units = make_change({"Cũ": "A B"})
    product = make_product(commune=units["Cũ"])
    here, there = (make_user(Role.UNIT_OFFICER, unit=units[name]) for name in "AB")
    visible = [
        model.objects.visible_to(user) for model in (Product, Producer) for user in (here, there)
    ]
    assert [rows.count() for rows in visible] == [1, 1, 1, 1]

    reorganise(SECOND, {case.key: units["A"] for case in Reorganisation(SECOND).splits})

    assert [rows.count() for rows in visible] == [1, 0, 1, 0]
    assert product.unit_id == units["A"].pk


def test_what_a_moved_officer_saw_of_the_old_unit_stays_visible():
    units = make_change({"Cũ": "Mới"})
    officer = make_user(Role.UNIT_OFFICER, unit=units["Cũ"])
    product = make_product(commune=units["Cũ"])

    reorganise(SECOND)

    officer.refresh_from_db()
    assert officer.unit == units["Mới"]
    assert list(Product.objects.visible_to(officer)) == [product]
    assert list(Event.objects.values_list("action", "data")) == [
        ("move_account", {"from": units["Cũ"].code, "to": units["Mới"].code})
    ]


def test_papers_that_were_sent_keep_the_old_name():
    units = make_change({"Cũ": "Mới"})
    plan = make_plan(unit=units["Cũ"], state=PlanState.SENT)
    certificate = make_certificate(make_product(commune=units["Cũ"]))
    facts = {name: getattr(certificate, name) for name in ("label", "series", "check_code")}

    reorganise(SECOND)

    plan.refresh_from_db()
    certificate.refresh_from_db()
    assert plan.unit == units["Cũ"]
    assert certificate.product.commune == units["Cũ"]
    assert {name: getattr(certificate, name) for name in facts} == facts


def test_a_decision_on_a_record_may_be_corrected():
    units = make_change({"Cũ": "A B"})
    make_product(commune=units["Cũ"])
    for name in "AB":
        reorganise(SECOND, {case.key: units[name] for case in Reorganisation(SECOND).splits})

    assert set(Placement.objects.values_list("new__name", flat=True)) == {"B"}


def test_a_unit_of_the_first_day_of_the_data_is_asked_on_its_own_first_day():
    commune = make_unit().children.first()
    product = make_product(commune=commune)

    found = Product.objects.filter(lying_in(commune, BORN - 900 * DAY, "product"))

    assert list(found) == [product]
