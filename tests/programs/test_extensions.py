"""More time: the newest holds, is taken back with a reason, asked for, and declined."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from programs.acts import StepRefused
from programs.deadlines import clocks
from programs.enums import Role
from programs.extensions import ask, decline, extend, is_far, take_back
from programs.models import Event, ExtensionRequest, Participant
from tests.support.factories import make_agency, make_campaign, make_unit, make_user
from tests.support.rows import make_extension_request

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def participant():
    return make_campaign(make_unit()).participants.get()


@pytest.fixture
def admin_user():
    return make_user(Role.PROVINCE_ADMIN)


def lock_of(participant):
    return clocks(participant.campaign, participant.unit).lock


def after(participant, days):
    return participant.campaign.locks_at + timedelta(days=days)


def test_a_slip_is_put_right_by_the_next_extension(participant, admin_user):
    extend(participant, after(participant, 38 * 365), "Gõ nhầm năm.", by=admin_user)
    extend(participant, after(participant, 5), "Sửa năm.", by=admin_user)

    assert lock_of(participant) == after(participant, 5)


def test_time_is_taken_back_with_a_reason_and_the_unit_is_told(participant, admin_user):
    person = make_user(Role.UNIT_OFFICER, unit=participant.unit)
    extend(participant, after(participant, 5), "Bão.", by=admin_user)

    take_back(participant, "Cấp nhầm đơn vị.", by=admin_user)

    assert lock_of(participant) == participant.campaign.locks_at
    assert Event.objects.about(participant).first().note == "Cấp nhầm đơn vị."
    assert "Cấp nhầm đơn vị." in person.notifications.latest("pk").text
    with pytest.raises(StepRefused, match="Không có gia hạn nào"):
        take_back(participant, "Lần nữa.", by=admin_user)


@pytest.mark.parametrize(("days", "far"), [(300, False), (366, False), (367, True), (13_880, True)])
def test_over_a_year_is_asked_about(participant, days, far):
    due = participant.campaign.due_at
    assert is_far(participant, max(due, timezone.now()) + timedelta(days=days)) is far


def test_the_page_asks_once_more_about_a_time_that_is_far(client, admin, participant):
    page = reverse("programs:extension_create", args=[participant.pk])
    far = timezone.localtime() + timedelta(days=14_000)
    data = {"until": f"{far:%d/%m/%Y} 00:00", "reason": "Bão."}

    asked = client.post(page, data)

    assertContains(asked, "xem lại năm")
    assertContains(asked, 'type="checkbox" name="sure"')
    assert not participant.extensions.exists()
    assert client.post(page, data | {"sure": "on"}).status_code == 302
    assert participant.extensions.count() == 1


def test_a_unit_asks_once_at_a_time_and_the_administrators_are_told(participant, admin_user):
    officer = make_user(Role.UNIT_OFFICER, unit=participant.unit)

    ask(participant, after(participant, 7), "Mất điện.", by=officer)

    assert "Mất điện." in admin_user.notifications.get().text
    with pytest.raises(StepRefused, match="chờ cấp tỉnh trả lời"):
        ask(participant, after(participant, 9), "Nữa.", by=officer)


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.PROVINCE_STAFF, Role.PROVINCE_ADMIN])
def test_nobody_asks_for_another_unit(participant, role):
    with pytest.raises((StepRefused, type(participant).DoesNotExist)):
        ask(participant, after(participant, 7), "Bão.", by=make_user(role))
    assert not ExtensionRequest.objects.exists()


def test_what_is_declined_is_answered_in_words_and_may_be_asked_again(participant, admin_user):
    officer = make_user(Role.UNIT_OFFICER, unit=participant.unit)
    asked = make_extension_request(participant)

    decline(asked, "Đã quá hạn báo cáo tỉnh.", by=admin_user)

    asked.refresh_from_db()
    assert (asked.is_granted, asked.answer) == (False, "Đã quá hạn báo cáo tỉnh.")
    assert "không được gia hạn" in officer.notifications.get().text
    assert lock_of(participant) == participant.campaign.locks_at
    ask(participant, after(participant, 7), "Mất điện.", by=officer)
    with pytest.raises(StepRefused, match="đã được trả lời"):
        decline(asked, "Lần nữa.", by=admin_user)


def test_time_is_not_given_from_a_page_that_is_older_than_the_answer(client, admin, participant):
    asked = make_extension_request(participant)
    page = reverse("programs:extension_create", args=[participant.pk])
    read = client.get(page).context["form"]["read"].value()
    decline(asked, "Đã quá hạn.", by=admin)

    until = timezone.localtime(asked.until)
    data = {"until": f"{until:%d/%m/%Y} 00:00", "reason": "Bão.", "read": read}

    assertContains(client.post(page, data), "không gia hạn: Đã quá hạn.", status_code=409)
    assert not participant.extensions.exists()


def test_an_agency_is_not_offered_what_units_ask_for(client, admin):
    campaign = make_campaign()
    row = Participant.objects.create(campaign=campaign, agency=make_agency(), position=1)

    page = client.get(campaign.get_absolute_url())

    assertNotContains(page, reverse("programs:extension_ask", args=[row.pk]))
