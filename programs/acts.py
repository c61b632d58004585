"""One act on one row, always in this order: lock, already done, refusal, do, record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils.timezone import localtime

from programs import audit
from programs.models import Event, User
from programs.text import whole_number

# What is said where a form comes a second time: nothing more was done, not even what was retyped.
ALREADY = (
    "Biểu mẫu này đã được ghi từ lần gửi trước. Nếu vừa sửa thêm, hãy mở lại trang để sửa và gửi."
)


@dataclass(frozen=True)
class Mend:
    """The page on which what stands in the way is mended, by people of these roles."""

    label: str
    url: str
    roles: frozenset


class StepRefused(ValidationError):
    """The procedure does not allow this now; the message is for the user to read.

    `status` is the answer's HTTP status: 403 where the role may never, 409 where the state, the
    clock or another person's change stands in the way, 422 where an answer is missing. `mend` is
    where that is put right, if there is a page for it; `typed` [(label, text)] is what was typed
    meanwhile, to be given back.
    """

    def __init__(self, message, *, status=409, code="refused", mend=None):
        super().__init__(message, code=code)
        self.status, self.mend = status, mend
        self.typed = []


class RowChanged(StepRefused):
    """Somebody else changed or removed the row meanwhile; `theirs` is how it stands, or None."""

    changed = (
        "Người khác đã sửa nội dung này sau khi bạn mở. "
        "Dưới đây là nội dung hiện tại và nội dung bạn vừa nhập; hãy chọn rồi lưu lại."
    )
    gone = "Người khác đã xóa dòng này sau khi bạn mở. Nội dung bạn nhập vẫn còn dưới đây."

    def __init__(self, theirs):
        super().__init__(self.changed if theirs else self.gone, code="stale")
        self.theirs = theirs


class SentAgain(RowChanged):
    """The form was carried out before, and says something else now than what stands."""

    changed = (
        "Biểu mẫu này đã được ghi từ lần gửi trước; những gì bạn vừa sửa thêm chưa được ghi. "
        "Dưới đây là nội dung hiện tại và nội dung bạn vừa nhập; hãy chọn rồi lưu lại."
    )


class MovedOn(StepRefused):
    """More was done to `theirs` since the page was opened on which somebody decided."""

    def __init__(self, theirs, since):
        super().__init__(
            f"“{theirs}” đã thay đổi sau khi bạn mở trang{f': {since}' if since else ''}. "
            "Hãy xem lại nội dung hiện tại rồi quyết định.",
            code="stale",
        )
        self.theirs = theirs


class AlreadyDone(Exception):
    """The form with this key was carried out before; `row` is what its event is about."""

    def __init__(self, row):
        super().__init__(f"Already done: {row}")
        self.row = row


@dataclass(frozen=True)
class Act:
    """What is being done: `row` as it stands under the lock, who does it, the key of the form."""

    row: Any
    by: User
    key: UUID | None

    def record(self, action: str, row: Model | None = None, **facts: Any) -> Event:
        """Write the event, about `row` where the act made or changed another one."""
        about = self.row if row is None else row
        return audit.record(action, about, by=self.by, key=self.key, **facts)


@contextmanager
def act(
    row: Model,
    by: User,
    key: UUID | None = None,
    *,
    rows: QuerySet | None = None,
    refusal: Callable[[Any, User], StepRefused | None] | None = None,
    read: str | int | None = None,
) -> Iterator[Act]:
    """Do something to `row` in one transaction, with the row locked, at most once for a `key`.

    `rows` are those among which the row is found, or all that `by` may see. `refusal(row, by)`
    gives the StepRefused that stands in the way. `read` is what the page showed of the row: its
    mark where it is decided upon, its version (a number) where it is edited. Raises AlreadyDone
    where the form was carried out before; StepRefused, MovedOn or RowChanged where it may not be.
    """
    with transaction.atomic():
        found = _seen_by(by, row) if rows is None else rows
        found = found.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if event := audit.done_by(key):
            raise AlreadyDone(event.row())
        if found is None:
            raise _gone(row, read)
        if refused := refusal and refusal(found, by):
            raise refused
        _refuse_stale(found, read)
        yield Act(found, by, key)


def _seen_by(user, row):
    rows = type(row).objects.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def _gone(row, read):
    """A row that was being edited is told to be gone; any other one is out of sight."""
    is_edited = isinstance(read, int)
    return RowChanged(None) if is_edited else type(row).DoesNotExist(f"{row!r} is not there.")


def _refuse_stale(row, read):
    if isinstance(read, int):
        if row.version != read:
            raise RowChanged(row)
    elif read:
        refuse_moved(row, read)


# --- What was read is what is decided ----------------------------------------------------------


def mark_of(row: Model) -> str:
    """What a page carries of the row that it shows: it differs once more was done to the row."""
    return marks_of([row])[row.pk]


def marks_of(rows: list[Model]) -> dict[Any, str]:
    """{key: mark} of rows of one model, in one query."""
    if not rows:
        return {}
    events = Event.objects.filter(
        subject_type=rows[0]._meta.label_lower, subject_id__in=[row.pk for row in rows]
    )
    last = dict(events.order_by().values_list("subject_id").annotate(Max("pk")))
    return {row.pk: f"{last.get(row.pk, 0)}.{getattr(row, 'edition', 0)}" for row in rows}


def refuse_moved(row: Model, read: str) -> None:
    """Raise MovedOn where the row has another mark than the one that was read; "" is none."""
    if read and read != mark_of(row):
        raise MovedOn(row, _since(row, read))


def _since(row, read):
    """What was done since, the latest first: "rút lại: thiếu địa chỉ (09:30 02/04/2024, An)"."""
    last = whole_number(read.partition(".")[0]) or 0
    events = Event.objects.about(row).filter(pk__gt=last).select_related("actor")
    return "; ".join(
        f"{event.said()} ({localtime(event.at):%H:%M %d/%m/%Y}, {event.actor or 'hệ thống'})"
        for event in events[:10]
    )
