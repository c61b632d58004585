"""Many rows of a plan at once, as the editor saves them: in one transaction, with one event.

What cannot stand in the plan yet is kept as a draft, so that nothing that was typed is lost and
every registration is complete and valid.
"""

from copy import copy
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from products.models import Registration, RowDraft
from products.plans.editor.sheet import Sheet, key_in, name_in, name_of
from products.plans.row_order import make_room
from products.plans.workflow import open_for_editing, touch
from programs import audit, clock
from programs.changes import differences
from programs.models import Event
from programs.workflow import StepRefused

MAX_ROWS = 5000
DRAFT_FIELDS = ["cells", "base", "version", "user", "changed_at"]


@dataclass(frozen=True)
class Typed:
    """A row as it comes from a page: `before` names the row that a new one stands above."""

    ref: str
    token: str = ""
    cells: dict = field(default_factory=dict)
    before: str = ""


class RowsChanged(StepRefused):
    """Somebody else changed or removed these rows; `theirs` is {ref: row as shown, or None}."""

    def __init__(self, theirs):
        super().__init__(
            "Người khác đã sửa dòng này sau khi bạn mở. Hãy chọn giữ nội dung nào.", code="stale"
        )
        self.theirs = theirs


def refuse_stale(sheet, typed):
    """Raise RowsChanged where a row is neither as the page read it nor what the page wants."""
    theirs = {}
    for each in typed:
        line = sheet.find(each.ref)
        is_new = each.ref.startswith("n")
        if line is None and not is_new:
            theirs[each.ref] = None
        elif line and not is_new and each.token != line.token and each.cells != line.cells:
            theirs[each.ref] = sheet.show(line)
    if theirs:
        raise RowsChanged(theirs)


def refs_of(key):
    """{ref as sent: ref as saved} where the form with this key was carried out; else None."""
    event = Event.objects.filter(key=key, refused=False).first() if key else None
    return event.data.get("refs", {}) if event else None


@transaction.atomic
def save_rows(plan, typed, *, by, key=None):
    """Save what was typed; the answer is {ref as sent: ref as saved}."""
    plan = open_for_editing(plan, by)
    if (done := refs_of(key)) is not None:
        return {each.ref: done.get(each.ref, each.ref) for each in typed}
    sheet = Sheet(plan)
    refuse_stale(sheet, typed)
    if len(sheet.lines) + sum(sheet.find(each.ref) is None for each in typed) > MAX_ROWS:
        raise StepRefused(f"Kế hoạch có tối đa {MAX_ROWS} dòng.", status=422, code="limit")
    sheet.forget_names(each.ref for each in typed)
    work = _Work(sheet, by)
    for each in typed:
        work.take(each)
    work.write(key)
    return work.refs()


class _Work:
    """Sorts what was typed into what is written, then writes it in a fixed number of queries."""

    def __init__(self, sheet, by):
        self.sheet, self.plan, self.by = sheet, sheet.plan, by
        self.created, self.changed, self.before = {}, {}, {}
        self.drafts, self.redrafted, self.undrafted = {}, {}, []
        self.placed = [line.row or line.draft for line in sheet.lines]

    def take(self, typed):
        line = self.sheet.find(typed.ref)
        row = line.row if line else None
        values, problems = self.sheet.judge(typed.cells, row)
        if problems:
            self._keep_as_draft(typed, line)
            if row:
                self.sheet.by_name.setdefault(name_of(row), row)
            return
        if line and line.draft:
            self.undrafted.append(line.draft.pk)
        row = self._change(typed, row, values) if row else self._create(typed, line, values)
        self.sheet.by_name[name_in(values)] = row

    def _change(self, typed, row, values):
        old = {name: getattr(row, name) for name in values}
        if old != values:
            self.before[row.pk] = copy(row)
            _set(row, values)
            row.version += 1
            self.changed[typed.ref] = row
        return row

    def _create(self, typed, line, values):
        row = Registration(plan=self.plan)
        _set(row, values)
        if line:
            row.position = line.position
        else:
            self._place(row, typed)
        self.created[typed.ref] = row
        return row

    def _keep_as_draft(self, typed, line):
        if line is None or line.draft is None:
            draft = self.drafts[typed.ref] = self._new_draft(typed, line)
        elif line.draft.cells != typed.cells or line.is_stale:
            draft = self.redrafted[typed.ref] = line.draft
            draft.version += 1
        else:
            return
        draft.cells, draft.user, draft.changed_at = typed.cells, self.by, clock.now()
        draft.base = line.row.version if line and line.row else 0

    def _new_draft(self, typed, line):
        if line:  # a change of a row, which has a place
            return RowDraft(plan=self.plan, registration=line.row, position=line.position)
        draft = RowDraft(plan=self.plan, key=key_in(typed.ref))
        self._place(draft, typed)
        return draft

    def _place(self, new, typed):
        """Give a new row its place: above the row it names, or at the end."""
        new.position = max((other.position for other in self.placed), default=0) + 1
        if line := self.sheet.find(typed.before):
            new.position = line.position
            make_room(self.plan, new.position)
            for other in self.placed:
                other.position += other.position >= new.position
        self.placed.append(new)

    def write(self, key):
        try:
            self._write_rows()
        except IntegrityError as error:
            raise StepRefused("Danh sách vừa có sản phẩm trùng. Hãy tải lại trang.") from error
        RowDraft.objects.filter(pk__in=self.undrafted).delete()
        RowDraft.objects.bulk_create(self.drafts.values())
        RowDraft.objects.bulk_update(self.redrafted.values(), DRAFT_FIELDS, batch_size=100)
        if self.created or self.changed:
            touch(self.plan)
            self._record(key)

    def _write_rows(self):
        if self.created:
            rows = list(self.created.values())
            bulk_create_with_history(rows, Registration, batch_size=50, default_user=self.by)
        if self.changed:
            bulk_update_with_history(
                list(self.changed.values()),
                Registration,
                [*self._changed_fields(), "version"],
                batch_size=100,
                default_user=self.by,
            )

    def _changed_fields(self):
        names = set()
        for row in self.changed.values():
            names |= differences(self.before[row.pk], row).keys()
        folds = {"product_name": "product_fold", "producer_name": "producer_fold"}
        return sorted(names | {folds[name] for name in names & folds.keys()})

    def _record(self, key):
        facts = {"by": self.by, "key": key}
        refs = {ref: f"r{row.pk}" for ref, row in self.created.items()}
        rows = (*self.created.values(), *self.changed.values())
        if len(rows) > 1:
            data = {"created": len(self.created), "changed": self._differences(), "refs": refs}
            audit.record("edit_rows", self.plan, label="sửa danh sách", data=data, **facts)
        elif self.created:
            data = {"position": rows[0].position, "refs": refs}
            audit.record("add_row", rows[0], label="thêm sản phẩm", data=data, **facts)
        else:
            data = differences(self.before[rows[0].pk], rows[0])
            audit.record("change_row", rows[0], label="sửa sản phẩm", data=data, **facts)

    def _differences(self):
        rows = self.changed.values()
        return {row.pk: differences(self.before[row.pk], row) for row in rows}

    def refs(self):
        saved = {ref: f"r{row.pk}" for ref, row in self.created.items()}
        drafts = {ref: draft for ref, draft in self.drafts.items() if ref.startswith("n")}
        return saved | {ref: f"d{draft.pk}" for ref, draft in drafts.items()}


def _set(row, values):
    """Set the values on the row and fold its names: a bulk update does not do it."""
    for name, value in values.items():
        setattr(row, name, value)
    for name in ("product_fold", "producer_fold"):
        row._meta.get_field(name).pre_save(row, add=False)
