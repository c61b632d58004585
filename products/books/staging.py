"""A book of the register that waits for a second person; all of it is written, or nothing."""

from dataclasses import asdict, replace

from django.db import IntegrityError, transaction

from products.books.columns import BOOK_COLUMNS
from products.books.corrections import corrected_answers
from products.books.decisions import decided, rows_of
from products.books.matching import judge
from products.books.reading import examine
from products.books.writing import write
from products.enums import BookDecision
from products.models import Product, RegisterImport
from products.plans.asked_columns import columns_said
from products.titles import remember
from programs import audit, clock
from programs.enums import DEPARTMENT
from programs.intake.outcomes import Answers, Outcome
from programs.uploads import staged
from programs.uploads.staged import answers_of, bytes_of, problems_of
from programs.workflow import StepRefused

# How many rows a refusal names one by one.
NAMED = 20
READABLE = frozenset({Outcome.ACCEPT, Outcome.ACCEPT_WARN, Outcome.NEEDS_CONFIRM})


def refuse_others(user):
    """Raise StepRefused for who is not of the department (matrix R3)."""
    if user.role not in DEPARTMENT:
        sentence = "Chỉ cơ quan cấp tỉnh được nhập sổ sản phẩm từ tệp."
        raise StepRefused(sentence, status=403, code="role")


# --- Reading -----------------------------------------------------------------------------------


def stage(user, name, data):
    """Read the file and keep what was found; a refused file leaves its reasons, not its bytes."""
    refuse_others(user)
    reading = examine(name, data, Answers())
    stored = RegisterImport(user=user)
    _note(stored, reading, Answers())
    return staged.keep(stored, name, data, ("read_book", "nộp sổ để kiểm tra"))


def _note(stored, reading, answers):
    stored.outcome, stored.answers = reading.outcome, asdict(answers)
    stored.problems = [problem._asdict() for problem in reading.notes]
    before = _told(stored)
    stored.lines, stored.columns = reading.lines, reading.columns
    _match(stored, before)


def _told(stored):
    """{row: (what it says, what it is)} as people saw it when they decided."""
    lines = zip(stored.lines, stored.findings, strict=True)
    return {str(line["row"]): (line["values"], finding) for line, finding in lines}


def _match(stored, before):
    """Compare the rows with the register; a row that is no longer what it was is decided again."""
    stored.findings, stored.read_at = judge(stored.lines, stored.identities), clock.now()
    now = _told(stored)
    stored.decisions = {
        row: said
        for row, said in stored.decisions.items()
        if said == BookDecision.SKIP or before.get(row) == now.get(row)
    }


def answer(stored, user, version, **said):
    """Read the same bytes once more with other answers; decisions of another sheet are void."""
    _refuse_closed(stored, user)
    answers = answers_of(stored)
    if said.get("sheet"):
        stored.decisions, stored.identities, answers = {}, {}, Answers()
    answers = replace(answers, **said)
    reading = examine(stored.name, bytes_of(stored), answers)
    if reading.outcome == Outcome.REJECT_FILE:  # the file was read before: it is the answer
        raise StepRefused(reading.notes[0].message, status=422, code="book")
    _note(stored, reading, answers)
    return _renew(stored, user, version, "đọc lại sổ")


def put_columns(stored, user, version, data):
    """Read the same bytes again, the columns as the page says; the province's next books too."""
    said, before = columns_said(stored.columns, BOOK_COLUMNS, data), stored.columns
    answer(stored, user, version, **said)
    remember(None, before, said["columns"])


def match_again(stored, user, version):
    """Compare the rows with the register as it is now; decisions stay where nothing changed."""
    _refuse_closed(stored, user)
    _match(stored, _told(stored))
    return _renew(stored, user, version, "đối chiếu lại sổ")


def decide(stored, user, version, said, bulk=(), which=""):
    """Keep what was said of rows: {row: value}, and values for all rows of a status."""
    _refuse_closed(stored, user)
    _decide(stored, said, bulk, which)
    return _renew(stored, user, version, "quyết định các dòng của sổ")


def _decide(stored, said, bulk, which):
    before = stored.identities
    stored.decisions, stored.identities = decided(stored, said, bulk, which)
    if stored.identities != before:
        _match(stored, _told(stored))


def correct(stored, user, said, given):
    """Read the book again with the Corrections of its page, and keep what was said of its rows."""
    _refuse_closed(stored, user)
    answers = corrected_answers(stored, user, given)
    _decide(stored, said, (), "")
    if answers:
        _note(stored, examine(stored.name, bytes_of(stored), answers), answers)
    return _renew(stored, user, given.version, "sửa các dòng của sổ")


@transaction.atomic
def _renew(stored, user, version, label):
    """Keep the change, unless another was kept or the book confirmed meanwhile."""
    kept = RegisterImport.objects.select_for_update().get(pk=stored.pk)
    if kept.confirmed_at or kept.version != version:
        raise StepRefused(_overtaken(kept), code="stale")
    stored.version = kept.version + 1
    stored.save()
    data = {"version": stored.version, "decided": len(stored.decisions)}
    audit.record("change_book", stored, label=label, by=user, note=stored.name, data=data)
    return stored


def _refuse_closed(stored, user):
    refuse_others(user)
    if stored.confirmed_at:
        raise StepRefused(_overtaken(stored), code="confirmed")


def _overtaken(stored):
    if stored.confirmed_at:
        return "Sổ này đã được nhập rồi; không nhập lần thứ hai."
    return "Sổ này vừa được sửa ở một cửa sổ khác. Hãy xem lại rồi làm tiếp."


# --- Confirming --------------------------------------------------------------------------------


def confirm_refusal(stored, user):
    """The StepRefused that keeps this user from confirming the book as it is kept, or None."""
    if user.role not in DEPARTMENT:
        return StepRefused("Chỉ cơ quan cấp tỉnh được nhập sổ.", status=403, code="role")
    if stored.user_id == user.pk:
        return StepRefused(
            "Người nộp tệp không được tự xác nhận, vì sổ mang theo giấy chứng nhận: cần một người "
            "khác của cơ quan cấp tỉnh.",
            status=403,
            code="person",
        )
    if stored.confirmed_at:
        return StepRefused(_overtaken(stored), code="confirmed")
    if sentence := _open(stored):
        return StepRefused(sentence, code="book")
    return None


def _open(stored):
    """All that still stands in the way of writing, or ""."""
    if stored.outcome not in READABLE:
        return "Tệp chưa đọc được. Hãy chọn trang tính hoặc các cột, hoặc nộp tệp khác."
    problems = problems_of(stored)
    if asked := answers_of(stored).leaves_open(problems):
        told = [problem.message for problem in problems if problem.code in asked]
        return " ".join(["Chưa trả lời:", *told])
    rows = rows_of(stored)
    waiting = [row for row in rows if row.is_open]
    if waiting:
        named = "; ".join(f"dòng {row.number} ({row.status.label})" for row in waiting[:NAMED])
        more = f" và {len(waiting) - NAMED} dòng nữa" if waiting[NAMED:] else ""
        return f"Còn {len(waiting)} dòng chưa quyết định: {named}{more}."
    return "" if any(row.takes for row in rows) else "Không có gì để nhập: không dòng nào mới."


@transaction.atomic
def confirm(stored, user, version, *, key=None):
    """Write the book as it was shown, all of it or nothing; `written` says what was written."""
    kept = RegisterImport.objects.select_for_update(of=("self",)).get(pk=stored.pk)
    if audit.is_done(key):
        return kept
    if refused := confirm_refusal(kept, user):
        raise refused
    if kept.version != version:
        raise StepRefused(_overtaken(kept), code="stale")
    if staged.is_old(kept):
        raise StepRefused("Kết quả đối chiếu đã quá một giờ. Hãy đối chiếu lại.", code="stale")
    _hold(kept)
    if judge(kept.lines, kept.identities) != kept.findings:
        raise StepRefused(
            "Sổ của cổng đã thay đổi sau khi đối chiếu. Hãy đối chiếu lại, không cần nộp lại tệp.",
            code="stale",
        )
    kept.written = _written(kept, user)
    kept.confirmed_at, kept.confirmed_by = clock.now(), user
    kept.save()
    data = kept.written | {"sha256": kept.sha256}
    label = "nhập sổ sản phẩm từ tệp"
    audit.record("import_book", kept, label=label, by=user, note=kept.name, data=data, key=key)
    return kept


def _hold(stored):
    """Lock the products that the book changes: nobody else writes their certificates then."""
    keys = sorted({row["product"] for row in stored.findings if row["product"]})
    list(Product.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _written(stored, user):
    rows = [row for row in rows_of(stored) if row.takes]
    try:
        return write(rows, stored, user)
    except IntegrityError as error:
        raise StepRefused(
            "Sổ của cổng vừa có bản ghi trùng. Hãy đối chiếu lại, không cần nộp lại tệp."
        ) from error
