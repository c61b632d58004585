"""Which seats take no part in a dossier by what the portal knows: noted, once, until scores open.

A member who works in the unit of the product; a body that advises or supports its producer, or took
over one that did; a person who is marked as related to it. All on the day of the session.
"""

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from councils.enums import ConflictKind, SessionMode, SessionState
from councils.membership.composition import Composition
from councils.models import (
    Conflict,
    Dismissal,
    Evaluation,
    Member,
    Relation,
    Seat,
    Session,
)
from councils.sessions import news
from programs import audit
from programs.enums import UNIT_ROLES
from programs.models import AgencySuccession
from programs.names import name_key

# Where what is seen is noted: dossiers lie before the Council, and nothing is concluded.
NOTED_IN = frozenset({SessionState.CALLED, SessionState.OPEN})


class Seen(NamedTuple):
    """What keeps a seat out of a dossier, on whose account and by which relation."""

    seat: Seat
    kind: ConflictKind
    member: Member | None
    relation: Relation | None
    reason: str = ""

    @property
    def fact(self):
        """What is the same when it is seen again."""
        member, relation = self.member and self.member.pk, self.relation and self.relation.pk
        return self.seat.pk, self.kind, member, relation

    @property
    def who(self):
        """The person with the body, or the body alone: "Trần Văn A (Sở Y tế)"."""
        return f"{self.member} ({self.seat.body})" if self.member else self.seat.body


class Sight:
    """What the portal sees of the seats of one session, in a few queries for all its dossiers."""

    def __init__(self, session):
        self.session, self.council = session, session.council
        self.composition = Composition(session.council, session.day)

    def of(self, evaluations) -> list[tuple[Evaluation, list[Seen]]]:
        """What is seen of each dossier; the rows bring their product and its producer."""
        relations = self._relations(evaluations)
        return [
            (each, [*self._in_unit(each), *self._related(relations[_producer(each)])])
            for each in evaluations
        ]

    @cached_property
    def sitting(self) -> list[tuple[Seat, list[Member]]]:
        """The voting seats and those of the advisory group, with those who sit there.

        Of a sitting who is noted as present, before that who is expected; all who may answer where
        opinions are written, and all who advise.
        """
        seats, people = self.composition.voting, self.composition.people
        advising = [(seat, people[seat.pk]) for seat in self.composition.seats if seat.is_in_group]
        if self.session.mode == SessionMode.WRITTEN:
            return [*((seat, people[seat.pk]) for seat in seats), *advising]
        there = {seat.pk: self.composition.holder(seat) for seat in seats}
        noted = self.session.attendances.select_related("member__user")
        there |= {row.seat_id: row.member for row in noted}
        return [*((seat, [there[seat.pk]] if there[seat.pk] else []) for seat in seats), *advising]

    @cached_property
    def _of_units(self):
        """Who works in a unit; the one that set the Council up may judge its own products."""
        places = [(seat, member) for seat, people in self.sitting for member in people]
        return [
            (seat, member)
            for seat, member in places
            if member.user
            and member.user.role in UNIT_ROLES
            and member.user.unit_id != self.council.unit_id
        ]

    def _in_unit(self, evaluation):
        for seat, member in self._of_units:
            if member.user.unit_id == evaluation.dossier.unit_id:
                reason = f"{member} làm việc tại {member.user.unit}"
                yield Seen(seat, ConflictKind.OWN_UNIT, member, None, reason)

    def _relations(self, evaluations):
        """{producer's key: its relations on the day, with those of what was merged into it}."""
        found = defaultdict(list)
        rows = Relation.objects.on(self.session.day).of({*map(_producer, evaluations)})
        for relation in rows.select_related("producer", "agency", "user"):
            found[_kept(relation.producer)].append(relation)
        return found

    def _related(self, relations):
        for relation in relations:
            if relation.agency_id or relation.organisation:
                yield from self._of_body(relation)
            else:
                yield from self._of_person(relation)

    def _of_body(self, relation):
        agencies = self._holding(relation.agency) if relation.agency_id else {}
        names = {name for agency in agencies.values() for name in _names(agency)}
        names |= {name_key(relation.organisation)}
        seats = [seat for seat, _ in self.sitting if _is_body(seat, agencies, names)]
        for seat in seats:
            kind, reason = ConflictKind.OWN_AGENCY, _supporting(relation, seat)
            yield Seen(seat, kind, None, relation, reason)
        yield from self._of_its_people(seats, relation)

    def _of_its_people(self, seats, relation):
        """Who sits for the body, in Council or group, takes no part on another seat either."""
        theirs = {
            _person(member): seat
            for seat, people in self.sitting
            for member in people
            if seat in seats
        }
        for seat, people in self.sitting:
            for member in people:
                if seat not in seats and (own := theirs.get(_person(member))):
                    reason = f"cũng ngồi ghế {own}"
                    yield Seen(seat, ConflictKind.OWN_AGENCY, member, relation, reason)

    def _holding(self, agency):
        """{key: agency} of it and of all that took over a part of it by the day."""
        found = {agency.pk: agency}
        for link in self._successions:  # by day: who took over comes after whom
            if link.old_id in found:
                found[link.new_id] = link.new
        return found

    @cached_property
    def _successions(self):
        rows = AgencySuccession.objects.filter(on__lte=self.session.day)
        return list(rows.select_related("new").order_by("on", "pk"))

    def _of_person(self, relation):
        for seat, people in self.sitting:
            for member in people:
                if _is_same_person(relation, member):
                    yield Seen(seat, ConflictKind.RELATION, member, relation)


def _person(member):
    return member.user_id or name_key(member.full_name)


def _kept(producer):
    return producer.merged_into_id or producer.pk


def _producer(evaluation):
    return _kept(evaluation.dossier.product.producer)


def _names(agency):
    return {name_key(agency.name), name_key(agency.short_name)}


def _is_body(seat, agencies, names):
    """Two agencies are told apart; any other body is known by its name."""
    if not seat.agency_id:
        return name_key(seat.organisation) in names
    return seat.agency_id in agencies if agencies else bool(_names(seat.agency) & names)


def _supporting(relation, seat):
    """What of a relation the minutes need: which body, where it is not the seat's own name."""
    if relation.who == seat.body:
        return ""
    return f"trước là {relation.who}" if relation.agency_id else relation.who


def _is_same_person(relation, member):
    """Two accounts are told apart; who has none is known by the name."""
    if relation.user_id and member.user_id:
        return relation.user_id == member.user_id
    return name_key(relation.who) == name_key(member.full_name)


def _undecided(session):
    """The dossiers of which it still matters: not concluded, no scores opened."""
    rows = session.evaluations.filter(verdict="", opened_at=None)
    return rows.select_related("dossier__product__producer", "dossier__product__commune")


def seen(evaluation) -> list[Seen]:
    """What the portal sees of one dossier now, whether noted or taken back before."""
    [(_, found)] = Sight(evaluation.session).of([evaluation])
    return found


def foreseen(session) -> list[tuple[Evaluation, list[Seen]]]:
    """The dossiers of which a seat would take no part if the session were called today."""
    return [(each, found) for each, found in Sight(session).of(_undecided(session)) if found]


def note(session, by) -> None:
    """Note what is seen of the session's open dossiers, in the transaction of what it follows.

    A seat that is noted already stays as it was; what the secretary took back does not come back.
    """
    evaluations = list(_undecided(session).select_for_update(of=("self",)).order_by("pk"))
    noted = {*Conflict.objects.filter(evaluation__in=evaluations).values_list("evaluation", "seat")}
    dismissed = _dismissed(evaluations)
    for evaluation, found in Sight(session).of(evaluations):
        for each in found:
            place = evaluation.pk, each.seat.pk
            if place in noted or (evaluation.pk, *each.fact) in dismissed:
                continue
            noted.add(place)
            _write(evaluation, each, session, by)


def _dismissed(evaluations):
    rows = Dismissal.objects.filter(evaluation__in=evaluations)
    return {*rows.values_list("evaluation", "seat", "kind", "member", "relation")}


def _write(evaluation, found, session, by):
    conflict = Conflict.objects.create(evaluation=evaluation, **found._asdict())
    said = ", ".join(filter(None, [str(conflict), str(found.member or "")]))
    audit.record("note_conflict", evaluation, by=None, label="ghi xung đột lợi ích", note=said)
    if session.state in NOTED_IN:
        news.tell_secretary(
            evaluation,
            by,
            f"{session.code}, {evaluation.dossier.product}: {found.who} không tham gia, "
            f"{found.kind.label}.",
        )


def dismiss(evaluation, seat, reason, *, by) -> None:
    """Keep what is seen of the seat now from being noted again."""
    known = _dismissed([evaluation])
    for each in seen(evaluation):
        if each.seat == seat and (evaluation.pk, *each.fact) not in known:
            facts = each._asdict() | {"reason": reason}
            Dismissal.objects.create(evaluation=evaluation, dismissed_by=by, **facts)


# --- What it follows ---------------------------------------------------------------------------


def follow_council(council, by) -> None:
    """The seats of the Council, or the people on them, are others now."""
    for session in council.sessions.filter(state__in=sorted(NOTED_IN)):
        note(session, by)


def follow_producer(producer, by) -> None:
    """Something was marked of the producer: of each session that has a product of it."""
    kept = _kept(producer)
    rows = Evaluation.objects.filter(session__state__in=sorted(NOTED_IN), verdict="")
    rows = rows.filter(
        Q(dossier__product__producer=kept) | Q(dossier__product__producer__merged_into=kept)
    )
    sessions = Session.objects.filter(pk__in=rows.values("session"))
    for session in sessions.select_related("council").order_by("pk"):
        note(session, by)


def follow_end(relation, by, what) -> None:
    """The relation holds no more: the secretary looks again at what was noted by it."""
    rows = relation.conflicts.filter(evaluation__session__state__in=sorted(NOTED_IN))
    related = ("evaluation__session__council", "evaluation__dossier__product", "seat__agency")
    for conflict in rows.select_related(*related):
        row = conflict.evaluation
        text = f"{row.session.code}, {row.dossier.product}: {what}. Xem lại ghế {conflict.seat}."
        news.tell_secretary(row, by, text)
