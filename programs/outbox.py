"""Mail that is neither lost nor sent twice.

`write()` adds a row in the transaction of what the mail tells. `send_waiting()` claims a row by
compare-and-set, sends it with a Message-ID made from the row's key, and marks it. A worker that
dies after the server took the mail leaves a row that is sent again under the same Message-ID:
SMTP cannot promise better.
"""

import hashlib
import time
from datetime import timedelta
from textwrap import shorten
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, F, OuterRef, QuerySet

from programs import clock
from programs.models import Mail, User

CLAIM = timedelta(minutes=5)
ATTEMPTS = 8
# A server that answers none or each of its mails late may not hold the next round up.
ROUND = timedelta(minutes=4)


def write(key, recipient, subject, body) -> Mail:
    """Write a mail down once; the same key again is the same mail."""
    subject = shorten(subject, 200, placeholder=" …")
    fields = {"recipient": recipient, "subject": subject, "body": body}
    return Mail.objects.get_or_create(key=key, defaults=fields | {"due_at": clock.now()})[0]


def waiting(now) -> QuerySet[Mail]:
    """The mails whose time has come, the oldest first, less those set aside after failures.

    What was written to somebody whose account was closed since is not sent.
    """
    mails = Mail.objects.filter(sent_at=None, due_at__lte=now, attempts__lt=ATTEMPTS)
    accounts = User.objects.filter(email__iexact=OuterRef("recipient"))
    closed = Exists(accounts.filter(is_active=False)) & ~Exists(accounts.filter(is_active=True))
    return mails.exclude(closed).order_by("pk")


def send_waiting(*, limit=500) -> tuple[int, int]:
    """Send what waits, for ROUND; the answer is (sent, failed). Safe to run twice at once."""
    sent = failed = 0
    connection, begun = get_connection(), time.monotonic()
    for mail in waiting(clock.now())[:limit]:
        if time.monotonic() - begun > ROUND.total_seconds():
            break
        if _claim(mail):
            error = _send(mail, connection)
            sent, failed = sent + (not error), failed + bool(error)
    return sent, failed


def _claim(mail):
    """Take the row for CLAIM, or find that another worker has it."""
    now = clock.now()
    return Mail.objects.filter(
        pk=mail.pk, sent_at=None, due_at__lte=now, attempts=mail.attempts
    ).update(due_at=now + CLAIM * 2**mail.attempts, attempts=F("attempts") + 1)


def _send(mail, connection):
    """Send one mail and mark it; the answer is the error, or "" where there is none."""
    message = EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.recipient],
        connection=connection,
        headers={"Message-ID": message_id(mail)},
    )
    try:
        message.send()
    except OSError as error:  # smtplib's exceptions are OSErrors
        Mail.objects.filter(pk=mail.pk).update(error=f"{type(error).__name__}: {error}"[:500])
        return str(error) or type(error).__name__
    Mail.objects.filter(pk=mail.pk).update(sent_at=clock.now(), error="")
    return ""


def message_id(mail) -> str:
    """The same for every attempt, so that a mail server or a reader can drop a second copy."""
    digest = hashlib.sha256(f"{mail.pk}:{mail.key}".encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname}>"
