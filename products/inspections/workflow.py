"""The steps of a post-check: the minutes, the producer's reply, the decision and what follows."""

from dataclasses import replace

from products.certificates import revocation
from products.certificates.issuing import NOTE
from products.certificates.news import write_to_producer
from products.enums import InspectionState
from products.models import Inspection, Revocation
from programs import clock, notices
from programs.citations import day_in_text
from programs.enums import ADMIN, DEPARTMENT, UNIT_ROLES, LegalEvent, NotificationKind
from programs.extensions import FAR
from programs.fields import DayField
from programs.news import people_of
from programs.regulations import regulation_for
from programs.succession import reporting_on
from programs.workflow import Ask, Procedure, Step, StepRefused

# The ground of article 8 of Decision 26/2026/QĐ-TTg that a post-check concludes on (letter b).
GROUND = "criteria_not_met"
HEARD = frozenset({InspectionState.RECORDED, InspectionState.REPLIED})
REPLY_UNTIL = Ask(
    "reply_until",
    "Chủ thể có ý kiến đến hết ngày",
    field=DayField,
    help_text="Trong thời gian này chủ thể có quyền có ý kiến.",
)


def refuse_passed(day, name):
    """A day until which somebody has time has not passed."""
    if day < clock.today():
        raise StepRefused(f"Ngày {day:%d/%m/%Y} đã qua.", status=422, code=name)
    if day > clock.today() + FAR:
        sentence = f"Ngày {day:%d/%m/%Y} là hơn một năm nữa: xem lại năm."
        raise StepRefused(sentence, status=422, code=name)


# --- What must be so ---------------------------------------------------------------------------


def is_written(inspection):
    if not (inspection.inspected_on and inspection.inspectors):
        return "Chưa ghi ngày kiểm tra và thành phần đoàn kiểm tra."
    if not inspection.findings.exists():
        return "Chưa ghi kết quả của nội dung nào."
    return ""


def producer_was_heard(inspection):
    """The producer's right of reply: until its day, or until the reply has come."""
    is_waiting = inspection.state == InspectionState.RECORDED
    if is_waiting and clock.today() <= inspection.reply_until:
        return f"Chủ thể còn được có ý kiến đến hết ngày {inspection.reply_until:%d/%m/%Y}."
    return ""


# --- What belongs to the acts ------------------------------------------------------------------


def record(inspection, _by, answers):
    """Fix the findings and let the unit's people know until when the producer may reply."""
    inspection.reply_until = answers["reply_until"]
    refuse_passed(inspection.reply_until, "reply_until")
    unit = reporting_on(inspection.certificate.product.commune, clock.today())
    people = people_of(UNIT_ROLES, unit.pk)
    until = day_in_text(inspection.reply_until)
    text = f"{inspection}: chủ thể có ý kiến đến hết ngày {until}."
    url = inspection.get_absolute_url()
    due_on = inspection.reply_until
    notices.tell(NotificationKind.DUE_SOON, people, inspection, text, url, due_on)
    write_to_producer(inspection.certificate, text)


def note_reply(inspection, _by, answers):
    inspection.reply = answers["note"]


def decide(inspection, _by, answers):
    inspection.decision = answers["note"]


def ask_to_mend(inspection, by, answers):
    decide(inspection, by, answers)
    inspection.mend_by = answers["mend_by"]
    refuse_passed(inspection.mend_by, "mend_by")


def note_mended(inspection, by, answers):
    decide(inspection, by, answers)
    inspection.mended_on = clock.today()


def propose(inspection, by, answers):
    """Open the way to a revocation; its own rules say whether that may be done now."""
    decide(inspection, by, answers)
    today = clock.today()
    grounds = regulation_for(LegalEvent.REVOCATION, today).revocationgrounds
    refuse_passed(answers["reply_until"], "reply_until")
    row = Revocation(
        certificate=inspection.certificate,
        ground=grounds.filter(key=GROUND).first(),
        conclusion=f"Hậu kiểm ngày {day_in_text(inspection.inspected_on)}: {answers['note']}",
        concluded_on=today,
        reply_until=answers["reply_until"],
    )
    revocation.propose(row, by=by)
    inspection.revocation = row


INSPECTION = Procedure(
    Inspection,
    (
        Step(
            name="record",
            label="lập biên bản",
            done="Đã lập biên bản",
            roles=DEPARTMENT,
            sources=frozenset({InspectionState.PLANNED}),
            target=InspectionState.RECORDED,
            guards=(is_written,),
            asks=(REPLY_UNTIL,),
            effect=record,
            explanation=(
                "Kết quả được khóa, đơn vị được báo và đọc được biên bản; chủ thể có quyền có ý "
                "kiến đến hết ngày ghi ở dưới."
            ),
        ),
        Step(
            name="skip",
            label="bỏ qua, không kiểm tra được",
            done="Đã ghi không kiểm tra được",
            roles=DEPARTMENT,
            sources=frozenset({InspectionState.PLANNED}),
            target=InspectionState.SKIPPED,
            asks=(NOTE,),
            effect=decide,
            onward=False,
        ),
        Step(
            name="reply",
            label="ghi ý kiến của chủ thể",
            done="Đã ghi ý kiến của chủ thể",
            roles=DEPARTMENT | UNIT_ROLES,
            sources=frozenset({InspectionState.RECORDED}),
            target=InspectionState.REPLIED,
            asks=(Ask("note", "Ý kiến của chủ thể"),),
            effect=note_reply,
            explanation="Ghi đúng lời mà chủ thể đã gửi.",
        ),
        Step(
            name="keep",
            label="giữ giấy chứng nhận",
            done="Đã kết luận giữ giấy chứng nhận",
            roles=ADMIN,
            sources=HEARD,
            target=InspectionState.KEPT,
            guards=(producer_was_heard,),
            asks=(Ask("note", "Kết luận"),),
            effect=decide,
        ),
        Step(
            name="mend",
            label="yêu cầu khắc phục",
            done="Đã yêu cầu khắc phục",
            roles=ADMIN,
            sources=HEARD,
            target=InspectionState.MENDING,
            guards=(producer_was_heard,),
            asks=(
                Ask("note", "Kết luận, việc phải khắc phục"),
                Ask(
                    "mend_by",
                    "Khắc phục đến hết ngày",
                    field=DayField,
                    help_text="Quá ngày này mà chưa xác nhận, việc hiện ở trang “Việc của tôi”.",
                ),
            ),
            effect=ask_to_mend,
            onward=False,
        ),
        Step(
            name="mended",
            label="xác nhận đã khắc phục",
            done="Đã xác nhận khắc phục",
            roles=DEPARTMENT,
            sources=frozenset({InspectionState.MENDING}),
            target=InspectionState.KEPT,
            asks=(Ask("note", "Kết quả khắc phục"),),
            effect=note_mended,
        ),
        Step(
            name="propose",
            label="đề nghị thu hồi",
            done="Đã đề nghị thu hồi",
            roles=ADMIN,
            sources=HEARD | {InspectionState.MENDING},
            target=InspectionState.REVOKING,
            guards=(producer_was_heard,),
            asks=(
                Ask("note", "Kết luận, tiêu chí không còn đạt"),
                replace(REPLY_UNTIL, label="Chủ thể giải trình đến hết ngày"),
            ),
            effect=propose,
            explanation=(
                "Mở thủ tục thu hồi với căn cứ kiểm tra kết luận không còn đạt bộ tiêu chí; "
                "một quản trị khác sẽ quyết định thu hồi."
            ),
            onward=False,
        ),
    ),
)
