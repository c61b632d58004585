"""A file becomes rows of a plan: read and judged first, written all or nothing once confirmed."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from products.columns import REGISTRATION_COLUMNS
from products.models import Plan, PlanImport
from products.plan_workflow import editing_refusal, open_for_editing, touch
from products.registration_values import COLUMNS, RowReader, form_title
from products.resources import RegistrationResource, remove_all
from programs import audit
from programs.intake.outcomes import (
    WHOLE_FILE,
    Answers,
    Outcome,
    Problem,
    RefusedFileError,
    SheetChoiceError,
    outcome_of,
    shown,
)
from programs.intake.reading import read_grid
from programs.intake.tables import IDENTITY, find_table
from programs.text import fold
from programs.workflow import StepRefused

VALID_FOR = timedelta(hours=1)
KIND, VERSION = "plan", "1"
MAX_FOLD = 300


@dataclass(frozen=True)
class Reading:
    """What a file holds for a plan. `rows` are those that may be written, values by field."""

    outcome: Outcome
    problems: list
    rows: list = field(default_factory=list)
    rows_bad: int = 0


# --- Reading -------------------------------------------------------------------------------------


def examine(plan, name, data, answers=None, *, replaces=False):
    """Read the file against the plan. Writes nothing, and takes as long as the file needs."""
    answers = answers or Answers()
    try:
        grid = read_grid(name, data)
        _check_identity(grid, plan)
        labels = {"form": form_title}
        table, notes = find_table(grid, REGISTRATION_COLUMNS, labels, "position", answers.sheet)
    except RefusedFileError as refusal:
        return Reading(Outcome.REJECT_FILE, list(refusal.problems))
    except SheetChoiceError as choice:
        return Reading(Outcome.NEEDS_CHOICE, list(_choices(choice.names)))
    return _judge(plan, table, notes, answers, replaces=replaces)


def _judge(plan, table, notes, answers, *, replaces):
    """What the rows of a table are worth to this plan."""
    existing = [] if replaces else _existing(plan)
    reader, twins = RowReader(plan, proposals=answers.proposals), _Twins(existing)
    rows, problems = [], list(notes)
    for raw in table.rows:
        if not (raw.is_hidden and answers.hidden == "leave"):
            values, found = reader.read(raw)
            problems += found + twins.check(raw, values)
            rows.append((raw, values))
    problems.sort(key=lambda problem: problem.row)
    bad = {problem.row for problem in problems if not problem.is_warning}
    good = [(raw, values) for raw, values in rows if raw.number not in bad]
    first = max((position for *_, position in existing), default=0) + 1
    waiting = [_plain(*row, position) for position, row in enumerate(good, first)]
    return Reading(outcome_of(problems, answers), problems, waiting, len(bad))


def _choices(names):
    """One line for each sheet that may be chosen; its value is the sheet's name."""
    for name in names:
        message = f"Trang tính “{shown(name)}” có bảng. Hãy chọn một trang để nhập."
        yield Problem(WHOLE_FILE, "", name, "W_SEVERAL_SHEETS", message)


def _check_identity(grid, plan):
    """A workbook that says whose it is must be this unit's, for this campaign."""
    sheet = next((sheet for sheet in grid.sheets if sheet.name == IDENTITY), None)
    if sheet is None:
        return
    facts = {str(cells[0]): str(cells[1]) for _, _, cells in sheet.rows if len(cells) > 1}
    expected = {
        "kind": (KIND, "Đây không phải mẫu danh sách sản phẩm của kế hoạch."),
        "version": (VERSION, "Mẫu này là phiên bản cũ hoặc mới hơn."),
        "unit": (plan.unit.code, "Mẫu này được lập cho đơn vị khác."),
        "campaign": (str(plan.campaign_id), "Mẫu này được lập cho đợt khác."),
    }
    for key, (value, sentence) in expected.items():
        if facts.get(key) != value:
            raise RefusedFileError(
                "E_WRONG_WORKBOOK",
                f"{sentence} Hãy tải mẫu ở trang kế hoạch của đơn vị, chép dữ liệu sang rồi nộp "
                "lại.",
            )


def _existing(plan):
    """The products that the plan lists already; a plan that is not yet begun has none."""
    rows = plan.registrations.all() if plan.pk else plan.registrations.model.objects.none()
    return list(rows.values_list("product_fold", "producer_fold", "position"))


class _Twins:
    """Finds the same product of the same producer, in the file and in the plan."""

    def __init__(self, existing):
        self.seen = {
            (product, producer): f"sản phẩm ở STT {position} của kế hoạch"
            for product, producer, position in existing
        }

    def check(self, raw, values):
        names = [values.get("product_name"), values.get("producer_name")]
        if not all(names):
            return []
        key = tuple(fold(name)[:MAX_FOLD] for name in names)
        if key not in self.seen:
            self.seen[key] = f"dòng {raw.number} của tệp"
            return []
        message = (
            f"Trùng với {self.seen[key]}: cùng tên sản phẩm và chủ thể (không kể dấu, chữ hoa). "
            "Hãy xóa một dòng hoặc sửa tên."
        )
        title = COLUMNS["product_name"].title
        return [Problem(raw.number, title, shown(names[0]), "E_DUPLICATE", message)]


def _plain(raw, values, position):
    """A row as it waits for the confirmation: plain, keys instead of rows."""
    plain = {name: getattr(value, "pk", value) for name, value in values.items()}
    return plain | {"row": raw.number, "hidden": raw.is_hidden, "position": position}


# --- Waiting for the confirmation ----------------------------------------------------------------


def stage(plan, user, name, data, *, replaces=False, answers=None):
    """Read the file and keep what was found, for this user to confirm.

    Reading takes its time and happens before the transaction: nobody waits for it.
    """
    reading = examine(plan, name, data, answers, replaces=replaces)
    return keep(plan, user, (name, data), reading, replaces=replaces)


@transaction.atomic
def keep(plan, user, file, reading, *, replaces=False):
    """Keep what was read for this plan; a refused file leaves its reasons and not its bytes."""
    if refused := editing_refusal(plan, user):
        raise refused
    name, data = clean_name(file[0]), file[1]
    stored = PlanImport(
        plan=plan,
        user=user,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        edition=plan.edition,
        replaces=replaces,
        outcome=reading.outcome,
        rows=[] if reading.rows_bad else reading.rows,
        problems=[problem._asdict() for problem in reading.problems],
    )
    if reading.outcome != Outcome.REJECT_FILE:
        suffix = ".xlsx" if data.startswith(b"PK") else ".csv"
        stored.file.save(f"{uuid4().hex}{suffix}", ContentFile(data), save=False)
    stored.save()
    return stored


def clean_name(name):
    """The last part of the name, without what would act in a path, a header or a page."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable() and char not in '<>"|:*?')[-200:]


@transaction.atomic
def confirm(stored, user, answers=None):
    """Write the rows of a staged file, all or none; StepRefused says why it cannot be."""
    answers = answers or Answers()
    if stored.user_id != user.pk:
        raise StepRefused("Chỉ người nộp tệp được xác nhận nhập tệp đó.", code="import_user")
    plan = open_for_editing(stored.plan, user)
    if sentence := _open(stored, answers) or _stale(stored, plan):
        raise StepRefused(sentence, code="import")
    rows = [row for row in stored.rows if answers.hidden != "leave" or not row["hidden"]]
    if not rows:
        raise StepRefused("Không còn dòng nào để nhập khi bỏ các dòng ẩn.", code="import")
    data = {"import": stored.pk, "sha256": stored.sha256, "rows": len(rows)}
    data["removed"] = remove_all(plan, user) if stored.replaces else 0
    _write(plan, user, rows)
    touch(plan)
    audit.record(
        "import_rows", plan, label="nhập danh sách từ tệp", by=user, note=stored.name, data=data
    )
    return len(rows)


def _write(plan, user, rows):
    try:
        RegistrationResource(plan, user).load(rows)
    except IntegrityError as error:
        raise StepRefused("Danh sách vừa có sản phẩm trùng. Hãy nộp lại tệp.") from error


def _stale(stored, plan):
    """Why this reading holds no longer; "" where it does, and then it is taken for good."""
    if timezone.now() - stored.read_at > VALID_FOR:
        return "Kết quả đọc tệp đã quá một giờ. Hãy nộp lại tệp."
    # Of two confirmations at once the plan's lock lets one come first, and this counts it.
    unused = PlanImport.objects.filter(pk=stored.pk, confirmed_at=None)
    if not unused.update(confirmed_at=timezone.now()):
        return "Tệp này đã được nhập rồi; không nhập lần thứ hai."
    if stored.edition != plan.edition:
        return "Kế hoạch đã được sửa sau khi đọc tệp. Hãy nộp lại tệp để kiểm tra lại."
    if hashlib.sha256(_bytes(stored)).hexdigest() != stored.sha256:
        return "Tệp lưu trên máy chủ đã thay đổi. Hãy nộp lại tệp."
    return ""


def _open(stored, answers):
    """What still stands in the way of writing, or ""."""
    problems = problems_of(stored)
    if stored.outcome in {Outcome.REJECT_FILE, Outcome.REJECT_ROWS, Outcome.NEEDS_CHOICE}:
        return "Tệp còn lỗi nên chưa nhập được. Hãy sửa tệp rồi nộp lại."
    asked = answers.leaves_open(problems)
    sentences = [problem.message for problem in problems if problem.code in asked]
    return " ".join(["Chưa xác nhận:", *sentences]) if sentences else ""


def problems_of(stored):
    return [Problem(**problem) for problem in stored.problems]


def _bytes(stored):
    """The bytes that were handed in; a refusal where they are gone."""
    try:
        with stored.file.open("rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise StepRefused("Tệp gốc không còn trên máy chủ. Hãy nộp lại tệp.") from error


def reread(stored, user, answers):
    """Stage the same bytes again with other answers: another sheet, or the offered values."""
    data = _bytes(stored)
    plan = Plan.objects.visible_to(user).select_related("campaign", "unit").get(pk=stored.plan_id)
    return stage(plan, user, stored.name, data, replaces=stored.replaces, answers=answers)
