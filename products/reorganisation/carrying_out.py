"""Carry out a reorganisation: all of it or nothing, once, with the totals proved."""

from collections import Counter

from django.db import transaction

from products.certificates.validity import DAY
from products.enums import Splitting
from products.ground.location import lying_in
from products.models import Placement
from products.reorganisation.plans import pass_plans, standing_in_the_way, stated
from products.reorganisation.preview import LEADERS, OFFICERS, PLANS, STATED, Reorganisation
from programs.acts import StepRefused, act
from programs.enums import Role
from programs.models import Unit, User


class ReorganisationRefused(Exception):
    """Nothing was moved; each of `faults` is a sentence that says why."""

    def __init__(self, faults):
        super().__init__(f"{len(faults)} lỗi")
        self.faults = faults


@transaction.atomic
def reorganise(on, decisions=None, *, by=None):
    """Move what the units that ended on the eve of this day leave; how much of each kind.

    Two at once go one after the other, and the second finds nothing to do.
    """
    list(Unit.objects.select_for_update(no_key=True).filter(valid_to=on - DAY).order_by("pk"))
    change = Reorganisation(on, decisions)
    if faults := faults_of(change):
        raise ReorganisationRefused(faults)
    lines = change.lines
    before = standing(change, [line.unit for line in lines], change.eve)
    said = stated()
    moved = Counter({Splitting.ROW: pass_plans(change, by=by)})
    for case in change.people:
        move(case, by=by)
        moved[Splitting.USER] += 1
    for case in change.unplaced:
        place(case, by=by)
        moved[case.kind] += 1
    heirs = {heir.pk: heir for line in lines for heir in line.heirs}
    after = standing(change, heirs.values(), change.on)
    if faults := [*differences(change, before, after), *_unequal(said, stated())]:
        raise ReorganisationRefused(faults)
    return +moved


def faults_of(change):
    """What must be settled before anything moves."""
    if not change.ended:
        return [f"Không có đơn vị nào kết thúc vào ngày {change.eve:%d/%m/%Y}."]
    return [*hindrances(change), *(f"Chưa quyết định: {case}." for case in change.undecided)]


def hindrances(change):
    """What stands in the way beside the open decisions of this day."""
    earlier = (f"Chưa quyết định ở lần trước: {text}." for text in change.undecided_before())
    return [*earlier, *_without_heirs(change), *standing_in_the_way(change.rows)]


def _without_heirs(change):
    for line in change.lines:
        if not line.heirs and line.counts.keys() - {OFFICERS, LEADERS, PLANS, STATED}:
            yield (
                f"{line.unit} ({line.unit.code}) kết thúc mà không có đơn vị nào kế thừa từ ngày "
                f"{change.on:%d/%m/%Y}: hãy ghi kế thừa đơn vị."
            )


# --- The proof ---------------------------------------------------------------------------------


def standing(change, units, day):
    """{what: how often each row is found in the units on the day}, asked as the lists ask.

    For a unit with communes its communes are asked.
    """
    lineage = change.lineage
    units = [unit for unit in units if lineage.ground(unit, day) == {unit.pk}]
    return {
        what: Counter(
            pk
            for unit in units
            for pk in change.of_old(rows, path)
            .filter(lying_in(unit, day, kind, path, lineage))
            .values_list("pk", flat=True)
        )
        for what, rows, kind, path in change.measures()
    }


def differences(change, before, after):
    """A sentence for each kind of row where not every row is in exactly one successor."""
    totals = change.totals
    for what, rows in before.items():
        places = Counter(after[what][pk] for pk in rows)
        if totals[what] != len(rows) or places.keys() - {1}:
            yield (
                f"{what}: {totals[what]} trước khi chuyển, sau đó {places[1]} ở đúng một đơn vị, "
                f"{places[0]} không ở đâu, {places.total() - places[0] - places[1]} ở hai nơi."
            )


def _unequal(before, after):
    """A sentence where what the units of the campaigns declared is not what it was."""
    if before != after:
        totals = f"{sum(before.values())} trước khi chuyển, sau đó {sum(after.values())}"
        yield f"{STATED}: {totals}, hoặc khác nhau theo đợt, hình thức."


# --- One by one --------------------------------------------------------------------------------


def deciding_refusal(user):
    """The StepRefused that keeps this user from deciding about a split, or None (matrix K5)."""
    if user.role != Role.PROVINCE_ADMIN:
        sentence = "Chỉ quản trị cấp tỉnh được quyết định khi đơn vị chia tách."
        return StepRefused(sentence, status=403, code="role")
    return None


def decide(case, *, by, key=None):
    """Carry one decision of a split out at once: of an account, a producer or a product."""
    if refused := deciding_refusal(by):
        raise refused
    (move if case.kind == Splitting.USER else place)(case, by=by, key=key)


def move(case, *, by, key=None):
    """Give a person's account the unit that took the old one over."""

    def refusal(user, _by):
        is_there = user.unit_id == case.old.pk
        return None if is_there else StepRefused(f"{user} không còn ở {case.old}.", code="state")

    with act(case.row, by, key, rows=User.objects.all(), refusal=refusal) as the:
        the.row.unit = case.chosen
        the.row.save(update_fields=["unit"])
        the.record("move_account", label="chuyển đơn vị", data=_turn(case))


def place(case, *, by, key=None):
    """Write down where a record of a split unit went; a later decision takes its place."""
    with act(case.row, by, key, rows=type(case.row).objects.all()) as the:
        of = {str(case.kind): the.row, "old": case.old}
        Placement.objects.update_or_create(**of, defaults={"new": case.chosen})
        the.record("place", label="xếp vào đơn vị mới", data=_turn(case))


def _turn(case):
    return {"from": case.old.code, "to": case.chosen.code}
