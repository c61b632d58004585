"""Read a unit's list of products from a file, as the import page does, and write it if told to."""

import json
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from products.models import Plan
from products.plan_imports.staging import confirm, examine, keep
from products.plans.asked_columns import columns_said, sent_for
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.workflow import start
from programs.enums import UNIT_ROLES, CampaignKind
from programs.intake.outcomes import Answers, Outcome
from programs.models import Participant, User
from programs.workflow import StepRefused

ACCEPTED = {Outcome.ACCEPT, Outcome.ACCEPT_WARN}
ROWS_REFUSED, FILE_REFUSED = 1, 2
UNREAD = {Outcome.REJECT_FILE, Outcome.NEEDS_CHOICE, Outcome.NEEDS_COLUMNS}
SHOWN = ("row", "column", "value", "code", "message")


class Command(BaseCommand):
    help = (
        "Reads FILE for the plan of a unit. Exit 0: accepted, or would be with --confirm; 1: rows "
        "refused, or a question is open (--hidden, --accept-encoding, --column); 2: file refused, "
        "or a sheet or columns are to be chosen (--sheet, --column)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--number", type=int, help="which of several campaigns of the year")
        parser.add_argument("--user", metavar="USERNAME", help="an officer of the unit")
        parser.add_argument("--confirm", action="store_true", help="write the rows")
        parser.add_argument("--replace", action="store_true", help="replace the whole list")
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
        parser.add_argument("--json", action="store_true")

    def handle(self, *, file, **options):
        participant = self._participant(options)
        user = self._user(participant.unit, options["user"])
        answers = Answers(
            sheet=options["sheet"],
            hidden=options["hidden"],
            encoding=options["accept_encoding"],
            proposals=options["accept_proposals"],
        )
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {file}: {error}", returncode=2) from error
        plan = self._plan(participant, user, must_exist=options["confirm"])
        reading = examine(plan, file.name, data, answers, replaces=options["replace"])
        if options["column"]:
            sent = sent_for(reading.columns, REGISTRATION_COLUMNS, options["column"])
            said = self._or_refused(columns_said, reading.columns, REGISTRATION_COLUMNS, sent)
            answers = replace(answers, **said)
            reading = examine(plan, file.name, data, answers, replaces=options["replace"])
        if options["confirm"] and reading.outcome in ACCEPTED:
            stored = self._or_refused(
                keep, plan, user, (file.name, data), reading, replaces=options["replace"]
            )
            self._or_refused(confirm, stored, user, answers)
        self._report(reading, as_json=options["json"])

    def _participant(self, options):
        """The unit in the one campaign that is meant."""
        participants = Participant.objects.filter(
            unit__code=options["unit"],
            campaign__kind=CampaignKind.PLAN,
            campaign__year=options["year"],
        ).select_related("unit", "campaign")
        if options["number"]:
            participants = participants.filter(campaign__number=options["number"])
        match list(participants):
            case [participant]:
                return participant
            case []:
                sentence = "Không có đợt đăng ký kế hoạch năm {year} nào của đơn vị mã “{unit}”."
            case _:
                sentence = "Năm {year} có nhiều đợt của đơn vị mã “{unit}”: hãy ghi thêm --number."
        raise CommandError(sentence.format(**options), returncode=FILE_REFUSED)

    def _user(self, unit, username):
        people = User.objects.filter(unit=unit, role__in=UNIT_ROLES, is_active=True)
        if username:
            people = people.filter(username=username)
        if user := people.order_by("-role", "pk").first():  # an officer before a leader
            return user
        who = f"cán bộ “{username}”" if username else "cán bộ nào"
        raise CommandError(f"{unit} không có {who} đang hoạt động.", returncode=FILE_REFUSED)

    def _plan(self, participant, user, *, must_exist):
        """The version of the plan that is worked on; not begun, it is begun only to be written."""
        campaign, unit = participant.campaign, participant.unit
        plans = Plan.objects.filter(campaign=campaign, unit=unit).select_related("campaign", "unit")
        if plan := plans.order_by("version").last():
            return plan
        if must_exist:
            return self._or_refused(start, campaign, user)
        return Plan(campaign=campaign, unit=unit)

    def _or_refused(self, act, *args, **options):
        try:
            return act(*args, **options)
        except StepRefused as refusal:
            raise CommandError(refusal.message, returncode=FILE_REFUSED) from refusal

    def _report(self, reading, *, as_json):
        problems = [
            {name: getattr(problem, name) for name in SHOWN} for problem in reading.problems
        ]
        answer = {
            "outcome": reading.outcome,
            "rows_ok": len(reading.rows),
            "rows_bad": reading.rows_bad,
            "problems": problems,
        }
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(
                "{outcome}: {rows_ok} dòng được, {rows_bad} dòng lỗi".format(**answer)
            )
            for problem in problems:
                self.stdout.write("{row}\t{column}\t{value}\t{code}\t{message}".format(**problem))
        if reading.outcome not in ACCEPTED:
            raise SystemExit(FILE_REFUSED if reading.outcome in UNREAD else ROWS_REFUSED)
