"""Councils, seats and members as they are written: by whom, when, and what they may not say."""

from django.core.exceptions import ValidationError
from django.db.models import F, ProtectedError

from councils.enums import DECIDED_COUNCILS, SET_UP_BY_UNIT, CouncilState
from councils.models import Council, Member, Seat
from programs.acts import StepRefused, act
from programs.changes import differences
from programs.citations import unit_in_text
from programs.enums import ADMIN, DEPARTMENT, LEADER, UNIT_ROLES, Authority
from programs.models import User

WRITERS = ADMIN | UNIT_ROLES
# Of a Council, what its steps alone write.
STEPPED = ("state", "decision_number", "decided_on")
# What rooms above do once seats or people of a Council changed: functions of it and of who did it.
following = []


def is_own(council, user) -> bool:
    """Whether the Council is this person's to set up: a unit's own, all of them the province's."""
    if user.role in ADMIN:
        return True
    return council.level in SET_UP_BY_UNIT and council.unit_id == user.unit_id


def writing_refusal(council, user):
    """The StepRefused that keeps this user from writing the Council's composition (matrix C1).

    While it is prepared its unit's people and the province write it; once it was decided on, only
    those who decide, for it takes a decision.
    """
    if user.role not in WRITERS or not is_own(council, user):
        return StepRefused(
            "Chỉ đơn vị thành lập hoặc quản trị cấp tỉnh được ghi thành phần Hội đồng.",
            status=403,
            code="role",
        )
    if council.state == CouncilState.ENDED:
        return StepRefused("Hội đồng đã kết thúc: không sửa được nữa.", code="state")
    if council.state in DECIDED_COUNCILS and user.role not in ADMIN | LEADER:
        return StepRefused(
            "Hội đồng đã có quyết định: chỉ lãnh đạo đơn vị hoặc quản trị cấp tỉnh được sửa.",
            code="state",
        )
    if council.state == CouncilState.PROPOSED and user.role not in ADMIN | LEADER:
        return StepRefused("Hội đồng đang chờ lãnh đạo duyệt: chưa sửa được.", code="state")
    return None


def creating_refusal(_row, user):
    """The StepRefused that keeps this user from preparing a new Council, or None."""
    if user.role not in WRITERS or (user.role in UNIT_ROLES and not user.unit_id):
        sentence = "Chỉ đơn vị hoặc quản trị cấp tỉnh được chuẩn bị Hội đồng."
        return StepRefused(sentence, status=403, code="role")
    return None


def entering_refusal(_row, user):
    """The StepRefused that keeps this user from entering a Council outside the portal, or None."""
    if user.role not in DEPARTMENT:
        sentence = "Chỉ cơ quan cấp tỉnh được ghi Hội đồng ngoài cổng."
        return StepRefused(sentence, status=403, code="role")
    return None


def outside_refusal(council, user):
    """The same of one that is there: a Council of the portal does not become one outside."""
    if council.pk and not council.is_outside:
        return StepRefused("Hội đồng này được lập trên cổng.", code="state")
    return entering_refusal(council, user)


def name_of(level, unit) -> str:
    """As decisions call it: "Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Sơn Tây"."""
    whose = "trung ương" if level == Authority.MINISTRY else unit_in_text(str(unit))
    return f"Hội đồng đánh giá, phân hạng sản phẩm OCOP {whose}"


def unit_faults(level, unit, day):
    """(field, sentence) of what keeps the unit from having a Council of the level on the day.

    What is not known yet, None, is in nobody's way; so it is with rules_faults.
    """
    if unit and (level in SET_UP_BY_UNIT) == (unit.parent_id is None):
        yield "unit", f"{unit} không phải đơn vị của {Authority(level).label}."
    if unit and day and not unit.exists_on(day):
        yield "starts_on", f"{unit} không có vào ngày {day:%d/%m/%Y}."


def rules_faults(level, rules, day):
    """(field, sentence) of what keeps the Quy chế from being that of the Council."""
    if rules and level and rules.level != level:
        yield "rules", f"{rules} không phải của {Authority(level).label}."
    if rules and day and rules.valid_from > day:
        yield "rules", f"{rules} chỉ áp dụng từ ngày {rules.valid_from:%d/%m/%Y}."


# --- The Council itself ------------------------------------------------------------------------


def write(council, *, by, version=None, key=None) -> Council:
    """Save a new Council, or a changed one that still has this version; else raise RowChanged."""
    gates = creating_refusal, writing_refusal
    return _save(council, gates, STEPPED, by=by, version=version, key=key)


def write_outside(council, *, by, version=None, key=None) -> Council:
    """The same of a Council that sat outside the portal: only what its papers say is known."""
    council.state, council.rules = CouncilState.ENDED, None
    gates = entering_refusal, outside_refusal
    return _save(council, gates, (), by=by, version=version, key=key)


def _save(council, gates, stepped, *, by, version, key):
    """`gates` say who may begin and who change it; the fields in `stepped` stay as they are."""
    may_begin, may_write = gates
    if not council.pk:
        # The person is locked: a second post of the same form waits, and finds its event.
        with act(by, by, key, rows=User.objects.all(), refusal=may_begin) as the:
            if refused := may_write(council, by):
                raise refused
            council.prepared_by = by
            council.save()
            the.record("create_council", council, label="chuẩn bị Hội đồng")
        return council
    with act(council, by, key, refusal=may_write, read=version or 0) as the:
        council.refresh_from_db(fields=stepped)
        council.version = the.row.version + 1
        council.save()
        data = differences(the.row, council)
        the.record("change_council", council, label="sửa Hội đồng", data=data)
    return council


# --- Seats -------------------------------------------------------------------------------------


def seat(row, holder, *, by, version=None, note="", key=None) -> Seat:
    """Save a seat with who holds it, `holder` not saved yet or None; `note` is the decision.

    A seat that was changed since this version of it was read, by default its own, or that is gone
    raises RowChanged; so it is with a member.
    """
    with act(row.council, by, key, refusal=writing_refusal) as the:
        before = _read(row, by, version)
        _refuse_twice(row)
        row.save()
        if holder is not None:
            holder.seat = row
            _read(holder, by, None)
            _save_member(holder)
        _touch(the.row, by)
        action, label = ("change_seat", "sửa ghế") if before else ("add_seat", "thêm ghế")
        data = differences(before, row) if before else {}
        said = "; ".join(filter(None, (str(row), str(holder or ""), note)))
        the.record(action, label=label, note=said, data=data)
    return row


def _read(row, by, version):
    """The row as it stands, locked, if it has this version, by default its own; None of a new one.

    What is to be saved gets the next version.
    """
    if row.pk is None:
        return None
    with act(row, by, read=row.version if version is None else version) as the:
        row.version = the.row.version + 1
        return the.row


def _refuse_twice(row):
    """An agency has one vote, and some roles are there once: forms do not see the Council's key."""
    try:
        row.validate_constraints()
    except ValidationError as fault:
        raise StepRefused(" ".join(fault.messages), status=422, code="seat") from fault


def take_away(row, *, by, note="", key=None):
    """Remove a seat with its people: while it is prepared, or by a decision that the note tells."""
    with act(row.council, by, key, refusal=writing_refusal) as the:
        said = "; ".join(filter(None, (str(row), *map(str, row.members.all()), note)))
        try:
            row.members.all().delete()
            row.delete()
        except ProtectedError as held:
            raise StepRefused(
                "Ghế này đã dự phiên họp nên không bỏ được: ghi ngày kết thúc cho người giữ ghế.",
                code="held",
            ) from held
        _touch(the.row, by)
        the.record("remove_seat", label="bỏ ghế", note=said)


def member(row, *, by, version=None, note="", key=None) -> Member:
    """Save somebody who holds a seat, or stands in for who does."""
    with act(row.seat.council, by, key, refusal=writing_refusal) as the:
        before = _read(row, by, version)
        _save_member(row)
        # Whoever reads the seat reads its people: a page of it that is open tells the old ones.
        Seat.objects.filter(pk=row.seat_id).update(version=F("version") + 1)
        _touch(the.row, by)
        label = "thêm người đi thay" if row.stands_in else "ghi thành viên"
        said = "; ".join(filter(None, (f"{row.seat}: {row}", row.authority, note)))
        the.record("change_member" if before else "add_member", label=label, note=said)
    return row


def _save_member(row):
    if sentence := member_fault(row):
        raise StepRefused(sentence, status=422, code="member")
    row.save()


def member_fault(row) -> str:
    """Why this person cannot hold the seat in this time, in a sentence, or ""."""
    council = row.seat.council
    if row.until and row.until < council.starts_on:
        return f"Thời gian của {row} kết thúc trước khi nhiệm kỳ bắt đầu."
    sheets = (row.sheets, row.advisory_sheets) if row.pk else ()
    if any(each.exclude(member__user=row.user_id).exists() for each in sheets):
        return f"{row} đã chấm điểm bằng tài khoản của mình: ghi ngày kết thúc, thêm người mới."
    if other := _on_seat(row):
        what = "người đi thay" if row.stands_in else "người giữ ghế"
        return f"{other} đã là {what} này trong thời gian đó: hãy ghi ngày kết thúc trước."
    if other := _elsewhere(row):
        return f"Tài khoản này đã ngồi ghế {other.seat} trong thời gian đó."
    return ""


def _on_seat(row):
    """Who sits there as the same, for the seat or in for another, in a part of this time."""
    rows = Member.objects.filter(seat=row.seat, stands_in=row.stands_in).exclude(pk=row.pk)
    return next((other for other in rows if _overlap(row, other)), None)


def _elsewhere(row):
    """The account on another seat then, of the Council or of its group as this one is."""
    if not row.user_id or row.stands_in:
        return None
    rows = Member.objects.filter(seat__council=row.seat.council, user=row.user_id)
    rows = rows.exclude(pk=row.pk).exclude(seat=row.seat).select_related("seat__agency")
    same = (other for other in rows if other.seat.is_in_group == row.seat.is_in_group)
    return next((other for other in same if _overlap(row, other)), None)


def _overlap(one, other):
    return (one.until is None or other.since <= one.until) and (
        other.until is None or one.since <= other.until
    )


def _touch(council, by):
    council.version += 1
    council.save()
    follow(council, by)


def follow(council, by):
    """Let the rooms above look at the composition as it is now."""
    for each in following:
        each(council, by)
