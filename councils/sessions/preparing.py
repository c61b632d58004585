"""A session as it is prepared: when and where, and the dossiers on its agenda (matrix C2)."""

from collections.abc import Iterable

from django.db.models import ProtectedError, Q

from councils.enums import (
    DECIDED_COUNCILS,
    IN_GROUP,
    PREPARED_SESSIONS,
    SET_UP_BY_UNIT,
    UNDECIDED_SESSIONS,
    CouncilState,
    SessionMode,
    SessionState,
    Verdict,
)
from councils.membership.rights import keeps, prepares
from councils.models import Evaluation, Seat, Session
from councils.sessions import news, seeing
from products.dossiers.clocks import received_under
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import DossierKind, DossierState
from products.models import Dossier
from programs.acts import StepRefused, act
from programs.changes import differences
from programs.enums import DEPARTMENT
from programs.models import User
from programs.succession import ground_of

WHO = "thư ký Hội đồng hoặc quản trị cấp tỉnh"
KEEPER = "thư ký Hội đồng"
# Where these change, those who were invited are told.
TOLD = frozenset({"starts_at", "place", "mode"})
# What a session takes up, and what one that was held before the portal may take up too.
READY = frozenset({DossierState.ACCEPTED})
READY_LATER = READY | {DossierState.IN_SESSION}
# How a dossier comes before the Council: accepted by the province, or checked by its district.
ENTRANCES = {DossierState.ACCEPTED: "enter_session", DossierState.SUBMITTED: "enter_district"}


def prepares_it(session, user) -> bool:
    """Whether this person prepares the session; of one that was held before, the department."""
    return prepares(user, session.council) or (session.is_past and user.role in DEPARTMENT)


def keeps_it(session, user) -> bool:
    """Whether this person notes what happens in it; of one that was held before, the department."""
    is_noted_later = session.is_past and user.role in DEPARTMENT
    return is_noted_later or keeps(user, session.council, session.day)


def _refused(session, *, is_allowed, who, states, what):
    if not is_allowed:
        return StepRefused(f"Chỉ {who} được {what} phiên họp.", status=403, code="role")
    if session.council.state != CouncilState.IN_FORCE and not session.is_past:
        return StepRefused("Hội đồng chưa hoặc không còn hoạt động.", code="council")
    if session.state not in states:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không {what} được.", code="state")
    return None


def writing_refusal(session, user):
    """The StepRefused that keeps this user from preparing it; once it began its agenda stands.

    Of one that was held before, what is entered can be mended until it is confirmed.
    """
    is_allowed = prepares_it(session, user)
    states = UNDECIDED_SESSIONS if session.is_past else PREPARED_SESSIONS
    facts = {"who": WHO, "states": states, "what": "chuẩn bị"}
    return _refused(session, is_allowed=is_allowed, **facts)


def noting_refusal(session, user):
    """The StepRefused that keeps this user from noting what happens in the session, or None."""
    is_allowed = keeps_it(session, user)
    facts = {"who": KEEPER, "states": UNDECIDED_SESSIONS, "what": "ghi diễn biến"}
    return _refused(session, is_allowed=is_allowed, **facts)


def creating_refusal(council, user):
    """The StepRefused that keeps this user from a new session of the Council, or None.

    The department enters what was held before alone: `write` says so of anything else.
    """
    if not (prepares(user, council) or user.role in DEPARTMENT):
        return StepRefused(f"Chỉ {WHO} được chuẩn bị phiên họp.", status=403, code="role")
    if council.state not in DECIDED_COUNCILS:
        return StepRefused("Hội đồng chưa có quyết định thành lập.", code="council")
    return None


def write(session, *, by, version=None, key=None) -> Session:
    """Save a new session, or a changed one that still has this version; else raise RowChanged."""
    if not session.pk:
        # The person is locked: a second post of the same form waits, and finds its event.
        with act(by, by, key, rows=User.objects.all()) as the:
            if refused := writing_refusal(session, by):
                raise refused
            session.prepared_by = by
            session.save()
            the.record("create_session", session, label="chuẩn bị phiên họp")
        return session
    with act(session, by, key, refusal=writing_refusal, read=version or 0) as the:
        session.version = the.row.version + 1
        session.save()
        data = differences(the.row, session)
        the.record("change_session", session, label="sửa phiên họp", data=data)
        if session.state == SessionState.CALLED and data.keys() & TOLD:
            seeing.note(session, by)  # on another day others sit, and other relations hold
            news.tell(session, by, news.moved(session))
    return session


# --- The agenda --------------------------------------------------------------------------------


def taken():
    """The keys of the dossiers on the agenda of a session that is still to conclude."""
    rows = Evaluation.objects.filter(session__state__in=sorted(UNDECIDED_SESSIONS))
    return rows.values("dossier")


def candidates(session):
    """The dossiers that may be put on the agenda: accepted, of the Council, on no other one.

    A district's Council also takes what its own unit checks, where the law lets it grant a star.
    """
    states = READY_LATER if session.is_past else READY
    ready = Q(state__in=sorted(states))
    if session.council.level in SET_UP_BY_UNIT:
        ground = Q(product__commune__in=ground_of(session.council.unit_id).values("pk"))
        checked = Q(state=DossierState.SUBMITTED) & received_under(session.council.level)
        ready = ground & (ready | checked)
    rows = Dossier.objects.filter(ready).exclude(pk__in=taken())
    if session.mode == SessionMode.WRITTEN:
        rows = rows.filter(kind=DossierKind.RE_EVALUATION)  # article 7.6 of Decision 26/2026
    related = ("product__commune", "product__producer", "product__product_set")
    return rows.select_related(*related).order_by("accepted_on", "pk")


def nothing_to_add(session) -> str:
    """What is said where no dossier can be put on the agenda: which ones could."""
    if session.mode == SessionMode.WRITTEN:
        which = "lấy ý kiến bằng văn bản chỉ có hồ sơ đánh giá lại, tỉnh đã tiếp nhận"
    elif session.council.level in SET_UP_BY_UNIT:
        which = "hồ sơ của đơn vị phải được tỉnh tiếp nhận, hoặc được huyện nhận và ghi Mẫu 03"
    else:
        which = "hồ sơ phải được tỉnh tiếp nhận"
    return f"Chưa có hồ sơ nào để đưa vào chương trình: {which}, và chưa ở phiên nào khác."


def put_on(session, dossiers: Iterable[Dossier], *, by, key=None) -> Session:
    """Add these candidates to the agenda, after those that stand on it."""
    with act(session, by, key, refusal=writing_refusal) as the:
        chosen = [each.pk for each in dossiers]
        allowed = list(candidates(the.row).select_for_update(of=("self",)).filter(pk__in=chosen))
        if len(allowed) < len(chosen):
            raise StepRefused(
                "Có hồ sơ vừa được đưa vào phiên khác hoặc đổi trạng thái: hãy chọn lại.",
                code="taken",
            )
        start = the.row.evaluations.count()
        Evaluation.objects.bulk_create(
            Evaluation(session=the.row, dossier=dossier, position=start + place)
            for place, dossier in enumerate(allowed, 1)
        )
        if the.row.state != SessionState.PREPARING:
            for dossier in allowed:
                enter(dossier, by)
            seeing.note(the.row, by)
        note = "; ".join(map(str, allowed))
        the.record("put_on_agenda", label="đưa hồ sơ vào phiên họp", note=note)
    return the.row


def take_off(evaluation, note, *, by, key=None):
    """Remove a dossier from the agenda; one that was called goes back among the accepted.

    Where opinions are written, members score before the session is opened: their sheets are kept.
    """
    with act(evaluation.session, by, key, refusal=writing_refusal) as the:
        dossier = evaluation.dossier
        try:
            evaluation.delete()
        except ProtectedError as held:
            sentence = "Đã có phiếu chấm hồ sơ này: kết luận ở phiên này, hoặc hủy phiên họp."
            raise StepRefused(sentence, code="held") from held
        if the.row.state != SessionState.PREPARING:
            leave(dossier, note, by)
        said = "; ".join(filter(None, (str(dossier), note)))
        the.record("take_off_agenda", label="đưa hồ sơ ra khỏi phiên họp", note=said)


def is_on_another(evaluation) -> bool:
    """Whether the dossier stands on the agenda of another session that is still to conclude."""
    others = Evaluation.objects.filter(session__state__in=sorted(UNDECIDED_SESSIONS))
    return others.filter(dossier=evaluation.dossier_id).exclude(pk=evaluation.pk).exists()


def enter(dossier, by):
    """The dossier goes before the Council."""
    if name := ENTRANCES.get(dossier.state):
        try:
            DOSSIER_PROCEDURE.call(dossier, name, by=by)
        except StepRefused as refused:
            raise StepRefused(f"{dossier}: {refused.message}", code=refused.code) from refused


def leave(dossier, note, by):
    """It goes back to where it came from: a district took it up before the province accepted it."""
    dossier.refresh_from_db()
    if dossier.state == DossierState.IN_SESSION:
        name = "leave_session" if dossier.accepted_on else "leave_district"
        DOSSIER_PROCEDURE.call(dossier, name, by=by, answers={"note": note})


def goes_up(evaluation) -> bool:
    """Whether the dossier goes to the province, which grants what its points reach (Phụ lục II)."""
    is_district = evaluation.session.council.level in SET_UP_BY_UNIT
    return is_district and evaluation.verdict == Verdict.FORWARD


def take_back(evaluation, note, by):
    """The result that was told is taken away again: the dossier lies before the Council."""
    name = "take_back" if goes_up(evaluation) else "annul"
    DOSSIER_PROCEDURE.call(evaluation.dossier, name, by=by, answers={"note": note})


def given_dossiers(user):
    """The dossiers that lie before a Council in which this person has a seat, whatever the role.

    Those of its advisory group read them while the session is still prepared.
    """
    rows = Evaluation.objects.exclude(session__state=SessionState.CANCELLED)
    seats = Seat.objects.filter(members__user=user.pk)
    group = seats.filter(role__in=sorted(IN_GROUP)).values("council")
    own = Q(session__council__in=seats.values("council"))
    own &= ~Q(session__state=SessionState.PREPARING) | Q(session__council__in=group)
    return rows.filter(own).values("dossier")


def holding(dossier) -> str:
    """What is said where the dossier is a session's to move, on its agenda; or ""."""
    undecided = Session.objects.filter(
        state__in=sorted(UNDECIDED_SESSIONS), evaluations__dossier=dossier
    )
    code = undecided.values_list("code", flat=True).first()
    return f"Hồ sơ ở trong chương trình phiên {code}: ghi tại phiên họp đó." if code else ""
