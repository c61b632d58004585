"""The places of a book, as they were on the day of a recognition."""

from datetime import date

import pytest

from products.books.places import BookPlaces
from programs.enums import UnitKind
from programs.models import UnitSuccession
from tests.support.factories import make_commune, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
NEW = date(2025, 7, 1)
EVE = date(2025, 6, 30)
BEFORE, AFTER = date(2025, 3, 12), date(2025, 8, 1)


@pytest.fixture
def places():
    """A district with two communes until 2025, and an island district without any."""
    district = make_unit(name="Bình Sơn", valid_to=EVE)
    district.children.all().delete()
    for name in ("Bình Thạnh", "Bình An"):
        make_commune(district, name=name, valid_to=EVE)
    make_commune(district, name="Bình Sơn", kind=UnitKind.TOWNSHIP, valid_to=EVE)
    for name in ("Bình Sơn", "Vạn Tường"):
        make_commune(district.parent, name=name, valid_from=NEW)
    island = make_unit(name="Lý Sơn", valid_to=EVE)
    island.children.all().delete()
    zone = make_commune(district.parent, name="Lý Sơn", kind=UnitKind.SPECIAL_ZONE, valid_from=NEW)
    UnitSuccession.objects.create(old=island, new=zone, on=NEW)
    return BookPlaces()


def named(places, text, day=BEFORE, **said):
    """(the unit, is it doubted, is something remarked) or the fault of a text."""
    place = places.find(text, day, **said)
    return (str(place.unit), bool(place.doubt), bool(place.remark)) if place.unit else place.fault


@pytest.mark.parametrize(
    "text",
    [
        "Thôn 1 xã Bình Thạnh huyện Bình Sơn",
        "Thôn 1 xã Bình Thạnh, Bình Sơn",
        "thôn 1 x. Bình Thạnh h. Bình Sơn tỉnh Quảng Ngãi",
        "Xóm 2 Xã Bình Thạnh - huyện Bình Sơn",
        "xã Bình Thạnh-huyện Bình Sơn",
        "huyện Bình Sơn xã Bình Thạnh thôn 1",
        "HTX, xã Bình Thạnh (Bình Sơn)",
        "BÌNH THẠNH",
        "Thôn Phương Đình xã Bình Thạnh",
    ],
)
def test_commune_is_found_in_an_address_with_or_without_commas(places, text):
    assert named(places, text) == ("Xã Bình Thạnh", False, False)


@pytest.mark.parametrize(
    "text", ["Xã Ba Xa, Huyện Ba Tơ", "xã Ba Xa huyện Ba Tơ", "Thôn 1, Ba Xa", "ba xa - ba tơ"]
)
def test_a_name_that_ends_as_a_kind_begins_is_not_cut(text):
    make_commune(make_unit(name="Ba Tơ"), name="Ba Xa")

    assert str(BookPlaces().find(text, AFTER).unit) == "Xã Ba Xa"


def test_address_without_marks_is_understood_and_doubted(places):
    assert named(places, "Thon 1 xa Binh Thanh huyen Binh Son") == ("Xã Bình Thạnh", True, False)


@pytest.mark.parametrize("text", ["Bình Sơn", "KCN, BÌNH SƠN", "bình sơn"])
@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_bare_name_that_was_also_a_districts_is_a_doubt(places, text, day):
    unit, is_doubted, _ = named(places, text, day)

    assert (unit, is_doubted) == ("Thị trấn Bình Sơn" if day == BEFORE else "Xã Bình Sơn", True)


@pytest.mark.parametrize(
    ("text", "day", "is_doubted", "is_remarked"),
    [
        ("thị trấn Bình Sơn", BEFORE, False, False),
        ("xã Bình Sơn", BEFORE, True, True),  # there was the district alone
        ("xã Bình Sơn", AFTER, False, False),
        ("xã Vạn Tường", BEFORE, False, True),  # a new name that can mean nothing else
        ("Vạn Tường", BEFORE, True, True),
        ("Vạn Tường", AFTER, False, False),
        ("xã Bình Thạnh, huyện Bình Sơn", AFTER, True, False),  # it had ended
    ],
)
def test_unit_must_have_been_there_on_the_day(places, text, day, is_doubted, is_remarked):
    assert named(places, text, day)[1:] == (is_doubted, is_remarked)


def test_row_without_a_day_may_name_a_place_of_before(places):
    text = "xã Bình Thạnh, huyện Bình Sơn"

    assert named(places, text, AFTER, is_said=False) == ("Xã Bình Thạnh", False, False)


@pytest.mark.parametrize(
    "text",
    ["Lý Sơn", "huyện Lý Sơn", "Thôn Tây, h. Lý Sơn", "xã An Vĩnh huyện Lý Sơn", "H. LÝ SƠN"],
)
def test_district_without_communes_is_a_place_until_its_day(places, text):
    assert named(places, text) == ("Huyện Lý Sơn", False, False)


def test_island_of_today_is_the_special_zone(places):
    assert named(places, "Lý Sơn", AFTER) == ("Đặc khu Lý Sơn", False, False)
    assert named(places, "đặc khu Lý Sơn") == ("Đặc khu Lý Sơn", False, True)


@pytest.mark.parametrize("text", ["xã Lạ, xã Bình An", "xã Bình An, huyện Lạ"])
def test_part_that_names_no_place_is_a_doubt(places, text):
    assert named(places, text) == ("Xã Bình An", True, False)
