"""Councils in any state with their seats and people, and a valid row of each of their models."""

from datetime import date

from django.utils import timezone

from councils.enums import DECIDED_COUNCILS, SeatRole
from councils.models import Council, CouncilRules, GroupSeat, Member, OwnGate, Seat
from programs.enums import Authority, Role
from programs.models import AgencyFunction, SeatRule
from tests.support.factories import make_agency, make_province, make_unit, make_user, numbers
from tests.support.rows import make_provision

# Under Decision 148/QĐ-TTg, while districts had Councils.
TERM = date(2024, 3, 4)


def make_agency_function(agency=None, function="science", **fields):
    agency = agency or make_agency()
    return AgencyFunction.objects.create(agency=agency, function=function, **fields)


def make_seat_rule(**fields):
    values = {"level": Authority.PROVINCE, "function": "trade", "position": 1}
    return make_provision(SeatRule, **values | fields)


def make_rules(state="draft", groups=None, gates=(), **fields):
    """A Quy chế of districts; `groups` are {product group: functions}, `gates` its OwnGates."""
    values = {
        "level": Authority.DISTRICT,
        "number": f"{next(numbers)}/QĐ-UBND",
        "issued_on": date(2024, 2, 1),
        "issuer": "Ủy ban nhân dân tỉnh Quảng Ngãi",
        "signer": "Ông Nguyễn Văn Ký",
        "valid_from": date(2024, 2, 1),
    }
    rules = CouncilRules.objects.create(**values | fields)
    for group, functions in (groups or {}).items():
        for function in functions:
            GroupSeat.objects.create(rules=rules, product_group=group, function=function)
    for gate in gates:
        gate.rules = rules
        gate.save()
    CouncilRules.objects.filter(pk=rules.pk).update(state=state)
    rules.refresh_from_db()
    return rules


def published_rules(**fields):
    """The one of this level from this day, made where it is not there yet."""
    level = fields.pop("level", Authority.DISTRICT)
    day = date(2024, 2, 1)
    found = CouncilRules.objects.published().filter(level=level, valid_from=day).first()
    return found or make_rules("published", level=level, valid_from=day, **fields)


def make_group_seat():
    rules = make_rules(groups={"drink": ["trade"]})
    return rules.group_seats.get()


def make_own_gate(state="draft", **fields):
    values = {"label": "Chủ thể đang bị xử phạt", "effect": "not_evaluated", "sets": [26]}
    return make_rules(state, gates=[OwnGate(**values | fields)]).own_gates.get()


def make_council(state="draft", *, unit=None, **fields):
    """A Council in this state as if its steps had been taken, without seats."""
    unit = unit or make_unit()
    values = {
        "level": Authority.DISTRICT,
        "name": f"Hội đồng đánh giá, phân hạng sản phẩm OCOP số {next(numbers)}",
        "starts_on": TERM,
    }
    if state in DECIDED_COUNCILS:
        values |= {"decision_number": "112/QĐ-UBND", "decided_on": TERM}
    if state == "ended":
        values["ends_on"] = timezone.localdate()
    if "rules" not in fields:
        fields["rules"] = published_rules(level=fields.get("level", Authority.DISTRICT))
    if "prepared_by" not in fields:
        fields["prepared_by"] = make_user(Role.UNIT_OFFICER, unit=unit)
    return Council.objects.create(state=state, unit=unit, **values | fields)


def make_outside_council(**fields):
    """One that sat outside the portal, of the province of 2026."""
    if fields.get("level") != Authority.DISTRICT:
        fields = {"unit": make_province(), "starts_on": date(2026, 5, 25)} | fields
    values = {"level": Authority.PROVINCE, "rules": None, "decision_number": "", "decided_on": None}
    return make_council("ended", **values | fields)


def make_seat(council=None, role=SeatRole.MEMBER, **fields):
    """A seat of an agency of its own, or of the one or the organisation that is named."""
    council = council or make_council()
    if not {"agency", "organisation"} & fields.keys():
        fields["agency"] = make_agency()
    return Seat.objects.create(council=council, role=role, **fields)


def make_member(seat=None, **fields):
    seat = seat or make_seat()
    number = next(numbers)
    values = {"full_name": f"Ủy viên Số {number}", "since": seat.council.starts_on}
    return Member.objects.create(seat=seat, **values | fields)


def make_sitting(council, role=SeatRole.MEMBER, *, user=None, **seat):
    """A seat with somebody on it, with an account or without."""
    person = make_member(make_seat(council, role, **seat), user=user)
    return person.seat


def make_whole_council(state="draft", **fields):
    """One with those without whom nothing can be decided: a chair and a secretary."""
    council = make_council(state, **fields)
    for role in (SeatRole.CHAIR, SeatRole.SECRETARY):
        make_sitting(council, role, organisation=f"Ủy ban nhân dân, {role.label}")
    return council


COUNCIL_MAKERS = {
    AgencyFunction: make_agency_function,
    SeatRule: make_seat_rule,
    CouncilRules: make_rules,
    GroupSeat: make_group_seat,
    OwnGate: make_own_gate,
    Council: make_council,
    Seat: make_seat,
    Member: lambda: make_member(user=make_user(Role.COUNCIL_MEMBER)),
}
