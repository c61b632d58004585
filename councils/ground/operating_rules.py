"""Versions of the Quy chế: written by an administrator, then put in force for good (matrix C17)."""

import csv

from django.conf import settings

from councils.enums import RulesState
from councils.ground.own_gates import gates_said, keep
from councils.models import CouncilRules, GroupSeat
from programs.acts import StepRefused, act
from programs.changes import changes_between, differences
from programs.enums import ADMIN, ProductGroup
from programs.models import User
from programs.workflow import Ask, Procedure, Step

# The portal's own proposal: which bodies should judge products of a group (fixtures/README.md).
PROPOSED = settings.BASE_DIR / "fixtures" / "council_group_seats.csv"
# What a new version begins with from the one before it.
COPIED = (
    *("level", "issuer", "signer_title", "signer", "quorum", "tolerance", "least_sheets"),
    *("minima", "forward", "open_days", "invitation", "note"),
)


def writing_refusal(row, user):
    """The StepRefused that keeps this user from changing the version, or None."""
    if user.role not in ADMIN:
        return StepRefused("Chỉ quản trị cấp tỉnh được soạn Quy chế.", status=403, code="role")
    if row.state != RulesState.DRAFT:
        return StepRefused(
            "Quy chế đã đưa vào áp dụng không sửa được: hãy soạn phiên bản mới.", code="state"
        )
    return None


def begun(level, after=None) -> tuple[CouncilRules, dict[str, list[str]]]:
    """A new version, not saved yet, with its functions by product group.

    Like the version `after` which it comes, or with what the portal proposes.
    """
    if after is None:
        return CouncilRules(level=level), _proposed()
    kept = {name: getattr(after, name) for name in COPIED}
    return CouncilRules(**kept), functions_of(after)


def _proposed():
    functions = {group: [] for group in ProductGroup.values}
    with PROPOSED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            functions[line["group"]].append(line["function"])
    return functions


def functions_of(row) -> dict[str, list[str]]:
    """{product group: functions of the bodies that should sit when it is judged}."""
    functions = {group: [] for group in ProductGroup.values}
    for seat in row.group_seats.all():
        functions[seat.product_group].append(seat.function)
    return functions


def write(row, functions, gates=(), *, by, version=None, key=None) -> CouncilRules:
    """Save a new draft, or a changed one that still has this version; else raise RowChanged.

    `functions` by product group and `gates`, not saved yet, are all that it has from now on.
    """
    if not row.pk:
        # The administrator is locked: a second post of the same form waits, and finds its event.
        with act(by, by, key, rows=User.objects.all(), refusal=_refuse_role) as the:
            row.save()
            _seat(row, functions)
            keep(row, gates)
            the.record("create_rules", row, label="soạn Quy chế")
        return row
    with act(row, by, key, refusal=writing_refusal, read=version or 0) as the:
        before, said_before = functions_of(the.row), gates_said(the.row)
        row.version = the.row.version + 1
        row.save()
        row.group_seats.all().delete()
        _seat(row, functions)
        keep(row, gates)
        data = differences(the.row, row)
        data |= changes_between(
            {"group_seats": before, "own_gates": said_before},
            {"group_seats": functions, "own_gates": gates_said(row)},
        )
        the.record("change_rules", row, label="sửa Quy chế", data=data)
    return row


def _refuse_role(_row, user):
    return writing_refusal(CouncilRules(), user)


def _seat(row, functions):
    GroupSeat.objects.bulk_create(
        GroupSeat(rules=row, product_group=group, function=function)
        for group, names in functions.items()
        for function in names
    )


def begins_alone(row):
    """No other version of the level begins on the same day."""
    others = CouncilRules.objects.published().filter(level=row.level, valid_from=row.valid_from)
    if other := others.first():
        return f"“{other}” đã áp dụng từ ngày {row.valid_from:%d/%m/%Y}: hãy sửa ngày áp dụng."
    return ""


RULES = Procedure(
    CouncilRules,
    (
        Step(
            name="publish",
            label="đưa vào áp dụng",
            done="Đã đưa vào áp dụng",
            roles=ADMIN,
            sources=frozenset({RulesState.DRAFT}),
            target=RulesState.PUBLISHED,
            guards=(begins_alone,),
            explanation=(
                "Từ ngày áp dụng, Hội đồng của cấp này chọn được Quy chế này. Sau khi đưa vào áp "
                "dụng không sửa được nữa; muốn đổi thì soạn phiên bản mới."
            ),
        ),
        Step(
            name="drop",
            label="bỏ bản nháp",
            done="Đã bỏ",
            roles=ADMIN,
            sources=frozenset({RulesState.DRAFT}),
            target=RulesState.DROPPED,
            asks=(Ask("note", "Lý do"),),
            onward=False,
            away=True,
        ),
    ),
)
