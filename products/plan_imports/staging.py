"""What was read of a file waits for its officer, and is written all or nothing once confirmed."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import Max, Subquery
from django.db.models.functions import Coalesce

from products.models import Plan, PlanImport, Registration
from products.plan_imports.reading import examine
from products.plan_imports.resources import RegistrationResource, remove_all
from products.plans.workflow import editing_refusal, open_for_editing, touch
from programs import audit, clock
from programs.intake.outcomes import Answers, Outcome
from programs.uploads import staged
from programs.uploads.staged import answers_of, bytes_of, problems_of
from programs.workflow import StepRefused

_UNREADABLE = frozenset(
    {Outcome.REJECT_FILE, Outcome.REJECT_ROWS, Outcome.NEEDS_CHOICE, Outcome.NEEDS_COLUMNS}
)
# How many faults a refusal names one by one.
NAMED = 20


# --- Waiting for the confirmation ----------------------------------------------------------------


def stage(plan, user, name, data, *, replaces=False, answers=None):
    """Read the file and keep what was found, for this user to confirm.

    Reading takes its time and happens before the transaction: nobody waits for it.
    """
    reading = examine(plan, name, data, answers, replaces=replaces)
    return keep(plan, user, (name, data), reading, replaces=replaces)


def keep(plan, user, file, reading, *, replaces=False):
    """Keep what was read for this plan; a refused file leaves its reasons and not its bytes."""
    if refused := editing_refusal(plan, user):
        raise refused
    stored = PlanImport(plan=plan, user=user)
    _note(stored, plan, reading, replaces=replaces)
    return staged.keep(stored, *file, ("read_file", "nộp tệp để kiểm tra"), row=plan)


def _note(stored, plan, reading, *, replaces, answers=None):
    """Put on the import what was read of its file against the plan as it stands."""
    stored.edition, stored.replaces = plan.edition, replaces
    stored.outcome = reading.outcome
    stored.rows = [] if reading.rows_bad else reading.rows
    stored.lines, stored.columns = reading.lines, reading.columns
    stored.problems = [problem._asdict() for problem in reading.problems]
    stored.answers = asdict(answers) if answers else stored.answers
    stored.read_at = clock.now()


def refuse_others(stored, user):
    """Raise StepRefused for everybody but the one who handed the file in."""
    if stored.user_id != user.pk:
        sentence = "Chỉ người nộp tệp được sửa và xác nhận nhập tệp đó."
        raise StepRefused(sentence, status=403, code="import_user")


@transaction.atomic
def confirm(stored, user, answers=None):
    """Write the rows of a staged file, all or none; StepRefused says why it cannot be."""
    answers = answers or Answers()
    refuse_others(stored, user)
    plan = open_for_editing(stored.plan, user)
    if sentence := _open(stored, answers) or _stale(stored, plan):
        raise StepRefused(sentence, code="import")
    rows = [row for row in stored.rows if answers.hidden != "leave" or not row["hidden"]]
    if not rows:
        raise StepRefused(
            "Không có dòng nào để nhập: mọi dòng đã được bỏ hoặc đã có trong kế hoạch.",
            code="import",
        )
    data = {"import": stored.pk, "sha256": stored.sha256, "rows": len(rows)}
    data |= _decided(stored)
    loosened = _loosened(plan) if stored.replaces else {}
    data["removed"] = remove_all(plan, user) if stored.replaces else 0
    _write(plan, user, rows)
    touch(plan)
    written = PlanImport.objects.filter(pk=stored.pk)
    written.update(history_upto=_last_history(plan), loosened=loosened)
    audit.record(
        "import_rows", plan, label="nhập danh sách từ tệp", by=user, note=stored.name, data=data
    )
    return len(rows)


def _decided(stored):
    """How much of the file was corrected on the page, for the trail."""
    answers = answers_of(stored)
    return {"corrected": len(answers.cells), "left_out": len(answers.left_out)}


def _loosened(plan):
    """{draft: row} of half-typed changes to rows that are about to be replaced."""
    drafts = plan.drafts.exclude(registration=None)
    return dict(drafts.values_list("pk", "registration_id"))


def _last_history(plan):
    """The number of the latest entry in the history of the plan's rows; 0 where there is none."""
    history = Registration.history.filter(plan_id=plan.pk).order_by().values("plan_id")
    return Coalesce(Subquery(history.annotate(last=Max("history_id")).values("last")), 0)


def _write(plan, user, rows):
    try:
        RegistrationResource(plan, user).load(rows)
    except IntegrityError as error:
        raise StepRefused("Danh sách vừa có sản phẩm trùng. Hãy nộp lại tệp.") from error


def is_stale(stored):
    """Whether the file must be read again: its hour is over, or the plan has changed."""
    return staged.is_old(stored) or stored.edition != stored.plan.edition


def _stale(stored, plan):
    """Why this reading holds no longer; "" where it does, and then it is taken for good."""
    if staged.is_old(stored):
        return "Kết quả đọc tệp đã quá một giờ. Hãy kiểm tra lại tệp, không cần nộp lại."
    # Of two confirmations at once the plan's lock lets one come first, and this counts it.
    unused = PlanImport.objects.filter(pk=stored.pk, confirmed_at=None, version=stored.version)
    if not unused.update(confirmed_at=clock.now(), history_before=_last_history(plan)):
        return _overtaken(stored)
    if stored.edition != plan.edition:
        return (
            "Kế hoạch đã được sửa sau khi đọc tệp. Hãy kiểm tra lại tệp với danh sách hiện nay, "
            "không cần nộp lại."
        )
    bytes_of(stored)  # refuses where they are gone or have changed
    return ""


def _overtaken(stored):
    """What happened to the import since it was loaded."""
    if PlanImport.objects.filter(pk=stored.pk, confirmed_at=None).exists():
        return "Tệp này vừa được kiểm tra lại ở một cửa sổ khác. Hãy xem lại kết quả rồi xác nhận."
    return "Tệp này đã được nhập rồi; không nhập lần thứ hai."


def _open(stored, answers):
    """What still stands in the way of writing, all of it, or ""."""
    problems = problems_of(stored)
    if stored.outcome in _UNREADABLE:
        faults = [_sentence(problem) for problem in problems if not problem.is_warning]
        more = f"Và {len(faults) - NAMED} lỗi nữa." if faults[NAMED:] else ""
        head = "Tệp còn lỗi nên chưa nhập được. Hãy sửa các dòng sau, hoặc bỏ các dòng đó:"
        return " ".join(filter(None, [head, *faults[:NAMED], more]))
    asked = answers.leaves_open(problems)
    sentences = [problem.message for problem in problems if problem.code in asked]
    return " ".join(["Chưa xác nhận:", *sentences]) if sentences else ""


def _sentence(problem):
    place = ", ".join(filter(None, [problem.row and f"dòng {problem.row}", problem.column]))
    return f"{place[:1].upper()}{place[1:]}: {problem.message}" if place else problem.message


def reread(stored, user, answers, *, replaces=None):
    """Read the same bytes once more with other answers, against the plan as it stands now.

    Nothing is written to the plan; the import holds again for an hour.
    """
    refuse_others(stored, user)
    plan = Plan.objects.visible_to(user).select_related("campaign", "unit").get(pk=stored.plan_id)
    if refused := editing_refusal(plan, user):
        raise refused
    replaces = stored.replaces if replaces is None else replaces
    reading = examine(plan, stored.name, bytes_of(stored), answers, replaces=replaces)
    return _renew(stored, (plan, user), reading, answers, replaces=replaces)


@transaction.atomic
def _renew(stored, who, reading, answers, *, replaces):
    """Keep another reading of the same file, unless one was kept or confirmed meanwhile."""
    (plan, user), version = who, stored.version
    imports = PlanImport.objects.select_for_update(of=("self",)).select_related("plan__unit")
    stored = imports.get(pk=stored.pk)
    if stored.confirmed_at or stored.version != version:
        raise StepRefused(_overtaken(stored), code="import")
    _note(stored, plan, reading, replaces=replaces, answers=answers)
    stored.version += 1
    stored.save()
    data = {"import": stored.pk, "outcome": stored.outcome} | _decided(stored)
    facts = {"label": "sửa và kiểm tra lại tệp", "note": stored.name, "data": data}
    audit.record("reread_file", plan, by=user, **facts)
    return stored
