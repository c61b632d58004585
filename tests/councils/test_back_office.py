"""Seats and members are mended in the back office too, by what the pages hold."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import path
from pytest_django.asserts import assertContains, assertNotContains

from councils.enums import SessionState
from councils.membership import setting_up
from councils.models import Member, Seat
from ocop_portal import urls
from programs.models import Event
from tests.support.councils import TERM, make_council, make_member, make_seat
from tests.support.factories import make_agency
from tests.support.sessions import make_ready_dossier, make_relation, make_session

urlpatterns = [*urls.urlpatterns, path("quan-tri/", admin.site.urls)]
pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.urls(__name__)]
OFFICE = "/quan-tri/councils/"


@pytest.fixture
def holder(admin):
    return make_member()


def values(seat, **facts):
    named = {"seat": seat.pk, "full_name": "Trần Thị Kế", "since": "01/06/2030", "job_title": ""}
    return named | {"user": "", "until": "", "authority": ""} | facts


def test_a_member_is_added_and_the_trail_tells(client, holder):
    holder.until = date(2030, 5, 31)
    holder.save()

    client.post(f"{OFFICE}member/add/", values(holder.seat))

    added = Member.objects.get(full_name="Trần Thị Kế")
    assert Event.objects.about(added).get().action == "add_reference"


def test_who_comes_onto_a_seat_after_the_call_is_looked_at_here_too(client, admin):
    session = make_session(None, SessionState.CALLED, make_ready_dossier())
    evaluation = session.evaluations.get()
    make_relation(evaluation.dossier.product.producer, full_name="Trần Thị Kế")
    seat = session.council.seats.voting().last()
    paper = {"stands_in": "on", "authority": "GUQ số 5", "until": "01/06/2030"}
    paper |= {"note": "Ủy quyền."}

    client.post(f"{OFFICE}member/add/", values(seat, **paper | {"since": "01/06/2024"}))

    assert evaluation.conflicts.get().member.full_name == "Trần Thị Kế"


def test_a_seat_of_another_body_after_the_call_is_looked_at_here_too(client, admin):
    session = make_session(None, SessionState.CALLED, make_ready_dossier())
    evaluation, agency = session.evaluations.get(), make_agency()
    make_relation(evaluation.dossier.product.producer, agency=agency, since=TERM)
    seat = session.council.seats.voting().last()
    facts = {"council": seat.council_id, "role": seat.role, "position": 9, "organisation": ""}

    facts |= {"agency": agency.pk, "version": seat.version, "note": "Quyết định kiện toàn."}

    client.post(f"{OFFICE}seat/{seat.pk}/change/", facts)

    assert evaluation.conflicts.get().seat == seat


def test_a_second_holder_of_a_seat_is_refused_by_the_sentence_of_the_pages(client, holder):
    page = client.post(f"{OFFICE}member/add/", values(holder.seat))

    assertContains(page, "đã là người giữ ghế này")
    assert Member.objects.count() == 1


def test_what_changes_a_council_that_was_decided_on_asks_for_its_decision(client, admin):
    seat = make_seat(make_council("in_force"))
    address = f"{OFFICE}member/add/"

    page = client.post(address, values(seat))
    assertContains(page, "đã có quyết định thành lập: ghi quyết định kiện toàn")
    assert not Member.objects.exists()

    client.post(address, values(seat, note="Quyết định số 9"))
    added = Member.objects.get()
    assert Event.objects.about(added).get().note == "Quyết định số 9"
    assert "Quyết định số 9" in Event.objects.about(seat.council)[0].note


def test_nobody_is_added_to_a_council_that_has_ended(client, admin):
    seat = make_seat(make_council("ended"))

    page = client.post(f"{OFFICE}member/add/", values(seat, note="Vì thế."))

    assertContains(page, "Hội đồng đã kết thúc: không sửa được nữa.")
    assert not Member.objects.exists()


def test_who_saves_late_is_told_what_another_saved_and_nothing_is_lost(client, holder):
    address = f"{OFFICE}member/{holder.pk}/change/"
    version = client.get(address).context["adminform"].form["version"].value()
    setting_up.member(Member.objects.get(), by=holder.seat.council.prepared_by)

    page = client.post(address, values(holder.seat, version=version))

    assertContains(page, "Người khác đã sửa dòng này sau khi bạn mở, xuất ra. Hiện là:")
    assert Member.objects.get().full_name == holder.full_name


def test_a_member_is_not_moved_to_another_seat_nor_a_seat_to_another_council(client, holder):
    other = make_seat()
    client.post(f"{OFFICE}member/{holder.pk}/change/", values(other, version=1))
    agency = holder.seat.agency
    body = {"council": other.council_id, "role": "deputy", "agency": agency.pk, "position": 3}
    client.post(f"{OFFICE}seat/{holder.seat_id}/change/", body | {"version": 2})

    moved = Member.objects.select_related("seat").get()
    assert (moved.full_name, moved.seat_id) == ("Trần Thị Kế", holder.seat_id)
    assert (moved.seat.role, moved.seat.council_id) == ("deputy", holder.seat.council_id)


def test_what_is_saved_unchanged_leaves_no_trace(client, holder):
    body = values(holder.seat, full_name=holder.full_name, since=f"{holder.since:%d/%m/%Y}")

    answer = client.post(f"{OFFICE}member/{holder.pk}/change/", body | {"version": 1})

    assert answer.status_code == 302
    assert (Member.objects.get().version, holder.history.count()) == (1, 1)
    assert not Event.objects.filter(action="change_reference").exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"organisation": "Hội Nông dân"}, "Ghế của một cơ quan cấp tỉnh, hoặc của một tổ chức"),
        ({"role": "chair"}, "đã có người giữ vai trò này"),
        ({"agency": "former"}, "không còn (hoặc chưa có) vào ngày"),
    ],
)
def test_what_a_seat_may_not_say_is_refused_in_the_words_of_the_pages(client, holder, fields, said):
    council = holder.seat.council
    make_seat(council, "chair")
    if "agency" in fields:
        fields = {"agency": make_agency(valid_to=date(2024, 1, 1)).pk}
    body = {"council": council.pk, "role": "member", "organisation": "", "position": 1}
    body |= {"agency": holder.seat.agency_id, "version": 1}

    page = client.post(f"{OFFICE}seat/{holder.seat_id}/change/", body | fields)

    assertContains(page, said)
    assert Seat.objects.get(pk=holder.seat_id).version == 1


def test_history_tells_what_was_written_on_the_pages_and_here(client, admin, holder):
    person = Member.objects.get()
    person.job_title, by = "Trưởng phòng", holder.seat.council.prepared_by
    setting_up.member(person, by=by)
    client.post(f"{OFFICE}member/{holder.pk}/change/", values(holder.seat, version=2))

    page = client.get(f"{OFFICE}member/{holder.pk}/history/")

    assertContains(page, f"Họ và tên: {holder.full_name} → Trần Thị Kế")
    assertContains(page, "Chức vụ: để trống → Trưởng phòng")
    assertContains(page, f"<td>{admin}</td>", html=True)
    assertNotContains(page, "Lần sửa")
    assertNotContains(page, "style=")
    assert client.get(f"{OFFICE}member/999999/history/").status_code == 302


def test_councils_and_their_rules_are_read_alone(client, holder):
    council = holder.seat.council

    for kind, pk in (("council", council.pk), ("councilrules", council.rules_id)):
        page = client.get(f"{OFFICE}{kind}/{pk}/change/")
        assertNotContains(page, "_save")
        assert client.post(f"{OFFICE}{kind}/{pk}/change/", {}).status_code == 403
