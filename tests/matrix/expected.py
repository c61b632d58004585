"""What the matrix says of one try: a person, an address, a row."""

from enum import Enum

from products.enums import PRIVATE_STATES, PlanState
from programs.enums import UNIT_ROLES, Role
from tests.matrix.cells import MATRIX, PUBLIC

# What hangs on a session: acted upon by seat, whatever the role.
OF_SESSIONS = ("session", "session_read", "session_past", "agenda_row", "conflict", "own_sheet")
OF_SESSIONS += ("evaluation", "evaluation_read", "evaluation_apart", "evaluation_opened")
OF_SESSIONS += ("evaluation_concluded", "evaluation_closed", "signed_sheet")
OF_SESSIONS += ("paper_evaluation", "evaluation_forwarded", "session_closed", "session_told")
OF_SESSIONS += ("advice", "advice_signed", "advice_done", "session_advised")
OF_SESSIONS += ("paper_session", "own_session", "evaluation_past")
RELATED = ("relation", "relation_ended", "related_producer")
ADVISED = ("advice_report", "advice_completed")
BY_SEAT = frozenset({*OF_SESSIONS, *RELATED, *ADVISED, "sitting_council"})
# The line under which a row of each kind is seen, where it does not hang on a plan's state.
READ_BY = {
    "campaign": "K1",
    "participant": "K1",
    "reminding": "K1",
    "report_board": "K1",
    "report_reminding": "K1",
    "asked": "K1",
    "extended": "K1",
    "asking": "K1",
    "import": "E3",
    "imported": "E3",
    "user": "U4",
    "role_change": "U4",
    "request": "U1",
    "view": "U5",
    "export": "U5",
    "producer": "H3",
    "product": "H3",
    "certificate": "H3",
    "dossier": "H3",
    "revoked": "H3",
    "draft": "N1",
    "revocation": "H3",
    "papers": "H3",
    "paper": "H3",
    "restricted": "H4",
    "photo": "H3",
    "outlet": "H3",
    "recognised": "H3",
    "splitting": "H3",
    "book": "R3",
    "ending": "H3",
    "lapsed": "H3",
    "letter": "H3",
    "inspection": "H9",
    "coming": "H12",
    "inspection_plan": "H12",
    "petition": "N9",
    "petition_draft": "N10",
    "layout": "V7",
    "outgoing": "V4",
    "outgoing_copy": "V4",
    "outgoing_draft": "V6",
    "outgoing_signed_off": "V6",
    "outgoing_numbered": "V6",
    "paper_number": "V5",
    "council": "C23",
    "council_proposed": "C23",
    "seat": "C23",
    "council_member": "C23",
    "rules": "C24",
    "rules_draft": "C17",
    "sitting_council": "C23",
    **dict.fromkeys(OF_SESSIONS, "C31"),
    **dict.fromkeys(RELATED, "C32"),
    "record": "C13",
    "advice_report": "C15",
    "advice_completed": "C37",
    "sheets_file": "C3",
    "report": "T3",
    "sealed_report": "T3",
    "report_draft": "T16",
    "report_file": "T3",
    "filled_report": "T16",
    "double_campaign": "K1",
    "double": "T22",
    "report_file_draft": "T16",
    "report_form": "T17",
    **dict.fromkeys(("report_form_draft", "form_section", "form_indicator"), "T8"),
    "report_campaign": "K1",
    "province_draft": "T5",
    **dict.fromkeys(("province_report", "province_later"), "T23"),
}
# Kinds of rows that are given to whoever belongs to one of their places.
GIVEN = {"outgoing", "outgoing_copy", "council", "council_proposed", "seat", "council_member"}


class Outcome(Enum):
    """What a person gets; the values are HTTP statuses."""

    LOGIN = (302,)
    HIDDEN = (404,)
    REFUSED = (403,)
    CONFLICT = (409,)
    DONE = (200, 302)


def expected(claim, role, row, user):
    """The outcomes that may come of asking or looking, and the one of acting.

    A form may be shown before the state of its row is weighed, so looking has two.
    """
    scope, acting = _scope(claim, role, row, user), None
    if scope is Outcome.DONE and row and claim.body:
        acting = _stands(claim, MATRIX[claim.line].cells[role], row, user)
    return {scope, acting or scope}, acting or scope


def _scope(claim, role, row, user):
    """What the person's role and place say; `row` is None where the address names none."""
    if role == PUBLIC:
        return Outcome.LOGIN
    if row and not may_see(role, row, user):
        return Outcome.HIDDEN
    cell = MATRIX[claim.line].cells[role]
    if row and _is_own(row, user) and not claim.body:
        return Outcome.DONE
    is_reached = not row or _reaches(cell, role, row, user, reads=not claim.body)
    if cell.scope not in claim.enough or not is_reached:
        return Outcome.REFUSED
    return Outcome.DONE


def _stands(claim, cell, row, user):
    """What the row's own state, its clock, and the person's own part in it say."""
    states = claim.states or MATRIX[claim.line].states
    if (claim.not_oneself and _is_own(row, user)) or (claim.oneself and not _is_own(row, user)):
        return Outcome.REFUSED
    if states and row.state not in states:
        return Outcome.CONFLICT
    return Outcome.CONFLICT if "d" in cell.conditions and row.is_locked else Outcome.DONE


def may_see(role, row, user):
    """Whether the row is there for this person at all."""
    if not row.is_known:
        return False
    cell = MATRIX[_read_by(row)].cells[role]
    return _is_own(row, user) or _reaches(cell, role, row, user, reads=True)


def _is_own(row, user):
    return user is not None and row.person == user


def _read_by(row):
    if row.kind in READ_BY:
        return READ_BY[row.kind]
    if row.state == PlanState.ISSUED:
        return "P4"
    return "P2" if row.state in PRIVATE_STATES and row.kind != "seal" else "P3"


def _reaches(cell, role, row, user, *, reads):
    """Whether the cell's scope holds the row: given (G) is what was sent to one's own place."""
    if cell.scope == "G" and row.kind in BY_SEAT:
        return role in row.places
    if cell.scope == "O" or (cell.scope == "G" and row.kind in GIVEN):
        return bool(_places(role, reads=reads) & row.places)
    return cell.scope in "APS" or (cell.scope == "M" and _is_own(row, user))


def _places(role, *, reads):
    """Where a person belongs; papers of a unit that theirs took over are theirs to read.

    A Council in which the person of a role has a seat is read by them, whatever the role.
    """
    seats = {str(role)} if reads else set()
    if role in UNIT_ROLES:
        return seats | ({"home", "former"} if reads else {"home"})
    return seats | ({"agency"} if role == Role.AGENCY_OFFICER else set())
