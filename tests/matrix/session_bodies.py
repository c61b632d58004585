"""What a right POST of the pages of sessions and sheets holds."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from councils.advisory.points import GROUP
from councils.sessions.places import own_seats
from councils.sheets.scoring import own_sheet
from products.enums import DossierState
from reports.builders.score_workbook import score_workbook
from reports.renderers import score_workbook as score_workbook_file
from tests.matrix.bodies import WHEN
from tests.support.sessions import levels


def _version(row):
    return row.subject.version if row and row.is_known else ""


def _session(row, start):
    typed = {"code": "phien-m1", "campaign": "", "mode": "sitting", "place": "Hội trường A"}
    end = start + timedelta(hours=4)
    hours = {"starts_at": start.strftime(WHEN), "ends_at": end.strftime(WHEN)}
    return typed | hours | {"version": _version(row)}


def session(_world, row, _user):
    return _session(row, timezone.localtime() + timedelta(days=9))


def past_session(_world, _row, _user):
    return _session(None, timezone.localtime() - timedelta(days=2)) | {"is_past": "on"}


def session_answers(_world, _row, _user):
    """Whatever a step of a session asks."""
    return dict.fromkeys(["note", "short", "gaps", "above", "late"], "Vì thế.")


def agenda(world, _row, _user):
    accepted = (row for row in world.rows["dossier"] if row.state == DossierState.ACCEPTED)
    return {"dossiers": [next(accepted).pk]}


def attendance(_world, row, _user):
    """Nobody came but the chair."""
    if not row.is_known:
        return {}
    seats = row.subject.council.seats.voting()
    there = {seat.pk: seat.members.get().pk for seat in seats if seat.role == "chair"}
    return {f"seat_{seat.pk}": there.get(seat.pk, "absent") for seat in seats}


def notes(_world, row, _user):
    return {"position": 1, "presented_by": "Bà A", "version": _version(row)}


def correction(_world, row, _user):
    said = {"mean": "60,5", "star": 3, "reason": "Theo biên bản.", "note": "Gõ nhầm."}
    return said | {"version": _version(row)}


def conflict(world, row, _user):
    if not row.is_known:
        return {}
    seat = row.subject.session.council.seats.get(role="chair")
    return {"seat": seat.pk, "kind": "declared", "reason": "Người thân."}


def relation(_world, _row, _user):
    today = timezone.localdate().strftime("%d/%m/%Y")
    who = {"kind": "relative", "user": "", "full_name": "Trần Thị Bà Con"}
    return who | {"since": today, "source": "Thành viên báo."}


def ending(_world, _row, _user):
    return {"until": timezone.localdate().strftime("%d/%m/%Y"), "note": "Vì thế."}


def sheet(_world, row, _user):
    """The lowest levels, where the best of one criterion was saved before."""
    if not row.is_known:
        return {}
    chosen = {f"o-{key}": option for key, option in levels(row.subject, "1.2").items()}
    return chosen | {"version": 2}


def workbook(_world, row, user):
    """One's own sheets as they were taken, filled in nowhere."""
    if not (row.is_known and user and own_seats(row.subject, user)):
        return {}
    content = score_workbook_file.render(score_workbook(row.subject, user))
    return {"upload": SimpleUploadedFile("phiếu.xlsx", content)}


def signature(_world, _row, _user):
    return {"version": 2, "comment": "Đạt."}


def findings(_world, _row, _user):
    return {"spread_reason": "Đã thảo luận."}


def decision(_world, _row, _user):
    today = timezone.localdate().strftime("%d/%m/%Y")
    return {"decision_number": "45/QĐ-UBND", "decision_date": today}


def outside(_world, _row, _user):
    today = timezone.localdate().strftime("%d/%m/%Y")
    found = {"number": "15/QĐ-BNNMT", "mean": "85,5", "star": "4"}
    return found | {"issued_on": today, "note": "Vì thế."}


def notices(world, _row, _user):
    """Who issues and signs the notices of a session."""
    signed = {"signer_title": "Giám đốc", "signer_name": "Nguyễn Văn A"}
    return {"issuer": world.people["PX"].agency_id, "symbol": "TB-SNNMT"} | signed


def advice(_world, row, _user):
    version = row.subject.advisory_report.version if row.is_known else 0
    return {"proposal": "Đề nghị công nhận.", "proposed_star": "4", "version": version}


def group_sheet(_world, row, user):
    """The lowest levels, where the best of one criterion was saved before."""
    if not row.is_known or user is None:
        return {}
    chosen = {f"o-{key}": option for key, option in levels(row.subject, "1.2").items()}
    return chosen | {"version": own_sheet(row.subject, user, GROUP).version}
