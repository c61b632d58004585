"""The permission matrix as the tests read it; docs/security.md says what its cells mean."""

import csv
from dataclasses import dataclass
from pathlib import Path

from councils.enums import CouncilState
from products.enums import (
    EDITABLE_STATES,
    IN_FORCE_STATES,
    OPEN_DOSSIERS,
    PRIVATE_PETITIONS,
    PRIVATE_STATES,
    SENT_STATES,
    CertificateState,
    DossierState,
    PlanState,
)
from programs.enums import CampaignState, Role
from reports.enums import FormState, PaperState, ReportState

PUBLIC = "PU"
ROLES = [*(str(role) for role in Role), PUBLIC]
# What the matrix says of a row's state, in states of the models; None is any.
STATES = {
    "any": None,
    "open": {CampaignState.OPEN},
    "open or just closed": None,
    "open / closed": None,
    "draft": PRIVATE_STATES,
    "draft, returned": EDITABLE_STATES,
    "handed in": {PlanState.HANDED_IN},
    "sent": {PlanState.SENT},
    "sent and later": SENT_STATES,
    "accepted, issued": IN_FORCE_STATES,
    "issued": {PlanState.ISSUED},
    "closed": None,
    **dict.fromkeys(
        ["before open", "round open", "all signed", "opened", "forwarded product"]
    ),  # as claims say
    "prepared": {CertificateState.PREPARED},
    "not locked": OPEN_DOSSIERS,
    "locked": frozenset(DossierState) - OPEN_DOSSIERS,
    "issued, revoked": None,
    "submitted": {DossierState.SUBMITTED},
    "forwarded": {DossierState.FORWARDED},
    "being written": PRIVATE_PETITIONS,
    "not published": {FormState.DRAFT},
    "accepted": {ReportState.ACCEPTED},
    "returned": {ReportState.RETURNED},
    "report draft": {ReportState.DRAFT},
    "draft Council": {CouncilState.DRAFT},
    "proposed": {CouncilState.PROPOSED},
    "in force": {CouncilState.IN_FORCE},
    **dict.fromkeys(["published", "sealed"]),
    "recognised": {"recognised"},
    "signed off / issued": {PaperState.SIGNED_OFF, PaperState.NUMBERED, PaperState.ISSUED},
}


@dataclass(frozen=True)
class Cell:
    """Whose rows (A all, O own, G given, M oneself, P public, S state alone, - none), and when."""

    scope: str
    conditions: str = ""


@dataclass(frozen=True)
class Line:
    action: str
    states: frozenset | None
    cells: dict[str, Cell]


def _line(fields):
    states = STATES[fields["row_state"]]
    cells = {role: Cell(*fields[role].split("/")) for role in ROLES}
    return Line(fields["action"], states and frozenset(states), cells)


def _read():
    path = Path(__file__).with_name("permission_matrix.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {fields["id"]: _line(fields) for fields in csv.DictReader(file)}


MATRIX = _read()
