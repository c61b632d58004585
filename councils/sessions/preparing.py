"""A session as it is prepared: when and where, and the dossiers on its agenda (matrix C2)."""

from collections.abc import Iterable

from django.db.models import Q

from councils.enums import (
    PREPARED_SESSIONS,
    SET_UP_BY_UNIT,
    UNDECIDED_SESSIONS,
    CouncilState,
    SessionMode,
    SessionState,
)
from councils.membership.rights import may_run
from councils.models import Evaluation, Session
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import DossierKind, DossierState
from products.models import Dossier
from programs.acts import StepRefused, act
from programs.changes import differences
from programs.enums import DEPARTMENT
from programs.models import User
from programs.succession import ground_of

WHO = "thư ký Hội đồng hoặc quản trị cấp tỉnh"
# What a session takes up, and what one that was held before the portal may take up too.
READY = frozenset({DossierState.ACCEPTED})
READY_LATER = READY | {DossierState.IN_SESSION}


def runs(session, user) -> bool:
    """Whether this person keeps the session: by seat, or what was held before, the department."""
    return may_run(user, session.council) or (session.is_past and user.role in DEPARTMENT)


def running_refusal(session, user):
    """The StepRefused that keeps this user from keeping the session at all, or None."""
    if not runs(session, user):
        sentence = f"Chỉ {WHO} được chuẩn bị, ghi phiên họp."
        return StepRefused(sentence, status=403, code="role")
    if session.council.state != CouncilState.IN_FORCE and not session.is_past:
        return StepRefused("Hội đồng chưa hoặc không còn hoạt động.", code="council")
    return None


def writing_refusal(session, user):
    """The same, and once the session has begun its agenda stands."""
    if refused := running_refusal(session, user):
        return refused
    if session.state not in PREPARED_SESSIONS:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không sửa được.", code="state")
    return None


def noting_refusal(session, user):
    """The StepRefused that keeps this user from noting what happens in the session, or None."""
    if refused := running_refusal(session, user):
        return refused
    if session.state not in UNDECIDED_SESSIONS:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không ghi được.", code="state")
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
    return session


# --- The agenda --------------------------------------------------------------------------------


def candidates(session):
    """The dossiers that may be put on the agenda: accepted, of the Council, on no other one."""
    taken = Evaluation.objects.filter(session__state__in=sorted(UNDECIDED_SESSIONS))
    states = READY_LATER if session.is_past else READY
    rows = Dossier.objects.filter(state__in=sorted(states))
    rows = rows.exclude(pk__in=taken.values("dossier"))
    if session.council.level in SET_UP_BY_UNIT:
        ground = ground_of(session.council.unit_id).values("pk")
        rows = rows.filter(product__commune__in=ground)
    if session.mode == SessionMode.WRITTEN:
        rows = rows.filter(kind=DossierKind.RE_EVALUATION)  # article 7.6 of Decision 26/2026
    related = ("product__commune", "product__producer", "product__product_set")
    return rows.select_related(*related).order_by("accepted_on", "pk")


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
        if the.row.state == SessionState.CALLED:
            for dossier in allowed:
                enter(dossier, by)
        note = "; ".join(map(str, allowed))
        the.record("put_on_agenda", label="đưa hồ sơ vào phiên họp", note=note)
    return the.row


def take_off(evaluation, note, *, by, key=None):
    """Remove a dossier from the agenda; one that was called goes back among the accepted."""
    with act(evaluation.session, by, key, refusal=writing_refusal) as the:
        dossier = evaluation.dossier
        evaluation.delete()
        if the.row.state == SessionState.CALLED:
            leave(dossier, note, by)
        said = "; ".join(filter(None, (str(dossier), note)))
        the.record("take_off_agenda", label="đưa hồ sơ ra khỏi phiên họp", note=said)


def enter(dossier, by):
    """The dossier goes before the Council."""
    if dossier.state == DossierState.ACCEPTED:
        DOSSIER_PROCEDURE.call(dossier, "enter_session", by=by)


def leave(dossier, note, by):
    dossier.refresh_from_db()
    if dossier.state == DossierState.IN_SESSION:
        DOSSIER_PROCEDURE.call(dossier, "leave_session", by=by, answers={"note": note})


def given_products(user):
    """The products of the dossiers that lie before a Council in which this person has a seat."""
    called = Evaluation.objects.exclude(
        session__state__in=[SessionState.PREPARING, SessionState.CANCELLED]
    )
    own = Q(session__council__seats__members__user=user.pk)
    return called.filter(own).values("dossier__product")
