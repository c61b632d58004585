"""The judgement: Councils with their Quy chế and seats; sessions, dossiers, sheets, findings."""

from councils.models.advisory import AdvisoryReport, AdvisoryScore, AdvisorySheet
from councils.models.membership import Council, Member, Seat
from councils.models.relations import Relation
from councils.models.rules import CouncilRules, GroupSeat, OwnGate
from councils.models.sessions import (
    Attendance,
    Conflict,
    Dismissal,
    Evaluation,
    OutsideResult,
    RecordReading,
    Session,
)
from councils.models.sheets import Finding, Score, ScoreSheet, SheetsFile

__all__ = [
    "AdvisoryReport",
    "AdvisoryScore",
    "AdvisorySheet",
    "Attendance",
    "Conflict",
    "Council",
    "CouncilRules",
    "Dismissal",
    "Evaluation",
    "Finding",
    "GroupSeat",
    "Member",
    "OutsideResult",
    "OwnGate",
    "RecordReading",
    "Relation",
    "Score",
    "ScoreSheet",
    "Seat",
    "Session",
    "SheetsFile",
]
