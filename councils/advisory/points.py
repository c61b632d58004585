"""What the group's members give a dossier: shown in its report, and in no mean of the Council."""

from decimal import Decimal
from typing import NamedTuple

from councils.advisory.reports import place_of, writing_refusal
from councils.enums import SheetState
from councils.models import AdvisorySheet
from councils.sheets.scoring import Desk, person_refusal
from programs.acts import StepRefused, act

GROUP = Desk(
    AdvisorySheet,
    place_of,
    writing_refusal,
    home="councils:advice_detail",
    signing="councils:advice_sheet_sign",
    reopened="bạn mở lại được khi báo cáo của Tổ tư vấn chưa hoàn thành.",
)
NOT_COUNTED = "không tính vào điểm của Hội đồng"


class GroupPoints(NamedTuple):
    """The signed sheets that somebody reads, and their mean; None without any."""

    sheets: list[AdvisorySheet]
    mean: Decimal | None


def points_of(evaluation, user) -> GroupPoints:
    """What this person reads of the group's points; whoever is in conflict has given none."""
    rows = AdvisorySheet.objects.visible_to(user).filter(evaluation=evaluation)
    rows = rows.filter(state=SheetState.SIGNED).exclude(seat__in=apart_of(evaluation))
    sheets = list(rows.select_related("seat__agency", "member"))
    total = sum(sheet.total for sheet in sheets)
    return GroupPoints(sheets, Decimal(total) / len(sheets) if sheets else None)


def apart_of(evaluation):
    return evaluation.conflicts.values("seat")


def signed_count(evaluation) -> int:
    """How many sheets of the group are signed: that tells no points."""
    signed = evaluation.advisory_sheets.filter(state=SheetState.SIGNED)
    return signed.exclude(seat__in=apart_of(evaluation)).count()


def reopening_refusal(sheet, user):
    """The StepRefused that keeps this user from taking the own signature back, or None."""
    if refused := writing_refusal(sheet.evaluation, user) or person_refusal(sheet, user):
        return refused
    if sheet.state != SheetState.SIGNED:
        return StepRefused("Phiếu này chưa ký.", code="state")
    return None


def open_again(sheet, *, by, key=None) -> AdvisorySheet:
    """Take one's own signature back, to score on; the Council has not read the sheet yet."""
    rows = AdvisorySheet.objects.filter(member__user=by)
    rows = rows.select_related("evaluation__session__council", "evaluation__dossier__product")
    with act(sheet, by, key, rows=rows, refusal=reopening_refusal) as the:
        the.row.state, the.row.total, the.row.signed_at = SheetState.DRAFT, None, None
        the.row.version += 1
        the.row.save()
        the.record("open_sheet", label="mở lại phiếu của Tổ tư vấn")
    return the.row
