"""Every address × role × row × method, each answer held against the matrix."""

from collections import Counter
from functools import cache

from django.urls import get_resolver, reverse

from tests.matrix.cells import MATRIX, PUBLIC, ROLES
from tests.matrix.expected import Outcome, expected, may_see
from tests.matrix.visitor import PRINTED


def named_urls(resolver=None, namespace=""):
    """The names of all addresses, with their namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_urls(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def tries(claim, world, *, roles=ROLES, few=False):
    """(role, row) for each person and each row that the address may name, or one in each place."""
    rows = world.rows[claim.rows] if claim.rows else [None]
    if few and claim.rows:
        rows = _one_in_each_place(claim, rows)
    return [(role, row) for role in roles for row in rows]


def _one_in_each_place(claim, rows):
    """The row that never was, and of each place one whose state allows the act, if there is one."""
    states = claim.states or MATRIX[claim.line].states
    chosen = {}
    for row in sorted(rows, key=lambda row: row.is_known and not _is_ripe(row, states)):
        chosen.setdefault(row.places, row)
    return list(chosen.values())


def _is_ripe(row, states):
    return not row.is_locked and (not states or row.state in states)


def allowed(claim, world):
    """The first person and row with which the act is done."""
    for role, row in tries(claim, world):
        _, outcome = expected(claim, role, row, world.people[role])
        if outcome is Outcome.DONE:
            return role, row
    raise AssertionError(f"{claim}: nobody may do it")


def address(claim, row):
    return reverse(claim.url, kwargs=claim.path | ({"pk": row.pk} if row else {}))


def differences(claim, visitors, roles=ROLES, *, few=False):
    """A sentence for each answer that is not what the matrix says.

    Of rows that are one to a role, one is asked about; a stranger, and a method that is unknown
    here, ask about two: one never was.
    """
    found, unknown, asked, alike = [], {}, set(), Counter()
    for role, row in tries(claim, visitors.world, roles=roles, few=few):
        for method in claim.methods:
            one = role, method, _is_to(claim, visitors.world, role, row, method)
            if one in asked or alike[role, method] == 2:
                continue
            asked.add(one)
            answer = _ask(claim, visitors, role, row, method)
            if row and not row.is_known:
                unknown[role, method] = answer
            alike[role, method] += role == PUBLIC or answer.status == 405
            twin = unknown.get((role, method))
            fault = _fault(claim, visitors.world, (role, row, method), answer, twin)
            found += [f"{role} {method} {row.name if row else ''}: {fault}"] if fault else []
    return found


def _is_to(claim, world, role, row, method):
    """What a row is to a role that asks by a method; of rows that are the same, one is enough.

    A page is read in each place and state. An act that is hidden or refused by role is asked for
    by GET in each place, and done by POST in each state.
    """
    if not row or not row.is_known:
        return None
    _, outcome = expected(claim, role, row, world.people[role])
    to_them = outcome, row.person == world.people[role]
    if outcome in {Outcome.HIDDEN, Outcome.REFUSED} and (claim.body or method == "POST"):
        return *to_them, row.state if claim.body and method == "POST" else row.places
    return *to_them, row.places, row.state, row.is_locked


def _ask(claim, visitors, role, row, method):
    user = visitors.world.people[role]
    data = claim.body(visitors.world, row, user) if claim.body and method == "POST" else None
    return visitors.ask(role, method, address(claim, row), data)


def _fault(claim, world, at, answer, twin):
    """What is wrong with this answer, or ""."""
    role, row, method = at
    if strange := answer.canaries - known_canaries(world, role):
        return f"shows {sorted(strange)}"
    seen, acted = expected(claim, role, row, world.people[role])
    is_act = method == "POST" and claim.body
    if answer.status == 405 and method != claim.method and role != PUBLIC:
        return _left(answer)
    allowed = {acted} if is_act else seen
    outcome = next((one for one in allowed if answer.status in one.value), None)
    if outcome is None:
        return f"{' or '.join(one.name for one in allowed)} expected, got {answer.status}"
    if is_act and outcome is Outcome.DONE:
        return _done(answer)
    return _told(outcome, answer, twin) or _left(answer) or (is_act and _trail(outcome, answer))


def _told(outcome, answer, twin):
    """A stranger is sent to the sign-in, and learns nothing of what is hidden."""
    if outcome is Outcome.LOGIN and not answer.location.startswith("/tai-khoan/dang-nhap/"):
        return f"sent to {answer.location}"
    if outcome is Outcome.HIDDEN and answer.plain != twin.plain:
        return "tells a hidden row from one that never was"
    return ""


def _done(answer):
    """An act is a redirect, changes something, and leaves an event of its author."""
    if answer.status == 302 and answer.written and answer.done:
        return ""
    return f"status {answer.status}, wrote {sorted(answer.written)}, left {answer.done} events"


def _left(answer):
    """What was only looked at or refused has changed nothing."""
    changed = answer.written - PRINTED
    return f"changed {sorted(changed)}, left {answer.done} events" if changed or answer.done else ""


def _trail(outcome, answer):
    """A refused act stays in the trail."""
    is_refused = outcome in {Outcome.REFUSED, Outcome.CONFLICT}
    return "left no event of the refusal" if is_refused and not answer.refused else ""


def known_canaries(world, role):
    """The products that this role may know of (SECURITY A11)."""
    rows = [row for row in world.rows["registration"] if row.is_known]
    user = world.people[role]
    return {row.subject.product_name for row in rows if may_see(role, row, user)}


# --- Methods that ask without meaning to change --------------------------------------------------


def careless(claim, visitors, method, roles=ROLES):
    """Faults of HEAD or OPTIONS: it changes something, breaks, or tells what GET hides.

    The view is that of GET, which all roles ask: two roles are enough of those to whom a row in
    this place is alike.
    """
    found, alike = [], Counter()

    @cache
    def unknown(role):
        """What is told of a row that never was."""
        [row] = (row for row in visitors.world.rows[claim.rows] if not row.is_known)
        return visitors.ask(role, method, address(claim, row)).plain

    for role, row in tries(claim, visitors.world, roles=roles, few=True):
        seen, _ = expected(claim, role, row, visitors.world.people[role])
        one = frozenset(seen), row and row.places
        if alike[one] == 2:
            continue
        alike[one] += 1
        answer = visitors.ask(role, method, address(claim, row))
        tells = Outcome.HIDDEN in seen and answer.plain != unknown(role)
        fault = "tells" if tells else _left(answer) or (answer.status >= 500 and "breaks")
        found += [f"{role} {row.name if row else ''}: {fault}"] if fault else []
    return found
