"""More time for one participant: asked for, given, declined and taken back, each with a reason."""

from datetime import timedelta

from programs import clock, notices
from programs.acts import StepRefused, act
from programs.deadlines import in_words
from programs.enums import ADMIN, NotificationKind
from programs.models import Extension, ExtensionRequest, Participant, User

# Beyond this a year was mistyped more often than meant: the page asks once more.
FAR = timedelta(days=366)
EVERY = Participant.objects.all()


def extension_objection(participant, until) -> str:
    """What stands in the way of time until this instant: a sentence, or ""."""
    due = participant.campaign.due_at
    if until <= clock.now():
        return "Thời điểm gia hạn phải ở sau lúc này."
    return f"Gia hạn phải sau hạn chung ({in_words(due)})." if until <= due else ""


def is_far(participant, until) -> bool:
    """Whether a time lies so far ahead that its year may be a slip."""
    return until > max(clock.now(), participant.campaign.due_at) + FAR


def _is_admins(_participant, user):
    if user.role not in ADMIN:
        return StepRefused("Chỉ quản trị cấp tỉnh được gia hạn.", status=403, code="role")
    return None


def extend(participant, until, reason, *, by, key=None, read=None) -> None:
    """Give one participant time until an instant, with a reason; also after the date (K3).

    The newest extension holds, be it earlier or later than the one before.
    """
    with act(participant, by, key, rows=EVERY, refusal=_is_admins, read=read) as the:
        _give(the, until, reason)


def give(participant, until, reason, *, by) -> None:
    """The same within another act, by whoever may do that: a plan is returned until a day."""
    if is_far(participant, until):
        raise StepRefused(
            f"{in_words(until).capitalize()} là hơn một năm nữa: xem lại năm. Nếu đúng là cần đến "
            "ngày đó, hãy nhờ quản trị cấp tỉnh gia hạn.",
            status=422,
            code="until",
        )
    with act(participant, by, rows=EVERY) as the:
        _give(the, until, reason)


def _give(the, until, reason):
    """Write the extension down; what the participant has asked for is answered with it."""
    participant = the.row
    if sentence := extension_objection(participant, until):
        raise StepRefused(sentence, status=422, code="until")
    Extension.objects.create(participant=participant, until=until, reason=reason, granted_by=the.by)
    the.record("extend", label="gia hạn", note=reason, data={"until": until.isoformat()})
    for request in participant.extension_requests.waiting():
        request.is_granted = True
        _answer(request, the.by, reason)
    words = f"được gia hạn đến {in_words(until)} trong {participant.campaign}: {reason}"
    _tell(participant, participant.people, words)


def taking_back_refusal(participant, user) -> StepRefused | None:
    """The StepRefused that keeps this user from taking extra time back, or None (K3)."""
    newest = participant.extensions.order_by("-pk").first()
    if refused := _is_admins(participant, user):
        return refused
    if newest is None or newest.until is None:
        return StepRefused("Không có gia hạn nào đang có hiệu lực.", code="extension")
    return None


def take_back(participant, reason, *, by, key=None, read=None) -> None:
    """Take the extra time back: the campaign's own clocks hold again (K3)."""
    with act(participant, by, key, refusal=taking_back_refusal, read=read) as the:
        Extension.objects.create(participant=the.row, reason=reason, granted_by=by)
        the.record("take_extension_back", label="rút gia hạn", note=reason)
        words = f"không còn được gia hạn trong {participant.campaign}: {reason}"
        _tell(participant, participant.people, words)


# --- Asked for by the participant (matrix K6), and declined (K7) --------------------------------


def asking_refusal(participant, user) -> StepRefused | None:
    """The StepRefused that keeps this user from asking for more time, or None (K6)."""
    if not participant.is_of(user):
        return StepRefused(
            "Chỉ người của đơn vị được đề nghị gia hạn cho đơn vị mình.", status=403, code="role"
        )
    if participant.extension_requests.waiting().exists():
        return StepRefused(
            "Đơn vị đang có một đề nghị gia hạn chờ cấp tỉnh trả lời.", code="waiting"
        )
    if participant.campaign.opens_on > clock.today():
        return StepRefused("Đợt này chưa mở: chưa cần gia hạn.", code="state")
    return None


def ask(participant, until, reason, *, by, key=None) -> None:
    """Ask the province for more time, with a reason; the administrators are told (K6)."""
    with act(participant, by, key, refusal=asking_refusal) as the:
        if sentence := extension_objection(the.row, until):
            raise StepRefused(sentence, status=422, code="until")
        ExtensionRequest.objects.create(
            participant=the.row, until=until, reason=reason, asked_by=by
        )
        the.record("ask_extension", label="đề nghị gia hạn", note=reason)
        people = User.objects.filter(role__in=ADMIN, is_active=True)
        words = f"đề nghị gia hạn đến {in_words(until)} trong {the.row.campaign}: {reason}"
        _tell(the.row, people, words)


def declining_refusal(request, user) -> StepRefused | None:
    """The StepRefused that keeps this user from declining what was asked for, or None (K7)."""
    if refused := _is_admins(request.participant, user):
        return refused
    if request.answered_at:
        return StepRefused("Đề nghị này đã được trả lời.", code="answered")
    return None


def decline(request, reason, *, by, key=None, read=None) -> None:
    """Answer what was asked for with words alone (K7)."""
    with act(request, by, key, refusal=declining_refusal, read=read) as the:
        participant = the.row.participant
        _answer(the.row, by, reason)
        the.record("decline_extension", participant, label="không gia hạn", note=reason)
        words = f"không được gia hạn trong {participant.campaign}: {reason}"
        _tell(participant, participant.people, words)


def _answer(request, by, words):
    request.answered_by, request.answered_at, request.answer = by, clock.now(), words
    request.save()


def _tell(participant, people, words):
    text, page = f"{participant.body.short_name} {words}", participant.get_absolute_url()
    notices.tell(NotificationKind.EXTENSION, people, participant, text, page)


def waiting_requests(user):
    """What waits for an answer of this user, the oldest first."""
    if user.role not in ADMIN:
        return ExtensionRequest.objects.none()
    rows = ExtensionRequest.objects.waiting().order_by("pk")
    places = ("participant__unit", "participant__agency")
    return rows.select_related("participant__campaign", *places, "asked_by")
