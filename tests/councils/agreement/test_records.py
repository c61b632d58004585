"""What a member gave is read by the member and the own body, whose head confirms it (C13, C14)."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.agreement import records
from councils.enums import SessionState
from councils.models import RecordReading
from programs.acts import StepRefused
from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_user
from tests.support.sessions import make_conflict, sign

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


@pytest.fixture
def member(board, evaluation):
    """One who signed a sheet of a session that was closed since."""
    person = board.members[0]
    sign(evaluation, person, "1.1")
    session = evaluation.session
    session.state, session.closed_at = SessionState.CLOSED, session.ends_at
    session.save()
    return person


@pytest.fixture
def seat(board, member):
    return board.seat(member)


@pytest.fixture
def record(evaluation, seat):
    return evaluation.session.attendances.get(seat=seat)


@pytest.fixture
def head(seat):
    return make_user(Role.AGENCY_OFFICER, agency=seat.agency)


def read(user):
    return [*records.records_of(user)]


def test_a_record_is_read_by_the_member_and_the_own_body_alone(record, member, head):
    assert read(member) == read(head) == [record]
    for role in (Role.AGENCY_OFFICER, Role.PROVINCE_ADMIN, Role.OBSERVER, Role.UNIT_LEADER):
        assert read(make_user(role)) == []


def test_nothing_is_read_before_the_session_is_closed(board, evaluation):
    person = board.members[0]
    sign(evaluation, person, "1.1")

    assert read(person) == []


def test_the_head_confirms_once_and_the_trail_tells(record, head):
    records.confirm(record, by=head)

    assert RecordReading.objects.get().read_by == head
    assert Event.objects.filter(action="read_record").count() == 1
    with pytest.raises(StepRefused, match="đã có người xác nhận"):
        records.confirm(record, by=head)


def test_nobody_confirms_the_own_record(record, member, seat):
    member.role, member.agency = Role.AGENCY_OFFICER, seat.agency
    member.save()

    with pytest.raises(StepRefused, match="Không tự xác nhận"):
        records.confirm(record, by=member)


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.AGENCY_OFFICER, Role.UNIT_LEADER])
def test_another_body_confirms_nothing(record, role):
    refused = records.confirming_refusal(record, make_user(role))

    assert (refused.status, refused.code) == (403, "role")


def test_the_page_tells_the_own_points_and_no_others(sign_in, record, seat, member):
    page = sign_in(member).get(reverse("councils:record_detail", args=[record.pk]))

    assertContains(page, "Chưa có người xác nhận")
    assertContains(page, "37")
    assert page.context["lines"][0][1].seat == seat


def test_of_a_dossier_in_conflict_no_mean_is_told(sign_in, evaluation, record, seat, member):
    evaluation.mean, evaluation.verdict, evaluation.star = 71, "recognise", 4
    evaluation.save()
    make_conflict(evaluation, seat)

    page = sign_in(member).get(reverse("councils:record_detail", args=[record.pk]))

    assertContains(page, "không tham gia")
    assert b"71,00" not in page.content


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_the_record_is_printed_for_the_own_body(sign_in, record, head, extension):
    answer = sign_in(head).get(reverse("reports:member_record", args=[record.pk, extension]))

    assert answer.status_code == 200


def test_a_record_that_is_not_ones_own_is_not_found(sign_in, record):
    stranger = make_user(Role.AGENCY_OFFICER)

    for name in ("councils:record_detail", "councils:record_confirm"):
        assert sign_in(stranger).get(reverse(name, args=[record.pk])).status_code == 404
