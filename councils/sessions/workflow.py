"""The steps of a session: called, opened, closed; the way back, and what was held before.

Nothing else writes Session.state. The dossiers on the agenda move with it, by the calls of their
own procedure.
"""

from django.db.models import F

from councils.enums import PREPARED_SESSIONS, CouncilState, SessionState, Verdict
from councils.membership.composition import Composition
from councils.models import Session
from councils.sessions import news, seeing
from councils.sessions.attendance import quorum_of
from councils.sessions.preparing import (
    KEEPER,
    WHO,
    enter,
    goes_up,
    is_on_another,
    keeps_it,
    leave,
    prepares_it,
    take_back,
)
from products.dossiers.workflow import DOSSIER_PROCEDURE, result_is_late
from programs import clock
from programs.enums import Role
from programs.fields import line
from programs.text import in_figures
from programs.workflow import Ask, Procedure, Step, StepRefused
from programs.working_days import CalendarUnknown, add_working_days

ANYBODY = frozenset(Role)  # a seat gives the right: preparing.runs says who


# --- What must be so, and what must be explained -----------------------------------------------


def has_agenda(session):
    return "" if session.evaluations.exists() else "Chưa có hồ sơ nào trong chương trình."


def council_can_sit(session):
    if session.council.state != CouncilState.IN_FORCE and not session.is_past:
        return "Hội đồng chưa hoặc không còn hoạt động."
    gaps = Composition(session.council, session.day).gaps()
    stops = [str(gap) for gap in gaps if gap.stops]
    return f"{'; '.join(stops)}." if stops else ""


def days_are_known(session):
    try:
        earliest_day(session)
    except CalendarUnknown as unknown:
        return unknown.message
    return ""


def is_not_past(session):
    if session.is_past:
        return "Phiên đã họp thì không mời: điểm danh rồi ghi lại theo biên bản."
    return ""


def was_called(session):
    is_early = session.state == SessionState.PREPARING and not session.is_past
    return "Phiên họp chưa mời: hãy mời họp trước." if is_early else ""


def has_quorum(session):
    if session.council.is_outside:
        return ""  # who was there stands in the signed minutes alone
    quorum = quorum_of(session)
    return "" if quorum.is_reached else f"{quorum}."


def all_is_concluded(session):
    left = session.evaluations.filter(verdict="").count()
    return f"Còn {left:02} hồ sơ chưa có kết luận." if left else ""


def is_short(session, _user):
    """Whether dossiers would lie open to members for less time than the Quy chế wants."""
    return session.day < earliest_day(session)


def earliest_day(session):
    """The first day on which a session may be held that is called today, by its Quy chế."""
    return add_working_days(clock.today(), session.council.rules.open_days)


def lacks_bodies(session, _user):
    return bool(wanted_of(session))


def wanted_of(session):
    """The gaps of the composition for what stands on the agenda."""
    composition = Composition(session.council, session.day)
    groups = set(session.evaluations.values_list("dossier__product__product_group", flat=True))
    return [*composition.gaps(), *composition.wanted(groups)]


def is_late(session, user):
    """Whether a result comes after the last day that the law gives for it."""
    evaluations = session.evaluations.select_related("dossier")
    return any(result_is_late(each.dossier, user) for each in evaluations)


def aims_lower(session, _user):
    """Whether a product gets a higher star than it asked for."""
    return session.evaluations.filter(star__gt=F("dossier__aimed_star")).exists()


def closed_on(session):
    """The day of the results: that on which it was held, or today for one that is open."""
    return session.day if session.is_past else clock.today()


# --- What belongs to the steps -----------------------------------------------------------------


def call(session, by, _answers):
    """The dossiers go before the Council, and its members read them from now on."""
    if session.starts_at <= clock.now():
        raise StepRefused("Giờ họp đã qua: sửa lịch, hoặc ghi là phiên đã họp.", code="past")
    for evaluation in session.evaluations.select_related("dossier"):
        enter(evaluation.dossier, by)
    seeing.note(session, by)
    news.tell(session, by, news.invitation(session))


def begin(session, by, _answers):
    session.opened_at = session.starts_at if session.is_past else clock.now()
    if session.is_past:
        for evaluation in session.evaluations.select_related("dossier"):
            enter(evaluation.dossier, by)
    seeing.note(session, by)


def close(session, by, answers):
    """Hand each conclusion to its dossier."""
    session.closed_at = session.ends_at if session.is_past else clock.now()
    session.minutes_number = answers["minutes_number"]
    for evaluation in session.evaluations.select_related("dossier"):
        if evaluation.verdict == Verdict.NOT_EVALUATED:
            leave(evaluation.dossier, _not_evaluated(evaluation), by)
        elif goes_up(evaluation):
            note = {"note": _passed_on(evaluation)}
            DOSSIER_PROCEDURE.call(evaluation.dossier, "pass_on", by=by, answers=note)
        else:
            DOSSIER_PROCEDURE.call(
                evaluation.dossier, "conclude", by=by, answers=_result(evaluation, answers)
            )


def _not_evaluated(evaluation):
    return f"Hội đồng không đánh giá: {evaluation.found_gate}. {evaluation.reason}".strip()


def _passed_on(evaluation):
    return f"{evaluation.session}: {in_figures(evaluation.mean)} điểm, {evaluation.star} sao."


def _result(evaluation, answers):
    return {
        "mean": evaluation.mean,
        "star": evaluation.star,
        "concluded_on": closed_on(evaluation.session),
        "above": answers.get("above") or evaluation.reason,
        "late": answers.get("late", ""),
    }


def open_again(session, by, answers):
    """Take the results back, while nothing rests on them.

    What was not evaluated lies before the Council again, unless something else became of it.
    """
    session.closed_at = None
    for evaluation in session.evaluations.select_related("dossier"):
        if evaluation.verdict != Verdict.NOT_EVALUATED:
            take_back(evaluation, answers["note"], by)
        elif not is_on_another(evaluation):
            enter(evaluation.dossier, by)
    news.tell(session, by, f"{session} được mở lại: {answers['note']}")


def cancel(session, by, answers):
    session.version += 1  # calendars take off what has a later number alone
    for evaluation in session.evaluations.select_related("dossier"):
        leave(evaluation.dossier, answers["note"], by)
    if news.was_told(session):
        news.tell(session, by, f"{session} không họp: {answers['note']}")


def only_its_keeper(session, user):
    """Who keeps the session opens and closes it, not who only prepares it."""
    return "" if keeps_it(session, user) else f"Chỉ {KEEPER} được khai mạc, kết thúc phiên họp."


def somebody_else(session, user):
    """Of a sitting that was entered after the fact, a second person says that it is so."""
    if sentence := only_its_keeper(session, user):
        return sentence
    if session.is_past and session.prepared_by_id == user.pk:
        return "Người ghi lại phiên đã họp không tự xác nhận: cần người thứ hai."
    return ""


# The steps that preparing it gives no right to.
KEEPERS = frozenset({"open", "close", "reopen"})
SESSION = Procedure(
    Session,
    (
        Step(
            name="call",
            label="mời họp",
            done="Đã mời họp",
            roles=ANYBODY,
            sources=frozenset({SessionState.PREPARING}),
            target=SessionState.CALLED,
            guards=(is_not_past, has_agenda, council_can_sit, days_are_known),
            asks=(
                Ask("short", "Lý do mở hồ sơ gấp hơn Quy chế", is_short),
                Ask("gaps", "Lý do họp khi thành phần còn thiếu", lacks_bodies),
            ),
            effect=call,
            explanation=(
                "Thành viên có tài khoản được báo và đọc được hồ sơ từ bây giờ; hồ sơ chuyển sang "
                "Hội đồng đánh giá."
            ),
        ),
        Step(
            name="open",
            label="khai mạc",
            done="Đã khai mạc",
            roles=ANYBODY,
            sources=PREPARED_SESSIONS,
            target=SessionState.OPEN,
            guards=(was_called, has_agenda, council_can_sit, has_quorum),
            effect=begin,
            between=only_its_keeper,
            explanation="Đã điểm danh đủ thành phần. Sau đó không đổi chương trình được nữa.",
        ),
        Step(
            name="close",
            label="kết thúc, báo kết quả",
            done="Đã kết thúc phiên họp",
            roles=ANYBODY,
            sources=frozenset({SessionState.OPEN}),
            target=SessionState.CLOSED,
            guards=(all_is_concluded,),
            asks=(
                Ask("minutes_number", "Số biên bản", field=line, required=False),
                Ask("above", "Lý do kết luận hạng cao hơn đề nghị", aims_lower),
                Ask("late", "Lý do có kết quả quá hạn", is_late),
            ),
            effect=close,
            between=somebody_else,
            explanation="Kết luận của từng hồ sơ được báo cho đơn vị. Ghi đúng biên bản đã ký.",
        ),
        Step(
            name="reopen",
            label="mở lại để sửa kết luận",
            done="Đã mở lại",
            roles=ANYBODY,
            sources=frozenset({SessionState.CLOSED}),
            target=SessionState.OPEN,
            asks=(Ask("note", "Lý do"),),
            effect=open_again,
            between=only_its_keeper,
            explanation=(
                "Kết quả đã báo của mọi hồ sơ được hủy, chờ kết luận lại. Chỉ làm được khi chưa có "
                "dự thảo, giấy chứng nhận theo kết quả."
            ),
            onward=False,
        ),
        Step(
            name="cancel",
            label="hủy phiên họp",
            done="Đã hủy phiên họp",
            roles=ANYBODY,
            sources=PREPARED_SESSIONS,
            target=SessionState.CANCELLED,
            asks=(Ask("note", "Lý do"),),
            effect=cancel,
            onward=False,
            away=True,
        ),
    ),
    owns=lambda session, user: prepares_it(session, user) or keeps_it(session, user),
    who=WHO,
)
