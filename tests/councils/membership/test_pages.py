"""The pages of Councils: what they show, what is typed wrongly, twice, or too late."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councils.enums import SeatRole
from councils.membership import setting_up
from councils.models import Council, Member, Seat
from programs.enums import Authority, Role
from programs.models import Agency, Event
from tests.support.councils import (
    TERM,
    make_council,
    make_member,
    make_rules,
    make_seat,
    make_sitting,
    make_whole_council,
    published_rules,
)
from tests.support.factories import make_agency, make_commune, make_province, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

KEY = "6f2b7d0e-3f0c-4f7c-9a53-1f0c8b3f9c11"
DAY = timedelta(days=1)
TODAY = TERM + 10 * DAY
TERM_OF = {"starts_on": "14/03/2024", "signer_title": "Chủ tịch"}
SEAT = {"role": "member", "position": "3", "organisation": "Hội Nông dân", "full_name": "Lê Tám"}
STAND_IN = {
    "full_name": "Võ Na",
    "stands_in": "on",
    "since": "14/03/2024",
    "until": "15/03/2024",
    "authority": "Giấy ủy quyền số 1",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


@pytest.fixture
def council(officer):
    return make_council(unit=officer.unit, prepared_by=officer)


def url(name, row):
    return reverse(f"councils:{name}", args=[row.pk])


def typed(unit, **fields):
    """What an administrator types of a district's Council."""
    rules = fields.pop("rules", None) or published_rules()
    return {"level": "district", "unit": unit.pk, "rules": rules.pk} | TERM_OF | fields


# --- The Council -------------------------------------------------------------------------------


def test_an_officer_prepares_the_council_of_the_unit_once_a_form(client, officer):
    body = {"rules": published_rules().pk, "form_key": KEY} | TERM_OF

    for _ in range(2):
        answer = client.post(reverse("councils:council_create"), body)

    council = Council.objects.get()
    assertRedirects(answer, council.get_absolute_url())
    assert (council.level, council.unit, council.starts_on) == ("district", officer.unit, TODAY)
    assert council.name == setting_up.name_of(Authority.DISTRICT, officer.unit)


def test_an_officer_is_asked_for_neither_level_nor_unit_and_gets_no_other_by_typing_them(
    client, officer
):
    form = client.get(reverse("councils:council_create")).context["form"]
    assert {"level", "unit"}.isdisjoint(form.fields)

    client.post(reverse("councils:council_create"), typed(make_unit(), level="province"))

    council = Council.objects.get()
    assert (council.level, council.unit) == ("district", officer.unit)


def test_an_officer_without_a_unit_is_told_so(client, officer):
    officer.unit = None
    officer.save()

    answer = client.post(reverse("councils:council_create"), {"starts_on": "14/03/2024"})

    assertContains(answer, "Chỉ đơn vị hoặc quản trị", status_code=403)


FAULTS = [
    ({"unit": "province"}, "unit", "Tỉnh Quảng Ngãi không phải đơn vị của cấp huyện."),
    ({"level": "province", "rules": "province"}, "unit", "không phải đơn vị của cấp tỉnh."),
    ({"level": "ministry"}, "level", "ministry"),
    ({"unit": ""}, "unit", "Trường này là bắt buộc."),
    ({"unit": "commune"}, "unit", "không có trong danh sách"),
    ({"unit": "later"}, "starts_on", "không có vào ngày 14/03/2024."),
    ({"starts_on": ""}, "starts_on", "Trường này là bắt buộc."),
    ({"starts_on": "hôm nay"}, "starts_on", "ngày"),
    ({"starts_on": "14/03/0024"}, "starts_on", "không hợp lý"),
    ({"ends_on": "13/03/2024"}, "__all__", "Nhiệm kỳ kết thúc phải sau khi bắt đầu."),
    ({"rules": "province"}, "rules", "không phải của cấp huyện."),
    ({"rules": "later"}, "rules", "chỉ áp dụng từ ngày 01/06/2024."),
    ({"rules": "draft"}, "rules", "không có trong danh sách"),
]


def named(name, value, unit):
    """The key of what a case names."""
    rules = {
        "province": lambda: published_rules(level=Authority.PROVINCE),
        "later": lambda: make_rules("published", valid_from=date(2024, 6, 1)),
        "draft": make_rules,
    }
    units = {
        "province": make_province,
        "commune": lambda: make_commune(unit),
        "later": lambda: make_unit(valid_from=date(2024, 6, 1)),
    }
    makers = {"rules": rules, "unit": units}.get(name, {})
    return makers[value]().pk if value in makers else value


@pytest.mark.parametrize(("case", "field", "said"), FAULTS)
def test_a_fault_is_told_at_its_field_and_nothing_that_was_typed_is_lost(
    client, admin, case, field, said
):
    unit = make_unit()
    body = typed(unit, name="Hội đồng của tôi", delegation="Giấy số 1")
    body |= {name: named(name, value, unit) for name, value in case.items()}

    form = client.post(reverse("councils:council_create"), body).context["form"]

    assert said in " ".join(form.errors[field])
    assert form["name"].value() == "Hội đồng của tôi"
    assert form["delegation"].value() == "Giấy số 1"
    assert not Council.objects.exists()


def test_who_saves_late_sees_what_another_saved_and_may_save_over_it(client, council):
    other = Council.objects.get(pk=council.pk)
    other.name = "Tên của người khác"
    setting_up.write(other, by=make_user(Role.PROVINCE_ADMIN), version=1)
    body = {"rules": council.rules_id, "name": "Tên của tôi"} | TERM_OF

    refused = client.post(url("council_update", council), body | {"version": 1})

    assertContains(refused, "<dd>Tên của người khác</dd>", status_code=409, html=True)
    assert refused.context["form"]["name"].value() == "Tên của tôi"
    again = body | {"version": refused.context["form"]["version"].value()}
    assert client.post(url("council_update", council), again).status_code == 302
    council.refresh_from_db()
    assert council.name == "Tên của tôi"


def test_a_decision_on_what_has_changed_since_it_was_read_is_taken_again(client, as_role):
    leader = as_role(Role.UNIT_LEADER)
    council = make_whole_council("proposed", unit=leader.unit)
    step = client.get(council.get_absolute_url()).context["rail"].first.url
    form = client.get(step).context["form"]
    setting_up.take_away(council.seats.get(role="secretary"), by=leader)
    make_sitting(council, SeatRole.SECRETARY)
    body = {"decision_number": "1/QĐ", "decided_on": "14/03/2024", "gaps": "Sau."}

    answer = client.post(step, body | {"read": form["read"].value()})

    assertContains(answer, "đã thay đổi sau khi bạn mở trang", status_code=409)
    council.refresh_from_db()
    assert council.state == "proposed"


# --- Seats -------------------------------------------------------------------------------------


def test_a_seat_comes_with_its_person_once_a_form_and_is_changed_and_removed(client, council):
    for _ in range(2):
        answer = client.post(url("seat_create", council), SEAT | {"form_key": KEY})
    assertRedirects(answer, council.get_absolute_url())
    seat = Seat.objects.get()
    assert (seat.body, seat.members.get().full_name, seat.members.get().since) == (
        "Hội Nông dân",
        "Lê Tám",
        TERM,
    )

    form = client.get(url("seat_update", seat)).context["form"]
    assert form["full_name"].value() == "Lê Tám"
    read = {"version": form["version"].value()}
    named = {"full_name": "Võ Na", "job_title": "Chủ tịch"}
    client.post(url("seat_update", seat), SEAT | named | read)
    person = seat.members.get()
    assert (person.full_name, person.job_title) == ("Võ Na", "Chủ tịch")

    client.post(url("seat_remove", seat))
    assert not Seat.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"organisation": ""}, "__all__", "Ghế của một cơ quan cấp tỉnh, hoặc của một tổ chức"),
        ({"full_name": "", "job_title": "Trưởng phòng"}, "full_name", "Ghi họ và tên"),
        ({"role": "khac"}, "role", "khac"),
        ({"position": "-1"}, "position", "từ 0 trở lên"),
        ({"full_name": "Lê 😀"}, "full_name", "😀"),
        ({"agency": "999999999"}, "agency", "không có trong danh sách"),
    ],
)
def test_a_fault_of_a_seat_is_told_and_nothing_is_lost(client, council, fields, field, said):
    form = client.post(url("seat_create", council), SEAT | fields).context["form"]

    assert said in " ".join(form.errors[field])
    assert form["organisation"].value() == (SEAT | fields)["organisation"]
    assert not Seat.objects.exists()


@pytest.mark.parametrize("role", ["member", "chair"])
def test_a_second_vote_and_a_second_chair_are_refused_beside_the_form(client, council, role):
    agency = make_agency(name="Sở Y tế")
    make_seat(council, role, agency=agency)

    body = SEAT | {"role": role, "organisation": "", "agency": agency.pk}
    page = client.post(url("seat_create", council), body)

    assert page.status_code == 422
    said = "đã có người giữ vai trò này" if role == "chair" else "đã có một ghế chấm điểm"
    assertContains(page, said, status_code=422)
    assert page.context["form"]["full_name"].value() == "Lê Tám"
    assert Seat.objects.count() == 1


def test_a_person_is_replaced_and_not_merely_taken_off_their_seat(client, council):
    seat = make_sitting(council, organisation="Hội Nông dân")

    form = client.post(url("seat_update", seat), SEAT | {"full_name": ""}).context["form"]

    assert "ghi tên người thay, hoặc bỏ ghế" in " ".join(form.errors["full_name"])


def test_an_account_names_the_person_by_itself(client, council, officer):
    body = SEAT | {"full_name": "", "user": officer.pk}
    client.post(url("seat_create", council), body)

    person = Member.objects.get()
    assert (person.full_name, person.user) == (officer.full_name, officer)


def test_agencies_that_ended_are_not_offered_but_stay_where_they_sit(client, officer):
    late = make_council(unit=officer.unit, prepared_by=officer, starts_on=date(2025, 3, 1))
    gone = Agency.objects.get(code="so-tnmt")
    seat = make_seat(late, agency=gone)

    offered = client.get(url("seat_create", late)).context["form"].fields["agency"].queryset
    kept = client.get(url("seat_update", seat)).context["form"].fields["agency"].queryset

    assert not offered.filter(pk=gone.pk).exists()
    assert kept.filter(pk=gone.pk).exists()


# --- Who stands in -----------------------------------------------------------------------------


def test_somebody_stands_in_by_a_paper_and_for_a_time(client, council):
    seat = make_sitting(council)

    for _ in range(2):
        client.post(url("member_create", seat), STAND_IN | {"form_key": KEY})

    person = seat.members.get(stands_in=True)
    assert (person.since, person.until, person.authority) == (
        TODAY,
        TODAY + DAY,
        "Giấy ủy quyền số 1",
    )


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"until": ""}, "until", "cần văn bản ủy quyền và ngày kết thúc"),
        ({"authority": ""}, "authority", "cần văn bản ủy quyền và ngày kết thúc"),
        ({"until": "13/03/2024"}, "until", "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"since": "13/2024"}, "since", "ngày"),
        ({"full_name": ""}, "full_name", "Trường này là bắt buộc."),
    ],
)
def test_a_fault_of_who_stands_in_is_told_at_its_field(client, council, fields, field, said):
    seat = make_sitting(council)

    form = client.post(url("member_create", seat), STAND_IN | fields).context["form"]

    assert said in " ".join(form.errors[field])
    assert set(form.errors) == {field}
    assert seat.members.count() == 1


def test_two_at_once_on_a_seat_are_refused_beside_the_form(client, council):
    seat = make_sitting(council)
    body = STAND_IN | {"stands_in": "", "until": ""}

    page = client.post(url("member_create", seat), body)

    assertContains(page, "hãy ghi ngày kết thúc trước", status_code=422)
    assert page.context["form"]["full_name"].value() == "Võ Na"


# --- What another saved meanwhile --------------------------------------------------------------


def test_who_saves_a_seat_late_sees_what_another_saved_and_may_save_over_it(client, council):
    seat = make_sitting(council, organisation="Hội Nông dân")
    read = client.get(url("seat_update", seat)).context["form"]["version"].value()
    setting_up.seat(Seat.objects.get(), None, by=council.prepared_by)

    refused = client.post(url("seat_update", seat), SEAT | {"version": read, "position": 7})

    assertContains(refused, "Người khác đã sửa nội dung này", status_code=409)
    assertContains(refused, f"<dd>{seat.members.get()}</dd>", status_code=409, html=True)
    assert seat.members.get().full_name != "Lê Tám"
    again = SEAT | {"version": refused.context["form"]["version"].value(), "position": 7}
    assert client.post(url("seat_update", seat), again).status_code == 302
    assert Seat.objects.get().position == 7


def test_a_page_of_a_seat_is_stale_once_its_people_were_changed(client, council):
    seat = make_sitting(council, organisation="Hội Nông dân")
    read = client.get(url("seat_update", seat)).context["form"]["version"].value()
    setting_up.member(seat.members.get(), by=council.prepared_by)

    refused = client.post(url("seat_update", seat), SEAT | {"version": read})

    assert refused.status_code == 409


def test_who_saves_a_member_late_sees_what_another_saved_and_may_save_over_it(client, council):
    person = make_sitting(council).members.get()
    other = Member.objects.get(pk=person.pk)
    other.job_title = "Trưởng phòng"
    setting_up.member(other, by=council.prepared_by)
    body = {"full_name": "Tên của tôi", "since": "04/03/2024"}

    refused = client.post(url("member_update", person), body | {"version": person.version})

    assertContains(refused, "<dd>Trưởng phòng</dd>", status_code=409, html=True)
    again = body | {"version": refused.context["form"]["version"].value()}
    assert client.post(url("member_update", person), again).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.version) == ("Tên của tôi", 3)


# --- Once it was decided on --------------------------------------------------------------------


def test_a_change_of_a_council_in_force_asks_for_what_it_rests_on(client, as_role):
    leader = as_role(Role.UNIT_LEADER)
    council = make_whole_council("in_force", unit=leader.unit)
    seat = make_sitting(council)
    pages = [
        (url("seat_create", council), SEAT),
        (url("seat_update", seat), SEAT | {"organisation": "", "agency": seat.agency_id}),
        (url("member_create", seat), STAND_IN),
        (url("member_update", seat.members.get()), {"full_name": "Lê Tám", "since": "04/03/2024"}),
        (url("seat_remove", seat), {}),
    ]

    for address, body in pages:
        form = client.post(address, body).context["form"]
        assert set(form.errors) == {"note"}, address
        told = body | {"note": "Quyết định kiện toàn số 9"}
        told |= {"version": form.instance.version} if "version" in form.fields else {}
        assert client.post(address, told).status_code == 302, address
        assert "Quyết định kiện toàn số 9" in Event.objects.about(council)[0].note


def test_an_officer_sees_a_council_in_force_without_its_acts(client, officer):
    council = make_whole_council("in_force", unit=officer.unit)

    page = client.get(council.get_absolute_url())

    assertNotContains(page, url("seat_create", council))
    assertNotContains(page, url("seat_update", council.seats.first()))
    refused = client.post(url("seat_create", council), SEAT)
    assertContains(refused, "chỉ lãnh đạo đơn vị hoặc quản trị", status_code=409)


# --- What the page of a Council shows -----------------------------------------------------------


def test_the_page_shows_both_sides_gaps_proposals_and_who_sits_twice(client, officer):
    rules = make_rules("published", groups={"drink": ["trade"]}, number="7/QĐ-UBND")
    council = make_council(unit=officer.unit, rules=rules, delegation="Giấy số 1")
    user = make_user(Role.COUNCIL_MEMBER, full_name="Lê Tám")
    for role in (SeatRole.CHAIR, SeatRole.GROUP_HEAD):
        make_member(make_seat(council, role), full_name="Lê Tám", user=user)
    make_seat(council, organisation="Hội Nông dân")

    page = client.get(council.get_absolute_url())

    assertContains(page, "<strong>Chưa có Ủy viên thư ký</strong>", html=True)
    assertContains(page, "Chưa có người ngồi ghế Ủy viên: Hội Nông dân")
    assertContains(page, "Nên có cơ quan phụ trách công thương (Sở Công Thương)")
    assertContains(page, "Có mặt cả ở Hội đồng và Tổ tư vấn: Lê Tám.")
    assertContains(page, 'id="to-tu-van"')
    assert [name for _, name, _ in page.context["sides"]] == ["Hội đồng", "Tổ tư vấn"]


@pytest.mark.parametrize(
    ("state", "facts", "day"),
    [
        ("draft", {"starts_on": TODAY + 30 * DAY}, TODAY + 30 * DAY),
        ("in_force", {"starts_on": TODAY + 30 * DAY}, TODAY + 30 * DAY),
        ("in_force", {}, TODAY),
        ("in_force", {"ends_on": TODAY - DAY}, TODAY - DAY),
        ("ended", {"ends_on": TODAY - DAY}, TODAY - DAY),
    ],
)
def test_a_council_is_shown_as_on_today_inside_its_term(client, admin, state, facts, day):
    council = make_council(state, **facts)

    assert client.get(council.get_absolute_url()).context["day"] == day


def test_a_council_that_came_back_says_why_on_top(client, as_role, officer):
    council = make_whole_council("proposed", unit=officer.unit, prepared_by=officer)
    leader = as_role(Role.UNIT_LEADER, unit=officer.unit)
    client.post(
        reverse("councils:council_step", args=[council.pk, "give_back"]), {"note": "Thiếu Sở Y tế."}
    )
    client.force_login(officer)

    page = client.get(council.get_absolute_url())

    assert page.context["returned"].actor == leader
    assertContains(page, "Thiếu Sở Y tế.")


def test_a_step_that_is_none_is_not_found(client, council):
    assert client.get(f"{council.get_absolute_url()}buoc/khac/").status_code == 404


def test_the_page_costs_the_same_however_many_sit(client, admin, django_assert_max_num_queries):
    council = make_whole_council("in_force")
    client.get(council.get_absolute_url())

    for _ in range(12):
        make_sitting(council, user=make_user(Role.COUNCIL_MEMBER))
    with django_assert_max_num_queries(25):
        client.get(council.get_absolute_url())
