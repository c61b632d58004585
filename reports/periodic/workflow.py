"""The procedure of a periodic report: written, approved by another, sent, accepted or returned.

Nothing but REPORT.take() writes PeriodicReport.state, except the new versions that `correct` and
`unlock` make, and the supersession that an accepted one brings.
"""

from programs import audit, clock, timeliness
from programs.acts import StepRefused, act
from programs.deadlines import end_of
from programs.enums import ADMIN, DEPARTMENT, LEADER, Role
from programs.extensions import give
from programs.fields import DayField
from programs.models import Participant
from programs.numbering import take
from programs.workflow import Ask, Procedure, Step
from reports.enums import ReportState
from reports.models import PeriodicReport, ReceiptSeries
from reports.periodic import attachments, news, sealing
from reports.periodic.filling import WRITERS, clock_allows, clocks_now, copy_into
from reports.periodic.reading import parts_of

# How many lacks a refusal names one by one.
NAMED = 5
# Who approves and sends: the unit's leader, or another officer of the agency (matrix T2).
SENDERS = LEADER | {Role.AGENCY_OFFICER}
BODIES = WRITERS | SENDERS


# --- Guards, reasons ---------------------------------------------------------------------------


def is_whole(report):
    lacks = [f"{part.section.code} – {lack}" for part in parts_of(report) for lack in part.lacks]
    if not lacks:
        return ""
    more = f" và {len(lacks) - NAMED} chỗ nữa" if len(lacks) > NAMED else ""
    return f"Báo cáo chưa đủ: {'; '.join(lacks[:NAMED])}{more}."


def is_another_person(report, user):
    """Whoever handed it in does not approve it (matrix T2)."""
    if report.handed_in_by_id != user.pk:
        return ""
    return "Người trình không tự duyệt và gửi: cần một người khác của nơi báo cáo."


def who_sends(report):
    return Role.UNIT_LEADER.label if report.participant.unit_id else "một cán bộ khác của cơ quan"


def would_be_late(report, _user):
    return timeliness.would_be_late(_versions(report), clocks_now(report.participant))


def _versions(report):
    return PeriodicReport.objects.filter(participant=report.participant_id)


def is_locked(report, _user):
    return bool(clock_allows(report))


# --- Effects -----------------------------------------------------------------------------------


def note_who_handed_in(report, by, _answers):
    report.handed_in_by = by
    news.REPORT_NEWS.tell(report, "hand_in", by)


def tell(step):
    def effect(report, by, answers):
        news.REPORT_NEWS.tell(report, step, by, answers.get("note", ""))

    return effect


def send(report, by, answers):
    """Number, seal and tell; the first sending decides whether the reporter was late."""
    Participant.objects.select_for_update(of=("self",)).get(pk=report.participant_id)
    report.sent_by, report.sent_at = by, clock.now()
    timeliness.note_sending(report, _versions(report), clocks_now(report.participant))
    report.receipt = report.receipt or take(
        ReceiptSeries.objects, year=report.participant.campaign.year
    )
    report.edition += 1
    sealing.seal(report, by, answers)
    news.REPORT_NEWS.tell(report, "send", by)


def open_again(report, by, answers):
    """Back to its writers: what was sealed stays, the next sending seals anew."""
    report.sent_by = report.sent_at = None
    report.edition += 1
    news.REPORT_NEWS.tell(report, "take_back", by, answers["note"])


def give_back_to_reporter(report, by, answers):
    if day := answers.get("until"):
        give(report.participant, end_of(day), answers["note"], by=by)
    news.REPORT_NEWS.tell(report, "return", by, answers["note"])


def take_the_place(report, by, _answers):
    """The accepted version is the one that counts; the one that it puts right counts no more."""
    old = PeriodicReport.objects.filter(
        participant=report.participant_id, state=ReportState.ACCEPTED
    ).first()
    if old:
        old.state = ReportState.SUPERSEDED
        old.save(update_fields=["state", "changed_at"])
        facts = {"source": ReportState.ACCEPTED, "target": old.state}
        audit.record("supersede", old, label="thay bằng phiên bản sau", by=by, **facts)
    news.REPORT_NEWS.tell(report, "accept", by)


NOTE = Ask("note", "Lý do")
DRAFT, HANDED_IN = frozenset({ReportState.DRAFT}), frozenset({ReportState.HANDED_IN})
SENT = frozenset({ReportState.SENT})

REPORT = Procedure(
    PeriodicReport,
    (
        Step(
            name="hand_in",
            label="trình duyệt",
            done="Đã trình",
            roles=WRITERS,
            sources=DRAFT,
            target=ReportState.HANDED_IN,
            guards=(clock_allows, is_whole),
            effect=note_who_handed_in,
            explanation="Người duyệt sẽ xem và gửi lên tỉnh; trong lúc chờ không sửa được.",
        ),
        Step(
            name="give_back",
            label="trả lại người soạn",
            done="Đã trả lại người soạn",
            roles=SENDERS,
            sources=HANDED_IN,
            target=ReportState.DRAFT,
            asks=(NOTE,),
            effect=tell("give_back"),
            onward=False,
        ),
        Step(
            name="recall",
            label="rút lại để sửa",
            done="Đã rút lại để sửa",
            roles=WRITERS,
            sources=HANDED_IN,
            target=ReportState.DRAFT,
            explanation="Báo cáo trở lại bản nháp; người duyệt không còn thấy việc chờ.",
            onward=False,
        ),
        Step(
            name="send",
            label="duyệt và gửi tỉnh",
            done="Đã gửi tỉnh",
            roles=SENDERS,
            sources=HANDED_IN,
            target=ReportState.SENT,
            guards=(clock_allows, is_whole),
            asks=(Ask("late", "Lý do gửi muộn", would_be_late),),
            between=is_another_person,
            whom=who_sends,
            effect=send,
            explanation="Nội dung được niêm phong và gửi tỉnh, có số tiếp nhận.",
        ),
        Step(
            name="take_back",
            label="rút lại báo cáo đã gửi",
            done="Đã rút lại",
            roles=BODIES,
            sources=SENT,
            target=ReportState.DRAFT,
            guards=(clock_allows,),
            asks=(NOTE,),
            effect=open_again,
            explanation="Bản đã gửi vẫn được lưu; sửa và gửi lại trước khi đợt khóa.",
            onward=False,
        ),
        Step(
            name="accept",
            label="tiếp nhận",
            done="Đã tiếp nhận",
            roles=DEPARTMENT,
            sources=SENT,
            target=ReportState.ACCEPTED,
            effect=take_the_place,
            explanation="Số liệu của báo cáo được tổng hợp vào báo cáo của tỉnh.",
        ),
        Step(
            name="return",
            label="trả lại nơi báo cáo",
            done="Đã trả lại",
            roles=DEPARTMENT,
            sources=SENT,
            target=ReportState.RETURNED,
            asks=(
                NOTE,
                Ask(
                    "until",
                    "Sửa và gửi lại đến hết ngày",
                    is_locked,
                    field=DayField,
                    help_text="Đợt đã khóa: nơi báo cáo được gia hạn đến hết ngày này.",
                ),
            ),
            effect=give_back_to_reporter,
            explanation="Nơi báo cáo đọc lý do và ý kiến từng mục, lập phiên bản sửa và gửi lại.",
            onward=False,
        ),
    ),
    owns=lambda report, user: user.role not in BODIES or report.participant.is_of(user),
    news=news.REPORT_NEWS,
)


# --- New versions ------------------------------------------------------------------------------


def correcting_refusal(report, user):
    """The StepRefused that keeps this user from putting a returned version right, or None."""
    if user.role not in WRITERS or not report.participant.is_of(user):
        sentence = "Chỉ cán bộ của nơi báo cáo được lập phiên bản sửa."
        return StepRefused(sentence, status=403, code="role")
    if report.state != ReportState.RETURNED or hasattr(report, "correction"):
        return StepRefused("Chỉ sửa báo cáo được trả lại, một lần một phiên bản.", code="state")
    sentence = clock_allows(report)
    return StepRefused(sentence, code="deadline") if sentence else None


def correct(report, *, by, key=None, read=None) -> PeriodicReport:
    """The next version after one that was returned, with what the old one says."""
    with act(report, by, key, refusal=correcting_refusal, read=read) as the:
        new = _next(the.row)
        the.record("correct", new, label="lập phiên bản sửa", target=new.state)
    return new


def unlocking_refusal(report, user):
    """The StepRefused that keeps this user from unlocking an accepted report, or None (T14)."""
    if user.role not in ADMIN:
        sentence = "Chỉ quản trị cấp tỉnh được mở khóa báo cáo đã tiếp nhận."
        return StepRefused(sentence, status=403, code="role")
    if report.state != ReportState.ACCEPTED or hasattr(report, "correction"):
        return StepRefused("Chỉ mở khóa báo cáo đã tiếp nhận, chưa có phiên bản sửa.", code="state")
    return None


def unlock(report, note, until=None, *, by, key=None, read=None) -> PeriodicReport:
    """A new version beside the accepted one, which counts until the new one is accepted.

    `until` is the last day for it where the campaign is locked already.
    """
    with act(report, by, key, refusal=unlocking_refusal, read=read) as the:
        if is_locked(the.row, by) and until is None:
            sentence = "Sửa và gửi lại đến hết ngày: phải ghi rõ, vì đợt đã khóa."
            raise StepRefused(sentence, status=422, code="until")
        new = _next(the.row)
        if until:
            give(the.row.participant, end_of(until), note, by=by)
        the.record("unlock", new, label="mở khóa báo cáo", note=note, target=new.state)
        news.REPORT_NEWS.tell(new, "unlock", by, note)
    return new


def _next(old):
    new = PeriodicReport.objects.create(
        participant=old.participant, version=old.version + 1, corrects=old, is_nil=old.is_nil
    )
    copy_into(new, old)
    attachments.carry_over(new, old)
    return new
