"""Read a book of the register from a file, as the page does, and write it unless told not to."""

import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from products.books.columns import BOOK_COLUMNS
from products.books.decisions import rows_of
from products.books.staging import READABLE, answer, confirm, decide, put_columns, stage
from products.enums import BookDecision, BookStatus
from products.plans.asked_columns import sent_for
from programs.enums import DEPARTMENT
from programs.intake.outcomes import Outcome
from programs.models import User
from programs.uploads.staged import problems_of
from programs.workflow import StepRefused

ROWS_REFUSED, FILE_REFUSED = 1, 2
UNREAD = {Outcome.REJECT_FILE, Outcome.NEEDS_CHOICE, Outcome.NEEDS_COLUMNS}
# What may be said of all rows of a status, by the option that says it.
BULK = {
    "faults": (BookStatus.FAULT, [BookDecision.SKIP]),
    "doubts": (BookStatus.DOUBT, [BookDecision.TAKE, BookDecision.KEEP, BookDecision.SKIP]),
    "differs": (BookStatus.DIFFERS, [BookDecision.KEEP, BookDecision.THEIRS, BookDecision.SKIP]),
}


class Command(BaseCommand):
    help = (
        "Reads FILE into the register. Exit 0: written, or would be without --dry-run; 1: rows "
        "wait for a decision (--faults, --doubts, --differs) or a question is open (--hidden, "
        "--accept-encoding, --column); 2: file refused, or a sheet or columns are to be chosen "
        "(--sheet, --column)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing at all")
        parser.add_argument("--user", metavar="USERNAME", help="who hands the book in")
        parser.add_argument("--second", metavar="USERNAME", help="who confirms it: somebody else")
        parser.add_argument("--sheet", default="", help="the sheet to read, of several")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="TITLE=COLUMN",
            help="which of the portal's columns a column of the file is; - leaves it out",
        )
        parser.add_argument("--hidden", choices=["take", "leave"], default="", help="hidden rows")
        parser.add_argument("--accept-encoding", action="store_true", help="a guessed encoding")
        parser.add_argument(
            "--accept-proposals", action="store_true", help="take the values that are offered"
        )
        for name, (status, values) in BULK.items():
            parser.add_argument(f"--{name}", choices=[str(v) for v in values], help=status.label)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, file, **options):
        user = self._person(options["user"])
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {file}: {error}", returncode=2) from error
        try:
            with transaction.atomic():
                stored = self._read(user, file.name, data, options)
                is_done = self._confirm(stored, user, options)
                self._report(stored, as_json=options["json"])
                if options["dry_run"]:
                    stored.file.delete(save=False)
                    transaction.set_rollback(True)
        except StepRefused as refusal:
            raise CommandError(refusal.message, returncode=FILE_REFUSED) from refusal
        if not is_done:
            raise SystemExit(FILE_REFUSED if stored.outcome in UNREAD else ROWS_REFUSED)

    def _person(self, username, *, but=None):
        """Somebody of the department: this one, or the first; not `but`."""
        people = User.objects.filter(role__in=DEPARTMENT, is_active=True).exclude(pk=but)
        if username:
            people = people.filter(username=username)
        if person := people.order_by("pk").first():
            return person
        who = f"“{username}”" if username else "nào khác" if but else "nào"
        raise CommandError(
            f"Không có tài khoản {who} của cơ quan cấp tỉnh đang hoạt động.",
            returncode=FILE_REFUSED,
        )

    def _read(self, user, name, data, options):
        """The book as it is kept, with all that the options say of it."""
        stored = stage(user, name, data)
        names = {"encoding": "accept_encoding", "proposals": "accept_proposals"}
        said = {key: options[names.get(key, key)] for key in ("sheet", "hidden", *names)}
        if any(said.values()) and stored.outcome != Outcome.REJECT_FILE:
            stored = answer(stored, user, stored.version, **{k: v for k, v in said.items() if v})
        if options["column"]:
            sent = sent_for(stored.columns, BOOK_COLUMNS, options["column"])
            put_columns(stored, user, stored.version, sent)
        for option, (status, _) in BULK.items():
            if value := options[option]:
                stored = decide(stored, user, stored.version, {}, (value,), status)
        return stored

    def _confirm(self, stored, user, options):
        """Whether the book is written, or has nothing more to be written."""
        rows = rows_of(stored) if stored.outcome in READABLE else []
        if not rows or stored.outcome == Outcome.NEEDS_CONFIRM or any(row.is_open for row in rows):
            return False
        if any(row.takes for row in rows):
            second = self._person(options["second"], but=user.pk)
            stored.written = confirm(stored, second, stored.version).written
        return True

    def _report(self, stored, *, as_json):
        rows = rows_of(stored)
        counts = Counter(row.status.value for row in rows)
        problems = [
            *((p.row, p.column, p.code, p.message) for p in problems_of(stored)),
            *(
                (row.number, column, code, text)
                for row in rows
                for code, column, text in row.problems
            ),
            *(
                (row.number, title, "DIFFERS", f"cổng: {ours}; tệp: {theirs}")
                for row in rows
                for _, title, ours, theirs in row.finding["differences"]
            ),
        ]
        names = ("row", "column", "code", "message")
        report = {
            "outcome": stored.outcome,
            "counts": {status.value: counts[status] for status in BookStatus},
            "written": stored.written,
            "problems": [dict(zip(names, each, strict=True)) for each in problems],
        }
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        sums = ", ".join(f"{counts[status]} {status.label}" for status in BookStatus)
        self.stdout.write(f"{stored.outcome}: {len(rows)} dòng: {sums}")
        for each in problems:
            self.stdout.write("\t".join(map(str, each)))
