"""Write the reminders and the mails that are due, which `send_mail_queue` sends; clear away.

News whose matter is done with counts as read, and forms that nobody took up again go.
"""

from datetime import date, datetime

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from products.news import still_true
from programs import clock
from programs.drafts import throw_away_old
from programs.notices import MORNING, send_digests, settle_what_is_over
from programs.reminders import remind_by_calendar


class Command(BaseCommand):
    help = "Nhắc hạn và gộp thông báo thành thư; chạy lại bao nhiêu lần cũng không gửi trùng."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ in ai sẽ nhận gì")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="như vào buổi sáng ngày này (NĂM-THÁNG-NGÀY)"
        )

    def handle(self, *args, **options):
        at, dry_run = _instant(options["on"]), options["dry_run"]
        digests = self.rehearse(at) if dry_run else self.run_at(at)
        for digest in digests:
            self.print(digest)
        written = sum(bool(digest.carried) for digest in digests)
        self.stdout.write(f"{'Sẽ viết' if dry_run else 'Đã viết'} {written} thư.")

    @transaction.atomic
    def rehearse(self, at):
        """The very run, undone: what is shown is what will be sent."""
        digests = self.run_at(at)
        transaction.set_rollback(True)
        return digests

    def run_at(self, at):
        remind_by_calendar(at)
        settle_what_is_over(still_true, at)
        throw_away_old(at)
        return send_digests(still_true, at)

    def print(self, digest):
        self.stdout.write(f"{digest.person.email} ({digest.person})")
        for row in digest.carried:
            self.stdout.write(f"  + {row.get_kind_display()}: {row.text}")
        for row in digest.dropped:
            self.stdout.write(f"  - {row.get_outcome_display()}: {row.text}")


def _instant(day):
    if day is None:
        return clock.now()
    return datetime.combine(day, MORNING, tzinfo=timezone.get_default_timezone())
