"""What must hold of all Councils, for `manage.py integrity`."""

from itertools import pairwise

from django.db.models import F

from councils.enums import CouncilState, RulesState
from councils.membership.composition import INDISPENSABLE
from councils.models import Council, Member
from programs.checks import ruled


def check_councils():
    """The checks, each with the rows at fault."""
    yield ruled("Hội đồng đang hoạt động có Chủ tịch, thư ký, quyết định", _incomplete())
    yield ruled("Người giữ một ghế Hội đồng không trùng thời gian", _overlapping())
    yield ruled("Quy chế của Hội đồng đã đưa vào áp dụng và đúng cấp", _by_other_rules())


def _incomplete():
    for council in Council.objects.filter(state=CouncilState.IN_FORCE).prefetch_related("seats"):
        roles = {seat.role for seat in council.seats.all()}
        if not roles.issuperset(INDISPENSABLE) or not (
            council.decision_number and council.decided_on
        ):
            yield council


def _overlapping():
    """Of a seat's holders, and of those who stand in for them, each who begins too early."""
    rows = Member.objects.order_by("seat", "stands_in", "since", "pk")
    for one, other in pairwise(rows.select_related("seat__agency", "seat__council")):
        is_beside = (one.seat_id, one.stands_in) == (other.seat_id, other.stands_in)
        if is_beside and (one.until is None or other.since <= one.until):
            yield f"{other}, {other.seat}, {other.seat.council}"


def _by_other_rules():
    rows = Council.objects.exclude(rules=None)  # those sat outside the portal
    right = rows.filter(rules__level=F("level"), rules__state=RulesState.PUBLISHED)
    return rows.exclude(pk__in=right.values("pk"))
