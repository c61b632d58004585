"""News: on the bell at once, by mail in one digest a person, never lost and never twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs import notices
from programs.enums import NotificationKind, Role
from programs.models import Mail, Notification, Participant
from tests.support.factories import make_campaign, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
KIND = NotificationKind
NOON = datetime(2024, 3, 18, 12, tzinfo=timezone.get_default_timezone())


def all_true(rows, _at):
    return rows


def tell(person, kind=KIND.SENT, text="Kế hoạch đã gửi.", about=None, **facts):
    about = about or make_campaign()
    notices.tell(kind, [person], about, text, about.get_absolute_url(), **facts)
    return about


@pytest.fixture
def person():
    return make_user(Role.PROVINCE_STAFF)


def unread_count(person):
    return person.notifications.filter(read_at=None).count()


def outcomes(person):
    return list(person.notifications.order_by("pk").values_list("outcome", flat=True))


# --- The digest --------------------------------------------------------------------------------


def test_several_news_go_in_one_mail_in_vietnamese(person):
    first, _ = tell(person, text="Huyện A đã gửi."), tell(person, text="Huyện B đã gửi.")

    with time_machine.travel(NOON):
        notices.send_digests(all_true, NOON)

    mail = Mail.objects.get()
    assert (mail.recipient, mail.subject) == (person.email, "Cổng OCOP: 2 tin ngày 18/03/2024")
    assert f"1. Huyện A đã gửi.\n   http://testserver{first.get_absolute_url()}" in mail.body
    assert mail.body.startswith(f"Kính gửi {person},")
    assert "Bật, tắt từng loại thư: http://testserver/toi/thu/" in mail.body


def test_one_news_is_the_subject_of_its_mail(person):
    tell(person, text="Huyện A đã gửi.")

    notices.send_digests(all_true, NOON)

    assert Mail.objects.get().subject == "Huyện A đã gửi."


def test_what_was_decided_is_not_decided_again(person):
    tell(person)

    notices.send_digests(all_true, NOON)

    assert notices.send_digests(all_true, NOON + timedelta(days=1)) == []
    assert (Mail.objects.count(), outcomes(person)) == (1, ["mailed"])


def test_news_of_a_change_that_was_undone_was_never_told(person):
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)

    assert not Notification.objects.exists()


def test_a_worker_that_dies_before_the_end_loses_nothing(person, monkeypatch):
    tell(person)
    monkeypatch.setattr(notices, "_settle", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        notices.send_digests(all_true, NOON)
    monkeypatch.undo()

    assert not Mail.objects.exists()
    notices.send_digests(all_true, NOON)
    assert Mail.objects.count() == 1


def test_a_person_gets_one_mail_a_day(person):
    with time_machine.travel(NOON) as clock:
        tell(person)
        notices.send_digests(all_true, timezone.now())
        tell(person)
        assert notices.send_digests(all_true, timezone.now()) == []
        clock.shift(timedelta(days=1))
        notices.send_digests(all_true, timezone.now())

    assert Mail.objects.count() == 2


def test_what_calls_to_act_goes_at_once_and_takes_the_rest_along(person):
    with time_machine.travel(NOON):
        tell(person)
        notices.send_digests(all_true, timezone.now())
        tell(person, text="Huyện C đã gửi.")
        tell(person, KIND.RETURNED, "Kế hoạch được trả lại.")
        notices.send_digests(all_true, timezone.now())

    assert "Huyện C" in Mail.objects.order_by("pk").last().body


def test_nobody_is_woken_before_the_morning(person):
    tell(person)

    assert notices.send_digests(all_true, NOON.replace(hour=6)) == []
    assert notices.send_digests(all_true, NOON.replace(hour=7))[0].carried


def test_what_is_done_by_then_is_not_mailed(person):
    tell(person)

    notices.send_digests(lambda _rows, _at: [], NOON)

    assert (Mail.objects.exists(), outcomes(person)) == (False, ["moot"])


def test_of_the_same_news_about_one_thing_the_latest_is_mailed(person):
    about = tell(person, text="Trả lại lần 1.")
    tell(person, text="Trả lại lần 2.", about=about)

    notices.send_digests(all_true, NOON)

    assert Mail.objects.get().subject == "Trả lại lần 2."
    assert outcomes(person) == ["moot", "mailed"]


def test_a_kind_that_a_person_turned_off_stays_on_the_bell_alone(person):
    person.muted_kinds = [KIND.SENT]
    person.save()
    tell(person)

    notices.send_digests(all_true, NOON)

    assert (Mail.objects.exists(), outcomes(person)) == (False, ["muted"])
    assert unread_count(person) == 1


def test_a_closed_account_gets_no_mail(person):
    tell(person)
    person.is_active = False
    person.save()

    notices.send_digests(all_true, NOON)

    assert (Mail.objects.exists(), outcomes(person)) == (False, ["moot"])


def test_a_reminder_of_a_day_is_one_row_however_often_it_is_told(person):
    about = tell(person, KIND.DUE_SOON, due_on=NOON.date())
    tell(person, KIND.DUE_SOON, about=about, due_on=NOON.date())
    tell(person, KIND.DUE_SOON, about=about, due_on=NOON.date() + timedelta(days=6))

    assert person.notifications.count() == 2


@pytest.mark.parametrize(("kind", "is_sent"), [(KIND.RETURNED, False), (KIND.HANDED_IN, True)])
def test_what_calls_to_act_wakes_nobody_who_turned_it_off(person, kind, is_sent):
    person.muted_kinds = [KIND.RETURNED]
    person.save()
    tell(person)
    tell(person, kind, "Việc gấp.")

    assert bool(notices.send_digests(all_true, NOON.replace(hour=3))) is is_sent


def test_a_mail_of_the_night_is_not_the_mail_of_the_day(person):
    with time_machine.travel(NOON.replace(hour=6, minute=59)) as clock:
        tell(person, KIND.RETURNED, "Việc gấp.")
        notices.send_digests(all_true, timezone.now())
        tell(person)
        clock.shift(timedelta(minutes=1))
        notices.send_digests(all_true, timezone.now())

    assert Mail.objects.count() == 2


def test_the_day_of_a_mail_is_the_day_here_and_not_that_of_greenwich(person):
    """22:00 of the 17th in Greenwich is 5:00 of the 18th here: still before the morning."""
    tell(person)

    assert notices.send_digests(all_true, datetime(2024, 3, 17, 22, tzinfo=UTC)) == []
    assert notices.send_digests(all_true, datetime(2024, 3, 18, 0, tzinfo=UTC))[0].carried


def test_the_same_news_about_two_things_is_carried_twice_and_of_two_kinds_too(person):
    about = tell(person)
    tell(person)
    tell(person, KIND.ACCEPTED, about=about)

    (digest,) = notices.send_digests(all_true, NOON)

    assert (len(digest.carried), digest.dropped) == (3, [])


def test_each_person_has_a_mail_of_their_own_news(person):
    other = make_user(Role.OBSERVER)
    tell(person, text="Tin một.")
    tell(other, text="Tin hai.")

    notices.send_digests(all_true, NOON)

    told = Mail.objects.values_list("recipient", "subject")
    assert set(told) == {(person.email, "Tin một."), (other.email, "Tin hai.")}


def test_a_text_keeps_its_lines_and_is_no_longer_than_a_notification_holds(person):
    tell(person, text="một\n hai  " + "x" * 1000)

    assert Notification.objects.get().text == "một\nhai " + "x" * 992


# --- The pages ---------------------------------------------------------------------------------


def test_the_bell_counts_what_is_unread(client, as_role):
    user = as_role(Role.OBSERVER)
    tell(user)

    page = client.get(reverse("programs:notification_list"))

    assert "Thông báo (1 chưa đọc)" in page.content.decode()
    assert page.context["unread"] == 1


def test_following_a_news_marks_it_read(client, as_role):
    user = as_role(Role.PROVINCE_STAFF)
    about, _ = tell(user), tell(user)
    row = user.notifications.earliest("pk")

    response = client.post(reverse("programs:notifications_read"), {"pk": row.pk})

    assert response.url == about.get_absolute_url()
    assert unread_count(user) == 1


def test_all_are_marked_read_at_once(client, as_role):
    user, other = as_role(Role.OBSERVER), make_user(Role.OBSERVER)
    tell(user)
    tell(user)
    tell(other)

    client.post(reverse("programs:notifications_read"))

    assert (unread_count(user), unread_count(other)) == (0, 1)


@pytest.mark.parametrize("pk", ["", "x", "999999999", "9" * 5000, "²"])
def test_another_persons_news_is_not_found(client, as_role, pk):
    as_role(Role.OBSERVER)
    other = make_user(Role.OBSERVER)
    tell(other)
    pk = pk or other.notifications.get().pk

    response = client.post(reverse("programs:notifications_read"), {"pk": pk})

    assert (response.status_code, unread_count(other)) == (404, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_news_costs_the_same_however_long(
    client, as_role, count, django_assert_num_queries
):
    user = as_role(Role.OBSERVER)
    for _ in range(count):
        tell(user)
    url = reverse("programs:notification_list")
    client.get(url)

    with django_assert_num_queries(6):  # savepoints, session, user, count, rows
        response = client.get(url)

    assert len(response.context["page_obj"].object_list) == count


def test_a_person_chooses_the_mail_by_kind(client, as_role):
    user = as_role(Role.UNIT_OFFICER)

    client.post(reverse("programs:mail_choices"), {"kinds": ["returned", "overdue"]})

    user.refresh_from_db()
    assert set(user.muted_kinds) == set(KIND) - {KIND.RETURNED, KIND.OVERDUE}


def test_a_unit_reads_which_reminders_it_was_sent(client, as_role):
    user = as_role(Role.UNIT_OFFICER)
    campaign = make_campaign(user.unit, make_unit())
    own, other = Participant.objects.filter(campaign=campaign).order_by("position")
    notices.tell(KIND.DUE_SOON, [user], own, "Còn 7 ngày.", "/", NOON.date())

    page = client.get(reverse("programs:reminder_list", args=[own.pk]))

    assert "Còn 7 ngày." in page.content.decode()
    assert "Chờ gửi thư" in page.content.decode()
    assert client.get(reverse("programs:reminder_list", args=[other.pk])).status_code == 404
