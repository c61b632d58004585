"""Rows of a plan taken out, put back and moved, as the editor asks for it."""

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from products.models import Registration, RowDraft
from products.plans.editor.saving import refuse_stale
from products.plans.editor.sheet import Sheet, name_of
from products.plans.row_order import blocks, close_gap, make_room, next_position
from products.plans.rows import kept_of, twin_sentence
from products.plans.workflow import open_for_editing, touch
from programs import audit, clock
from programs.workflow import StepRefused


@transaction.atomic
def remove_rows(plan, typed, *, by, key=None):
    """Take these rows and drafts out; rows leave their history, by which they can come back."""
    plan = open_for_editing(plan, by)
    if audit.is_done(key):
        return {}
    sheet = Sheet(plan)
    present = [each for each in typed if sheet.find(each.ref)]
    refuse_stale(sheet, present)
    lines = [sheet.find(each.ref) for each in present]
    if not lines:  # of another plan, or removed already: nothing happens, and nothing is told
        return {}
    delete_rows([line.row for line in lines if line.row], by)
    RowDraft.objects.filter(pk__in=[line.draft.pk for line in lines if line.draft]).delete()
    for position, count in reversed(blocks(line.position for line in lines)):
        close_gap(plan, position, count)
    touch(plan)
    data = {"rows": [kept_of(line.row) if line.row else line.cells for line in lines]}
    audit.record("remove_rows", plan, label="xóa sản phẩm", by=by, data=data, key=key)
    return {}


def delete_rows(rows, user):
    """Delete these rows and their drafts, with history, in a fixed number of queries."""
    history = Registration.history.model
    history.objects.bulk_create(
        history(
            history_type="-",
            history_date=clock.now(),
            history_user=user,
            **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
        )
        for row in rows
    )
    RowDraft.objects.filter(registration__in=rows).delete()
    found = Registration.objects.filter(pk__in=[row.pk for row in rows])
    # delete() would write the history again, one query a row.
    found._raw_delete(found.db)  # noqa: SLF001


@transaction.atomic
def restore_rows(plan, typed, *, by, key=None):
    """Put rows that were taken out back in their places, as they were."""
    plan = open_for_editing(plan, by)
    if audit.is_done(key):
        return {}
    sheet = Sheet(plan)
    refs = [each.ref for each in typed if not sheet.find(each.ref)]
    keys = [int(ref[1:]) for ref in refs if ref.startswith("r")]
    rows = last_of(Registration.history.filter(id__in=keys, plan_id=plan.pk, history_type="-"))
    if not rows:
        return {}
    if other := next(filter(None, (sheet.by_name.get(name_of(row)) for row in rows)), None):
        raise StepRefused(twin_sentence(other), status=422, code="duplicate")
    end = next_position(plan)
    for row in rows:
        row.position = min(row.position, end)
        end += 1
    for position, count in blocks(row.position for row in rows):
        make_room(plan, position, count)
    bulk_create_with_history(rows, Registration, batch_size=50, default_user=by)
    touch(plan)
    data = {"rows": [row.pk for row in rows]}
    audit.record("restore_rows", plan, label="lấy lại sản phẩm đã xóa", by=by, data=data, key=key)
    return {}


def last_of(history):
    """The rows of these entries as they were when they were taken out, in order of their place."""
    names = [field.attname for field in Registration.history.model.tracked_fields]
    last = {past.id: past for past in history.order_by("history_date", "history_id")}
    rows = [Registration(**{name: getattr(past, name) for name in names}) for past in last.values()]
    for row in rows:
        row.version += 1
        for name in ("product_fold", "producer_fold"):
            row._meta.get_field(name).pre_save(row, add=True)
    return sorted(rows, key=lambda row: row.position)


@transaction.atomic
def move_rows(plan, typed, *, by, key=None):
    """Move rows, one after the other, each to stand above the row it names or at the end."""
    plan = open_for_editing(plan, by)
    if audit.is_done(key):
        return {}
    sheet = Sheet(plan)
    refuse_stale(sheet, typed)
    if not (typed := [each for each in typed if sheet.find(each.ref)]):
        return {}
    order = list(sheet.lines)
    for each in typed:
        line, before = sheet.find(each.ref), sheet.find(each.before)
        order.remove(line)
        order.insert(order.index(before) if before in order else len(order), line)
    moved = _number(order)
    touch(plan)
    data = {"moved": moved, "rows": [each.ref for each in typed]}
    audit.record("move_rows", plan, label="đổi thứ tự sản phẩm", by=by, data=data, key=key)
    return {}


def _number(order):
    """Number the lines from one; how many have another number now."""
    rows, drafts = [], []
    for position, line in enumerate(order, 1):
        numbered = line.row or line.draft
        if numbered.position != position:
            numbered.position = position
            (rows if line.row else drafts).append(numbered)
    Registration.objects.bulk_update(rows, ["position"], batch_size=400)
    RowDraft.objects.bulk_update(drafts, ["position"], batch_size=400)
    return len(rows) + len(drafts)
