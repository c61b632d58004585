"""What a member gave in a closed session, for the head of the member's own body (C13, C14)."""

from councils.enums import SessionState, SheetState
from councils.models import Attendance, RecordReading
from programs.acts import StepRefused, act
from programs.enums import LEADER, Role

# Who confirms for a body: another officer of the agency, or a unit's leader for its own Council.
CONFIRMING = LEADER | {Role.AGENCY_OFFICER}


def records_of(user):
    """The Attendances whose sheets this person reads: the own ones, those of the own agency."""
    rows = Attendance.objects.filter(session__state=SessionState.CLOSED, member__isnull=False)
    own = rows.filter(member__user=user.pk)
    if user.agency_id and user.role in CONFIRMING:
        own |= rows.filter(seat__agency=user.agency_id)
    related = ("session__council__unit", "seat__agency", "member")
    return own.select_related(*related).order_by("-session__starts_at", "pk")


def lines_of(session, seat) -> list[tuple]:
    """[(evaluation, sheet or None, whether in conflict)] of the seat, by the agenda."""
    sheets = {
        sheet.evaluation_id: sheet
        for sheet in seat.sheets.filter(evaluation__session=session).exclude(
            state__in=[SheetState.DRAFT, SheetState.REPLACED]
        )
    }
    evaluations = session.evaluations.select_related(
        "dossier__product__producer", "dossier__product__commune"
    )
    out = {*seat.conflicts.filter(evaluation__session=session).values_list("evaluation", flat=True)}
    return [(row, sheets.get(row.pk), row.pk in out) for row in evaluations]


def reading_of(session, seat) -> RecordReading | None:
    return (
        RecordReading.objects.filter(session=session, seat=seat).select_related("read_by").first()
    )


def confirming_refusal(attendance, user):
    """The StepRefused that keeps this user from confirming for the seat's body, or None."""
    member, seat = attendance.member, attendance.seat
    if member and member.user_id == user.pk:
        return StepRefused("Không tự xác nhận kết quả của mình.", status=403, code="person")
    is_theirs = user.role in CONFIRMING and seat.agency_id and seat.agency_id == user.agency_id
    if not is_theirs:
        sentence = "Chỉ người phụ trách của cơ quan giữ ghế được xác nhận."
        return StepRefused(sentence, status=403, code="role")
    if reading_of(attendance.session, seat):
        return StepRefused("Kết quả này đã có người xác nhận.", code="state")
    return None


def confirm(attendance, *, by, key=None) -> RecordReading:
    """Note that the head of the body has read what its member gave."""
    rows = records_of(by)
    with act(attendance, by, key, rows=rows, refusal=confirming_refusal) as the:
        session, seat = the.row.session, the.row.seat
        reading = RecordReading.objects.create(session=session, seat=seat, read_by=by)
        the.record("read_record", session, label="xác nhận đã xem kết quả", note=str(seat))
    return reading
