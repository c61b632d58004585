"""News for people: on the bell at once, and by mail in one digest a person.

`tell()` writes a row a person in the transaction of what it tells. `send_digests()` decides later,
from the state then, what of it is still worth a mail, and writes one mail into the outbox with
all of it. Urgent news goes with the next run; the rest once a day, from MORNING on. A person's rows
are decided under the lock of their account, in one transaction with the mail: never lost, never
twice.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from programs import clock, outbox
from programs.enums import URGENT_KINDS, MailOutcome
from programs.models import Mail, Notification, User

MORNING = time(7)


def tell(kind, people, subject, text, url, due_on=None) -> None:
    """Write the news for these people; a reminder written before for this due day stays."""
    Notification.objects.bulk_create(
        [
            Notification(
                recipient=person,
                kind=kind,
                subject_type=subject._meta.label_lower,
                subject_id=subject.pk,
                text=tidied(text)[:1000],
                url=url,
                due_on=due_on,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def tidied(text) -> str:
    """The text without spaces that say nothing; the lines of a reason stay."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def mark_read(notifications) -> int:
    return notifications.filter(read_at=None).update(read_at=clock.now())


def settle(notifications) -> int:
    """Their matter is done with, whoever did it: nobody need read them any more."""
    at = clock.now()
    open_ones = notifications.filter(done_at=None)
    return open_ones.update(done_at=at, read_at=Coalesce("read_at", at))


def settle_what_is_over(still_true, at) -> int:
    """The same for all unread news that does not hold any more, by the rules of the digests."""
    unread = list(Notification.objects.filter(read_at=None).select_related("recipient"))
    holding = {row.pk for row in still_true(unread, at)}
    over = [row.pk for row in unread if row.pk not in holding]
    return settle(Notification.objects.filter(pk__in=over))


# --- Mail --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Digest:
    """What was decided for one person: the news in the mail, and what was left out and why."""

    person: User
    carried: list[Notification]
    dropped: list[Notification]


def send_digests(still_true, at) -> list[Digest]:
    """Write the mails that are due at this instant; the answer is a Digest for each person.

    `still_true(notifications, at)` gives those that still matter and still concern their
    recipient.
    """
    waiting = Notification.objects.filter(outcome=MailOutcome.WAITING)
    people = User.objects.filter(pk__in=waiting.values("recipient")).order_by("pk")
    digests = [_digest(person.pk, still_true, at) for person in people]
    return [digest for digest in digests if digest.carried or digest.dropped]


@transaction.atomic
def _digest(pk, still_true, at):
    # Locked so that two workers at once decide one after the other; news may still be added.
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    rows = person.notifications.filter(outcome=MailOutcome.WAITING).order_by("pk")
    rows = list(rows.select_related("recipient"))
    if not _is_time(rows, person, at):
        return Digest(person, [], [])
    holding = {row.pk for row in still_true(rows, at)} if person.is_active else set()
    carried, dropped = _sorted_out(rows, person, holding)
    if carried:
        key = f"digest:{person.pk}:{carried[0].pk}"
        mail = outbox.write(key, person.email, _subject(carried, at), _body(person, carried))
        _settle(carried, MailOutcome.MAILED, mail)
    for outcome in (MailOutcome.MUTED, MailOutcome.MOOT):
        _settle([row for row in dropped if row.outcome == outcome], outcome)
    return Digest(person, carried, dropped)


def _is_time(rows, person, at):
    """Urgent news goes at once; the rest from the morning on, once a day."""
    if any(row.kind in URGENT_KINDS and row.kind not in person.muted_kinds for row in rows):
        return True
    day = datetime.combine(timezone.localdate(at), MORNING, tzinfo=timezone.get_default_timezone())
    today = Mail.objects.filter(notifications__recipient=person, created_at__gte=day)
    return at >= day and not today.exists()


def _sorted_out(rows, person, holding):
    """(carried, dropped): of the same news about the same thing the latest alone is carried."""
    latest = {(row.kind, row.subject_type, row.subject_id): row.pk for row in rows}
    for row in rows:
        is_latest = latest[row.kind, row.subject_type, row.subject_id] == row.pk
        if row.kind in person.muted_kinds:
            row.outcome = MailOutcome.MUTED
        elif row.pk not in holding or not is_latest:
            row.outcome = MailOutcome.MOOT
    carried = [row for row in rows if row.outcome == MailOutcome.WAITING]
    return carried, [row for row in rows if row.outcome != MailOutcome.WAITING]


def _settle(rows, outcome, mail=None):
    pks = [row.pk for row in rows]
    Notification.objects.filter(pk__in=pks).update(outcome=outcome, mail=mail)


def _subject(rows, at):
    if len(rows) == 1:
        return rows[0].text
    return f"Cổng OCOP: {len(rows)} tin ngày {timezone.localtime(at):%d/%m/%Y}"


def _body(person, rows):
    news = "\n\n".join(
        f"{number}. {row.text}\n   {settings.BASE_URL}{row.url}"
        for number, row in enumerate(rows, 1)
    )
    choices = f"{settings.BASE_URL}{reverse('programs:mail_choices')}"
    return (
        f"Kính gửi {person},\n\n{news}\n\n"
        f"Bật, tắt từng loại thư: {choices}\n\n"
        "Cổng quản lý Chương trình OCOP\nĐây là thư tự động, xin không trả lời.\n"
    )
