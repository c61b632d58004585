"""Places that a search names: which ones, their ground, and what else is looked for."""

from datetime import date

import pytest

from programs.enums import UnitKind
from programs.models import UnitSuccession
from programs.named_places import ground_in, place_in
from tests.support.factories import make_commune, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def district():
    return make_unit(name="Bình Sơn", kind=UnitKind.DISTRICT)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("bình mỹ", ""),
        ("Bình Mĩ", ""),
        ("mật ong xã Bình Mỹ", "mat ong"),
        ("Xã Bình Mỹ, 07/2023", "07/2023"),
    ],
)
def test_a_place_is_known_by_its_name_and_the_rest_is_looked_for(district, text, rest):
    commune = make_commune(district, name="Bình Mỹ")
    make_commune(district, name="Mỹ")

    units, left = place_in(text)

    assert units == [commune.pk]
    assert left.split() == rest.split()


@pytest.mark.parametrize("text", ["bình", "sơn bình", "bình sơ", "", "tỉnh quảng ngãi"])
def test_a_part_of_a_name_and_the_province_are_no_place(district, text):
    assert place_in(text) == ([], text)


def test_of_namesakes_the_kind_decides_and_without_it_all_are_meant(district):
    commune = make_commune(district, name="Bình Sơn")

    assert set(place_in("bình sơn")[0]) == {district.pk, commune.pk}
    assert place_in("huyện bình sơn")[0] == [district.pk]
    assert place_in("xã bình sơn")[0] == [commune.pk]


def test_a_town_is_known_by_the_short_word_for_its_kind():
    town = make_unit(name="Quảng Ngãi", kind=UnitKind.CITY)

    assert place_in("tỏi tp. quảng ngãi") == ([town.pk], " toi ")


def test_the_ground_of_a_place_is_that_of_all_whom_it_followed(district):
    old = make_commune(district, name="Bình Trung")
    new = make_commune(None, name="Vạn Tường", valid_from=date(2025, 7, 1))
    UnitSuccession.objects.create(old=old, new=new, on=date(2025, 7, 1))

    ground, rest = ground_in("quế vạn tường")

    assert {old.pk, new.pk} <= set(ground)
    assert rest.strip() == "que"


def test_a_search_that_names_no_place_asks_for_no_ground(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert ground_in("quế") == ([], "quế")
