"""Which bodies a Council lacks: by what they answer for on the day, by the law of that day."""

from datetime import date, timedelta

import pytest

from councils.enums import SeatRole
from councils.membership.composition import Composition
from programs.enums import Authority, UnitKind
from programs.models import Agency
from tests.support.councils import (
    TERM,
    make_agency_function,
    make_council,
    make_member,
    make_rules,
    make_seat,
    make_sitting,
    make_whole_council,
)
from tests.support.factories import make_commune, make_province, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

MERGED = date(2025, 3, 1)  # Sở Nông nghiệp và Môi trường
NEW_LAW = date(2026, 5, 22)  # Decision 26/2026/QĐ-TTg
DAY = timedelta(days=1)
DISTRICT = ("vpdp-ntm", "so-khcn", "so-tnmt")
PROVINCE = ("so-nnmt", "so-ct", "so-yt", "so-khcn", "so-vhttdl", "vpdp-ntm", "cc-ptnt")


def agency(code):
    return Agency.objects.get(code=code)


def of_district(codes=DISTRICT, **fields):
    council = make_whole_council(**fields)
    for code in codes:
        make_sitting(council, agency=agency(code))
    return council


def of_province(codes=PROVINCE, chair="ubnd-tinh", **fields):
    fields = {"level": Authority.PROVINCE, "unit": make_province(), "starts_on": NEW_LAW} | fields
    council = make_council(**fields)
    make_sitting(council, SeatRole.CHAIR, agency=agency(chair))
    make_sitting(council, SeatRole.SECRETARY, organisation="Thư ký")
    for code in codes:
        make_sitting(council, agency=agency(code))
    return council


def gaps(council, day=None):
    return Composition(council, day or council.starts_on).gaps()


def lacks(council, day=None):
    return [gap.what for gap in gaps(council, day)]


def stops(council, day=None):
    return [gap.what for gap in gaps(council, day) if gap.stops]


# --- What each law asks ------------------------------------------------------------------------


@pytest.mark.parametrize("council", [of_district, of_province])
def test_nothing_is_missing_where_every_body_of_the_law_sits(council):
    assert gaps(council()) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("vpdp-ntm", "Thiếu cơ quan phụ trách tham mưu quản lý OCOP (VPĐP NTM tỉnh)"),
        ("so-khcn", "Thiếu cơ quan phụ trách khoa học và công nghệ (Sở KH&CN)"),
        ("so-tnmt", "Thiếu cơ quan phụ trách tài nguyên và môi trường (Sở TN&MT)"),
    ],
)
def test_a_district_under_decision_148_needs_each_body_of_the_dispatch(code, said):
    [gap] = gaps(of_district([each for each in DISTRICT if each != code]))

    assert (gap.what, gap.stops) == (said, False)
    assert "công văn tháng 3/2024" in gap.source


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("so-nnmt", "nông nghiệp (Sở NN&MT)"),
        ("so-ct", "công thương (Sở Công Thương)"),
        ("so-yt", "y tế (Sở Y tế)"),
        ("so-khcn", "khoa học và công nghệ (Sở KH&CN)"),
        ("so-vhttdl", "văn hóa, thể thao và du lịch (Sở VHTT&DL)"),
        ("vpdp-ntm", "tham mưu quản lý OCOP (VPĐP NTM tỉnh)"),
        (
            "cc-ptnt",
            "quản lý chuyên ngành nông nghiệp và môi trường (Chi cục PTNT, QLCL&TT nông sản)",
        ),
    ],
)
def test_the_province_under_decision_26_needs_each_body_of_article_7(code, said):
    [gap] = gaps(of_province([each for each in PROVINCE if each != code]))

    assert (gap.what, gap.stops) == (f"Thiếu cơ quan phụ trách {said}", False)
    assert gap.source == "điểm b khoản 3 Điều 7 Quyết định số 26/2026/QĐ-TTg"


@pytest.mark.parametrize("role", [SeatRole.EXPERT, SeatRole.GROUP_HEAD, SeatRole.GROUP_MEMBER])
def test_a_seat_without_a_vote_stands_for_no_body(role):
    council = of_district(["vpdp-ntm", "so-tnmt"])
    make_sitting(council, role, agency=agency("so-khcn"))

    assert lacks(council) == ["Thiếu cơ quan phụ trách khoa học và công nghệ (Sở KH&CN)"]


@pytest.mark.parametrize("role", [SeatRole.DEPUTY, SeatRole.SECRETARY])
def test_whoever_votes_stands_for_their_body_whatever_the_seat(role):
    council = make_council()
    make_sitting(council, SeatRole.CHAIR, organisation="UBND huyện")
    make_sitting(council, role, agency=agency("so-khcn"))
    for code in ("vpdp-ntm", "so-tnmt"):
        make_sitting(council, agency=agency(code))

    assert [each for each in lacks(council) if "Thiếu" in each] == []


# --- Bodies that merge, end and come ------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "code", "functions"),
    [
        (MERGED - DAY, "so-nnptnt", {"agriculture"}),
        (MERGED - DAY, "so-tnmt", {"environment"}),
        (MERGED - DAY, "so-nnmt", set()),
        (MERGED, "so-nnptnt", set()),
        (MERGED, "so-nnmt", {"agriculture", "environment"}),
    ],
)
def test_a_department_that_merged_covers_what_both_did_with_one_seat(day, code, functions):
    council = make_council()
    make_sitting(council, agency=agency(code))

    composition = Composition(council, day)

    asked = ("agriculture", "environment", "science")
    assert {each for each in asked if composition.has(each)} == functions


def test_the_merged_department_takes_the_place_of_the_one_that_ended():
    council = of_district()

    assert lacks(council, MERGED - DAY) == []
    assert lacks(council, MERGED) == [
        "Thiếu cơ quan phụ trách tài nguyên và môi trường (Sở NN&MT)",
        "Sở Tài nguyên và Môi trường không còn (hoặc chưa có) vào ngày 01/03/2025",
    ]
    assert lacks(of_district(["vpdp-ntm", "so-khcn", "so-nnmt"], starts_on=MERGED)) == []


def test_a_department_of_food_safety_is_asked_for_only_where_there_is_one():
    council = of_province()
    assert lacks(council) == []

    made = Agency.objects.create(
        code="so-attp",
        name="Sở An toàn thực phẩm",
        short_name="Sở ATTP",
        kind="so",
        valid_from=NEW_LAW + 30 * DAY,
    )
    make_agency_function(made, "food_safety")

    assert lacks(council, NEW_LAW + 29 * DAY) == []
    [said] = lacks(council, NEW_LAW + 30 * DAY)
    assert said == "Thiếu cơ quan phụ trách an toàn thực phẩm (sở riêng) (Sở ATTP)"


def test_a_function_that_passes_to_another_body_on_a_day_is_asked_of_it_from_then_on():
    council, other = of_district(), Agency.objects.get(code="so-yt")
    agency("so-khcn").functions.update(until=TERM + 9 * DAY)
    make_agency_function(other, "science", since=TERM + 10 * DAY)

    assert lacks(council, TERM + 9 * DAY) == []
    assert lacks(council, TERM + 10 * DAY) == [
        "Thiếu cơ quan phụ trách khoa học và công nghệ (Sở Y tế)"
    ]


# --- Who presides, and who cannot be missed -----------------------------------------------------


def test_another_than_the_peoples_committee_presides_by_a_written_delegation_alone():
    codes = [each for each in PROVINCE if each != "so-nnmt"]
    council = of_province(codes, chair="so-nnmt")
    [said] = lacks(council)
    assert said.startswith("Chủ tịch Hội đồng chưa phải lãnh đạo Ủy ban nhân dân")

    council.delegation = "Quyết định số 9/QĐ-UBND"

    assert lacks(council) == []


@pytest.mark.parametrize("role", [SeatRole.CHAIR, SeatRole.SECRETARY])
def test_without_a_chair_or_a_secretary_nothing_is_decided_and_that_is_said_first(role):
    council = of_district(DISTRICT[:2])
    council.seats.get(role=role).members.all().delete()
    council.seats.get(role=role).delete()

    assert stops(council) == lacks(council)[:1] == [f"Chưa có {role.label}"]
    assert len(lacks(council)) == 2


def test_an_empty_seat_is_named_and_stops_nothing():
    council = of_district()
    seat = make_seat(council, organisation="Hội Nông dân")

    [gap] = gaps(council)

    assert (gap.what, gap.stops) == ("Chưa có người ngồi ghế Ủy viên: Hội Nông dân", False)
    make_member(seat, since=TERM + DAY)
    assert lacks(council, TERM) != []
    assert lacks(council, TERM + DAY) == []


# --- Levels and days that have no Council -------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    [date(2025, 7, 1), date(2025, 7, 5), date(2025, 7, 6), date(2026, 5, 21), NEW_LAW],
)
def test_since_there_are_no_districts_a_commune_has_no_council(day):
    commune = make_commune(make_province(), valid_from=date(2025, 7, 1), kind=UnitKind.COMMUNE)

    assert stops(make_whole_council(unit=commune, starts_on=day)) != []


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2025, 7, 5), ""), (date(2025, 7, 6), "không công nhận hạng sao nào"), (NEW_LAW, "26/")],
)
def test_a_level_that_grants_no_star_on_the_day_has_no_council(day, said):
    found = [str(gap) for gap in gaps(make_whole_council(), day) if gap.stops]

    assert [said in each for each in found] == ([True] if said else [])


@pytest.mark.parametrize("day", [date(2025, 7, 6), date(2026, 5, 21), NEW_LAW])
def test_the_province_has_a_council_throughout(day):
    council = of_province(starts_on=day)

    assert stops(council) == []


def test_a_day_of_which_no_law_is_known_stops_with_that():
    [said] = stops(make_whole_council(), date(2018, 1, 1))

    assert "01/01/2018" in said


# --- Who sits there on a day --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "name"),
    [(0, "Người giữ ghế"), (5, "Người đi thay"), (6, "Người đi thay"), (7, "Người giữ ghế")],
)
def test_who_stands_in_holds_the_seat_for_their_days(days, name):
    council = make_council()
    seat = make_seat(council)
    make_member(seat, full_name="Người giữ ghế")
    times = {"since": TERM + 5 * DAY, "until": TERM + 6 * DAY}
    make_member(seat, full_name="Người đi thay", stands_in=True, authority="Giấy số 1", **times)

    assert Composition(council, TERM + days * DAY).holder(seat).full_name == name


def test_nobody_holds_a_seat_before_the_time_of_its_people_or_after():
    council = make_council()
    seat = make_seat(council)
    make_member(seat, since=TERM + DAY, until=TERM + 2 * DAY)

    held = [bool(Composition(council, TERM + days * DAY).holder(seat)) for days in range(4)]

    assert held == [False, True, True, False]


def test_people_of_both_sides_are_named_by_account_or_by_name():
    council, user = make_council(), make_user("CM", full_name="Lê Tám")
    for role in (SeatRole.MEMBER, SeatRole.GROUP_MEMBER):
        make_member(make_seat(council, role), full_name="Lê Tám", user=user)
        make_member(make_seat(council, role), full_name="Võ Na")
    make_member(make_seat(council), full_name="Chỉ ở Hội đồng")
    make_member(make_seat(council, SeatRole.GROUP_HEAD), full_name="Chỉ ở Tổ tư vấn")

    assert Composition(council, TERM).in_both() == ["Lê Tám", "Võ Na"]


# --- What the Quy chế proposes ------------------------------------------------------------------


@pytest.fixture
def advised():
    groups = {"drink": ["trade", "food_hygiene"], "herbal": ["trade"], "tourism": ["culture"]}
    return of_district(rules=make_rules("published", groups=groups))


def test_the_quy_che_proposes_bodies_for_the_groups_that_are_judged(advised):
    wanted = Composition(advised, TERM).wanted(["drink", "herbal"])

    said = "Nên có cơ quan phụ trách {}, khi xét sản phẩm nhóm {}"
    assert sorted(gap.what for gap in wanted) == [
        said.format("an toàn vệ sinh thực phẩm (Chi cục ATVSTP)", "Đồ uống"),
        said.format("công thương (Sở Công Thương)", "Đồ uống, Dược liệu"),
    ]
    assert {gap.source for gap in wanted} == {str(advised.rules)}
    assert not any(gap.stops for gap in wanted)


def test_a_body_that_sits_is_not_proposed_and_groups_that_are_not_judged_neither(advised):
    make_sitting(advised, agency=agency("so-ct"))

    wanted = Composition(advised, TERM).wanted(["herbal"])

    assert wanted == []
    assert lacks(advised) == []


def test_reading_a_council_costs_the_same_however_many_sit_in_it(
    advised, django_assert_num_queries
):
    def read():
        composition = Composition(advised, TERM)
        return composition.gaps(), composition.wanted(["drink"]), composition.in_both()

    with django_assert_num_queries(8):
        read()
    for _ in range(5):
        make_sitting(advised, user=make_user("CM"))
    with django_assert_num_queries(8):
        read()
