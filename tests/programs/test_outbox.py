"""Mail that is neither lost nor sent twice."""

import socket
import time
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from ocop_portal import settings as ocop_settings
from programs import outbox
from programs.enums import Role
from programs.models import Mail, User
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def write(key="kế hoạch 1", **fields):
    values = {"recipient": "a@ocop.example", "subject": "Báo", "body": "Nội dung."}
    return outbox.write(key, **values | fields)


def test_the_same_news_is_written_once():
    assert write() == write(subject="Báo lại")
    assert Mail.objects.count() == 1


def test_a_mail_of_a_change_that_was_undone_was_never_written():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


def test_a_line_break_never_reaches_a_header():
    assert write(subject="Báo\r\nBcc: x@y.z").subject == "Báo Bcc: x@y.z"


def test_a_long_subject_ends_with_a_word():
    words = "kế hoạch " * 40

    subject = write(subject=words).subject

    assert len(subject) <= 200
    assert subject.removesuffix(" …") in words


def test_nobody_whose_account_was_closed_since_is_mailed():
    closed = make_user(Role.UNIT_OFFICER, email="a@ocop.example")
    write()
    User.objects.filter(pk=closed.pk).update(is_active=False)

    assert outbox.send_waiting() == (0, 0)

    User.objects.filter(pk=closed.pk).update(is_active=True)
    assert outbox.send_waiting() == (1, 0)


def test_what_was_sent_is_not_sent_again():
    write()
    call_command("send_mail_queue", verbosity=0)
    call_command("send_mail_queue", verbosity=0)

    assert [message.to for message in django_mail.outbox] == [["a@ocop.example"]]


def test_a_row_that_another_worker_claimed_is_left_alone():
    row = write()
    assert outbox._claim(row)  # noqa: SLF001 -- the other worker, between claim and send

    assert outbox._claim(row) == 0  # noqa: SLF001
    assert outbox.send_waiting() == (0, 0)


def test_a_worker_that_dies_after_the_claim_loses_nothing_and_keeps_the_message_id():
    row = write()
    outbox._claim(row)  # noqa: SLF001 -- and dies here
    before = outbox.message_id(row)
    Mail.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    assert outbox.send_waiting() == (1, 0)
    assert django_mail.outbox[0].extra_headers["Message-ID"] == before


def test_a_dead_server_delays_the_mail_and_others_go_out(monkeypatch):
    bad, good = write("một", recipient="bad@ocop.example"), write("hai")
    real = django_mail.EmailMessage.send

    def send(message):
        if message.to == ["bad@ocop.example"]:
            raise SMTPServerDisconnected("Connection lost")
        return real(message)

    monkeypatch.setattr(outbox.EmailMessage, "send", send)

    assert outbox.send_waiting() == (1, 1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.sent_at, bad.attempts, bool(good.sent_at)) == (None, 1, True)
    assert "Connection lost" in bad.error
    assert bad.due_at > timezone.now()


def test_a_mail_that_failed_eight_times_is_set_aside():
    row = write()
    Mail.objects.filter(pk=row.pk).update(attempts=outbox.ATTEMPTS)

    assert outbox.send_waiting() == (0, 0)


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 5), (1, 10), (7, 640)])
def test_each_attempt_waits_twice_as_long_as_the_one_before(attempts, minutes):
    row, now = write(), timezone.now()
    Mail.objects.update(attempts=attempts)

    with time_machine.travel(now, tick=False):
        assert outbox.send_waiting() == (1, 0)

    row.refresh_from_db()
    assert (row.due_at - now, row.attempts) == (timedelta(minutes=minutes), attempts + 1)


def test_mails_go_out_in_the_order_in_which_they_were_written_and_no_more_than_asked():
    for number in range(3):
        write(f"{number}", subject=f"Tin {number}")

    assert outbox.send_waiting(limit=2) == (2, 0)
    assert [message.subject for message in django_mail.outbox] == ["Tin 0", "Tin 1"]


def test_a_mail_whose_time_has_not_come_waits_and_its_very_instant_is_enough():
    row, now = write(), timezone.now()
    Mail.objects.update(due_at=now)

    assert not outbox.waiting(now - timedelta(microseconds=1)).exists()
    assert outbox.waiting(now).get() == row


def test_a_fault_is_kept_with_the_mail_until_it_is_sent(monkeypatch):
    def send(_message):
        raise TimeoutError

    row = write()
    monkeypatch.setattr(outbox.EmailMessage, "send", send)
    assert outbox.send_waiting() == (0, 1)
    row.refresh_from_db()
    assert row.error == "TimeoutError: "
    monkeypatch.undo()
    Mail.objects.update(due_at=timezone.now())

    assert outbox.send_waiting() == (1, 0)
    row.refresh_from_db()
    assert row.error == ""


def test_the_message_id_is_of_this_portal_and_of_this_mail_alone(settings):
    settings.BASE_URL = "https://ocop.example.vn:8443"
    one, other = write("một"), write("hai")

    assert outbox.message_id(one) == outbox.message_id(Mail.objects.get(pk=one.pk))
    assert outbox.message_id(one) != outbox.message_id(other)
    assert outbox.message_id(one).endswith("@ocop.example.vn>")


# --- A server that is silent (SECURITY F11) ------------------------------------------------------


@pytest.fixture
def silent_server(settings):
    """A mail server that takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        yield listener


def test_a_server_waits_for_a_silent_mail_server_for_less_than_a_minute():
    assert 5 <= ocop_settings.EMAIL_TIMEOUT <= 60


def test_a_silent_server_delays_the_mail(settings, silent_server):
    settings.EMAIL_TIMEOUT = 0.2
    row = write()

    begun = time.monotonic()
    assert outbox.send_waiting() == (0, 1)

    assert time.monotonic() - begun < 5
    row.refresh_from_db()
    assert (row.sent_at, row.attempts) == (None, 1)
    assert "timed out" in row.error


def test_a_round_ends_before_the_next_and_leaves_the_rest_as_it_was(
    settings, silent_server, monkeypatch
):
    settings.EMAIL_TIMEOUT = 0.2
    monkeypatch.setattr(outbox, "ROUND", timedelta(seconds=0.3))
    rows = [write(f"{number}") for number in range(5)]

    assert outbox.send_waiting() == (0, 2)

    assert [Mail.objects.get(pk=row.pk).attempts for row in rows] == [1, 1, 0, 0, 0]
