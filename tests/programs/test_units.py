"""Units as of a date, and who follows whom: the fixture of the ground."""

from datetime import date

import pytest
from django.core.management import call_command

from programs.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from programs.models import Unit

DISPATCH = date(2024, 3, 25)
EVE_OF_MERGER = date(2025, 6, 30)
MERGER = date(2025, 7, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def ground():
    call_command("loaddata", "units", verbosity=0)


def on(day, code):
    return Unit.objects.on(day).get(code=code)


@pytest.mark.usefixtures("ground")
def test_districts_come_in_the_order_of_the_clients_appendix():
    districts = Unit.objects.on(DISPATCH).filter(parent=on(DISPATCH, "51"))

    assert [district.short_name for district in districts] == [
        "Tp. Quảng Ngãi",
        "Huyện Bình Sơn",
        "Huyện Trà Bồng",
        "Huyện Sơn Tịnh",
        "Huyện Tư Nghĩa",
        "Huyện Sơn Hà",
        "Huyện Sơn Tây",
        "Huyện Minh Long",
        "Huyện Nghĩa Hành",
        "Huyện Mộ Đức",
        "Thị xã Đức Phổ",
        "Huyện Ba Tơ",
        "Huyện Lý Sơn",
    ]


@pytest.mark.parametrize(
    ("kind", "name", "short_name"),
    [
        (UnitKind.CITY, "Quảng Ngãi", "Tp. Quảng Ngãi"),
        (UnitKind.TOWN, "Đức Phổ", "Thị xã Đức Phổ"),
        (UnitKind.SPECIAL_ZONE, "Lý Sơn", "Đặc khu Lý Sơn"),
    ],
)
def test_only_a_city_is_abbreviated(kind, name, short_name):
    assert Unit(kind=kind, name=name).short_name == short_name


@pytest.mark.usefixtures("ground")
def test_code_lives_on_under_another_name_from_the_day_of_the_change():
    days = [date(2024, 2, 1), date(2024, 12, 31), date(2025, 1, 1), EVE_OF_MERGER, MERGER]

    assert [str(on(day, "21220")) for day in days] == [
        "Xã Tịnh Hà",
        "Xã Tịnh Hà",
        "Thị trấn Tịnh Hà",
        "Thị trấn Tịnh Hà",
        "Xã Sơn Tịnh",
    ]


@pytest.mark.usefixtures("ground")
def test_unchanged_commune_is_one_unit_across_the_change_of_january_2025():
    assert on(date(2024, 12, 31), "21010") == on(date(2025, 1, 1), "21010")


@pytest.mark.usefixtures("ground")
def test_no_unit_is_known_before_the_first_day_of_the_data():
    assert not Unit.objects.on(date(2024, 1, 31)).exists()
    assert Unit.objects.on(date(2024, 2, 1)).exists()


@pytest.mark.usefixtures("ground")
def test_district_level_is_gone_from_july_2025():
    assert Unit.objects.on(EVE_OF_MERGER).filter(kind__in=DISTRICT_KINDS).count() == 23
    assert not Unit.objects.on(MERGER).filter(kind__in=DISTRICT_KINDS).exists()


@pytest.mark.usefixtures("ground")
def test_odd_names_are_kept_letter_for_letter():
    assert str(on(DISPATCH, "618")) == "Huyện Ia H' Drai"


@pytest.mark.usefixtures("ground")
def test_products_of_ly_son_are_at_ly_son_itself_as_it_has_no_communes():
    ly_son = on(DISPATCH, "536")

    assert list(ly_son.communes_on(DISPATCH)) == [ly_son]


@pytest.mark.parametrize(("day", "count"), [(DISPATCH, 14), (date(2025, 1, 1), 13)])
@pytest.mark.usefixtures("ground")
def test_communes_of_a_district_are_those_of_the_day(day, count):
    communes = on(day, "528").communes_on(day)

    assert communes.count() == count
    assert {commune.kind for commune in communes} <= COMMUNE_KINDS


def heirs(day, code):
    return {str(link.new) for link in on(day, code).successions.select_related("new")}


@pytest.mark.usefixtures("ground")
def test_successors_of_the_units_of_2024():
    codes = ("21253", "21262", "21286", "21403")

    assert {code: heirs(DISPATCH, code) for code in codes} == {
        "21253": {"Xã An Phú"},
        "21262": {"Xã An Phú"},
        "21286": {"Thị trấn Sông Vệ", "Xã Nghĩa Phương"},
        "21403": {"Xã Thắng Lợi"},
    }


@pytest.mark.usefixtures("ground")
def test_successors_of_the_units_of_june_2025():
    codes = ("21142", "21538", "536", "525", "51", "62")

    assert {code: heirs(EVE_OF_MERGER, code) for code in codes} == {
        "21142": {"Xã Cà Đam", "Xã Tây Trà Bồng"},
        "21538": {"Xã Ba Xa"},
        "536": {"Đặc khu Lý Sơn"},
        "525": set(),
        "51": {"Tỉnh Quảng Ngãi"},
        "62": {"Tỉnh Quảng Ngãi"},
    }
