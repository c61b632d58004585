"""Whether the right bodies sit in a Council: by what they answer for on the day, not by name.

Decision 26/2026/QĐ-TTg, article 7.3b, and the department's dispatch of March 2024 (II.4a) say who
must sit; the Quy chế says who should, where products of a group are judged.
"""

from collections import defaultdict
from typing import NamedTuple

from councils.enums import SET_UP_BY_UNIT, VOTING, SeatRole
from councils.models import Member
from programs.citations import of_regulation, place_in_text
from programs.enums import (
    DISTRICT_KINDS,
    Authority,
    BodyFunction,
    LegalEvent,
    Need,
    ProductGroup,
)
from programs.models import Agency, AgencyFunction
from programs.regulations import RegulationMissing, regulation_for

# Without these a Council cannot sit: who presides, and who writes the minutes.
INDISPENSABLE = (SeatRole.CHAIR, SeatRole.SECRETARY)


class Gap(NamedTuple):
    """What the composition lacks, by which source; `stops` where nothing can be decided so."""

    what: str
    source: str = ""
    stops: bool = False

    def __str__(self):
        return f"{self.what} ({self.source})" if self.source else self.what


class Composition:
    """The seats of a Council with the people who hold them on the day, in a few queries."""

    def __init__(self, council, day):
        self.council, self.day = council, day
        self.seats = list(council.seats.select_related("agency"))
        self.voting = [seat for seat in self.seats if seat.role in VOTING]
        self.people = _people(self.seats, day)
        self._bodies = defaultdict(list)  # the agencies of a function on the day
        for each in AgencyFunction.objects.on(day).select_related("agency"):
            self._bodies[each.function].append(each.agency)
        self._there = {*Agency.objects.on(day).values_list("pk", flat=True)}

    def holder(self, seat) -> Member | None:
        """Who sits there on the day: who stands in, else whose seat it is."""
        people = self.people[seat.pk]
        return next((each for each in people if each.stands_in), next(iter(people), None))

    def has(self, function) -> bool:
        """Whether an agency of this function has a voting seat."""
        sitting = {seat.agency_id for seat in self.voting}
        return any(agency.pk in sitting for agency in self._bodies[function])

    def gaps(self) -> list[Gap]:
        """Everything that is missing, what stops the Council first.

        Of a Council outside the portal the law alone is asked, whether it can be at all.
        """
        if self.council.is_outside:
            return [gap for gap in self._law() if gap.stops]
        found = [*self._law(), *self._indispensable(), *self._empty(), *self._former()]
        return sorted(found, key=lambda gap: not gap.stops)

    def _law(self):
        try:
            law = regulation_for(LegalEvent.FIRST, self.day)
        except RegulationMissing as missing:
            yield Gap(missing.message, stops=True)
            return
        level, unit = self.council.level, self.council.unit
        if level in SET_UP_BY_UNIT and unit.kind not in DISTRICT_KINDS:
            yield Gap(f"{unit} không phải đơn vị cấp huyện nên không có Hội đồng", stops=True)
        elif not any(band.granted_by == level for band in law.starbands.all()):
            words = Authority(level).label
            yield Gap(
                f"Ngày {self.day:%d/%m/%Y} {words} không công nhận hạng sao nào nên không có Hội "
                "đồng cấp này",
                of_regulation(law).short,
                stops=True,
            )
        for rule in law.seatrules.filter(level=level):
            if sentence := self._missing(rule):
                yield Gap(sentence, _source_of(rule, law))

    def _missing(self, rule):
        """What is missing of one rule, or ""."""
        bodies = self._bodies[rule.function]
        words = BodyFunction(rule.function).label
        named = f" ({', '.join(body.short_name for body in bodies)})" if bodies else ""
        if rule.chairs:
            presides = [seat.agency for seat in self.voting if seat.role == SeatRole.CHAIR]
            if self.council.delegation or any(body in bodies for body in presides):
                return ""
            return f"Chủ tịch Hội đồng chưa phải {words}, cũng chưa ghi văn bản ủy quyền chủ trì"
        if self.has(rule.function) or (rule.need == Need.IF_APPLICABLE and not bodies):
            return ""
        return f"Thiếu cơ quan phụ trách {words}{named}"

    def _indispensable(self):
        taken = {seat.role for seat in self.seats}
        for role in INDISPENSABLE:
            if role not in taken:
                yield Gap(f"Chưa có {SeatRole(role).label}", stops=True)

    def _empty(self):
        for seat in self.seats:
            if not self.people[seat.pk]:
                yield Gap(f"Chưa có người ngồi ghế {seat}")

    def _former(self):
        for seat in self.seats:
            if seat.agency_id and seat.agency_id not in self._there:
                yield Gap(f"{seat.agency} không còn (hoặc chưa có) vào ngày {self.day:%d/%m/%Y}")

    def wanted(self, groups) -> list[Gap]:
        """Bodies that the Quy chế wants for products of these groups, and that have no seat."""
        if self.council.is_outside:
            return []
        missing = defaultdict(list)
        for each in self.council.rules.group_seats.all():
            if each.product_group in groups and not self.has(each.function):
                missing[each.function].append(ProductGroup(each.product_group).short)
        return [
            Gap(
                f"Nên có cơ quan phụ trách {BodyFunction(function).label}{self._named(function)}, "
                f"khi xét sản phẩm nhóm {', '.join(names)}",
                str(self.council.rules),
            )
            for function, names in missing.items()
        ]

    def _named(self, function):
        bodies = ", ".join(body.short_name for body in self._bodies[function])
        return f" ({bodies})" if bodies else ""

    def in_both(self) -> list[str]:
        """The people who sit in the Council and in its advisory group, by name."""
        sides = {True: set(), False: set()}
        for seat in self.seats:
            for person in self.people[seat.pk]:
                sides[seat.is_in_group].add((person.user_id or person.full_name, person.full_name))
        return sorted(name for _, name in sides[True] & sides[False])


def _source_of(rule, law):
    """Where it stands, or what else is known of where it comes from."""
    if not rule.article:
        return rule.note
    return f"{place_in_text(rule.article)} {of_regulation(law).short}"


def _people(seats, day):
    people = defaultdict(list)
    rows = Member.objects.on(day).filter(seat__in=seats).select_related("user")
    for member in rows.order_by("stands_in", "since", "pk"):
        people[member.seat_id].append(member)
    return people
