"""Accounts: who is invited, in which role and place, and who may change that (matrix U1-U6)."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import QuerySet

from programs import audit
from programs.acts import StepRefused, act
from programs.enums import UNIT_ROLES, Role
from programs.models import AccountRequest, RoleChange, User
from programs.passwords import lifetime, link_for
from programs.sign_in import write_mail

EVERYBODY = User.objects.all()
# Told by the apps above when they are loaded: what waits for a person, a sentence each.
waiting_for: list[Callable[[User], list[str]]] = []
# Whom one may ask an account for, at one's own unit or agency (matrix U6).
ASKABLE = {
    Role.UNIT_LEADER: (Role.UNIT_OFFICER, Role.UNIT_LEADER),
    Role.AGENCY_OFFICER: (Role.AGENCY_OFFICER,),
}


# --- Whose rows are whose ----------------------------------------------------------------------


def role_changes_visible_to(user) -> QuerySet[RoleChange]:
    """The role changes of the people whom this user may see."""
    return RoleChange.objects.filter(user__in=User.objects.visible_to(user))


def requests_visible_to(user) -> QuerySet[AccountRequest]:
    """All requests to the administrators, who answer them; to others their own."""
    requests = AccountRequest.objects.all()
    return requests if user.role == Role.PROVINCE_ADMIN else requests.filter(asked_by=user)


def waits_for(person) -> list[str]:
    """What lies with this person, in sentences: whoever closes the account should know it."""
    return [sentence for tells in waiting_for for sentence in tells(person)]


# --- What stands in the way: a sentence, or "" ---------------------------------------------------


def place_objection(role, unit, agency) -> str:
    """A unit's people need a unit, an agency's officer an agency: their rows depend on it."""
    if role in UNIT_ROLES and unit is None:
        return f"Vai trò “{Role(role).label}” phải gắn với một đơn vị."
    if role == Role.AGENCY_OFFICER and agency is None:
        return f"Vai trò “{Role(role).label}” phải gắn với một cơ quan."
    return ""


def asking_objection(user) -> str:
    """Why this user cannot ask for an account: their own belongs to no unit or agency."""
    if place_objection(user.role, user.unit_id, user.agency_id):
        return (
            "Tài khoản của bạn chưa gắn với đơn vị hoặc cơ quan nào nên chưa đề nghị được. "
            "Hãy liên hệ quản trị cấp tỉnh."
        )
    return ""


def _refuse(sentence, *, status=409, code="state"):
    if sentence:
        raise StepRefused(sentence, status=status, code=code)


def _not_oneself(user, by, sentence):
    _refuse(sentence if user.pk == by.pk else "", status=403, code="oneself")


# --- Opening and closing an account (U1, U3) -----------------------------------------------------


def invite(user, *, by, request=None, key=None) -> None:
    """Open an account without a password, and mail its owner the link to choose one (U1).

    Nobody sets another's password, and the link lives 72 hours (SECURITY B7). The role of an
    administrator is never given here: it takes two people (U2). `request` is what it answers.
    """
    with act(by, by, key, rows=EVERYBODY) as the:
        if user.role == Role.PROVINCE_ADMIN:
            _refuse("Vai trò quản trị được đề nghị sau khi có tài khoản.", status=422, code="role")
        _refuse(place_objection(user.role, user.unit, user.agency), status=422, code="place")
        user.set_unusable_password()
        user.save()
        if request is not None:
            _answer(request, user)
        the.record("invite", user, label="mời lập tài khoản", data=_standing(user))
        _mail_link(user, "account/email/invitation")


def _answer(request, user):
    # Two administrators at once answer one after the other.
    request.refresh_from_db(from_queryset=AccountRequest.objects.select_for_update())
    if request.user_id is not None:
        _refuse("Đề nghị này đã được lập tài khoản.", code="answered")
    request.user = user
    request.save(update_fields=["user"])


def deactivate(user, *, by) -> None:
    """Close an account and end its sessions, so that opening it again revives none (U1, B5)."""
    _not_oneself(user, by, "Không ai tự khóa tài khoản của mình.")
    with act(user, by, rows=EVERYBODY) as the:
        _refuse("" if the.row.is_active else "Tài khoản này đã khóa từ trước.")
        the.row.is_active = False
        the.row.save(update_fields=["is_active"])
        for session in UserSession.objects.filter(user=the.row):
            session.end()
        the.record("deactivate", label="khóa tài khoản")


def activate(user, *, by) -> None:
    """Open a closed account again, with the role and the password that it had (U1)."""
    with act(user, by, rows=EVERYBODY) as the:
        _refuse("Tài khoản này đang mở." if the.row.is_active else "")
        the.row.is_active = True
        the.row.save(update_fields=["is_active"])
        the.record("activate", label="mở lại tài khoản")


@transaction.atomic
def send_link(user, *, by) -> None:
    """Mail a person the link to choose a password; nobody sets it for them (U3)."""
    _refuse("" if user.is_active else "Tài khoản đã khóa: mở lại trước khi gửi liên kết.")
    audit.record("send_link", user, label="gửi liên kết đặt mật khẩu", by=by)
    _mail_link(user, "account/email/password_reset_key")


def _mail_link(user, template):
    hours = int(lifetime(user).total_seconds() // 3600)
    context = {"user": user, "password_reset_url": link_for(user), "hours": hours}
    write_mail(template, user.email, context)


# --- Roles (U2) --------------------------------------------------------------------------------


def proposing_refusal(user, by) -> StepRefused | None:
    """The StepRefused that keeps this administrator from changing that person's role, or None."""
    if user.pk == by.pk:
        return StepRefused("Không ai tự đổi vai trò của mình.", status=403, code="oneself")
    if not user.is_active:
        sentence = "Tài khoản đã khóa: mở lại trước khi đổi vai trò."
        return StepRefused(sentence, code="state")
    return None


def propose_role(user, *, role, by, unit=None, agency=None, **form) -> None:
    """Give a person another role and place, or propose them as administrator (U2).

    Never one's own. The administrator's role waits for a second administrator, by confirm_role().
    Every other role is given at once: the proposer is recorded as the one who confirmed it. The
    latest change counts, so that a new one takes the place of a proposal that still waits. `form`
    has the key of the form and what its page `read` of the person.
    """
    with act(user, by, rows=EVERYBODY, refusal=proposing_refusal, **form) as the:
        user = the.row
        _refuse(place_objection(role, unit, agency), status=422, code="place")
        waits = role == Role.PROVINCE_ADMIN
        _refuse("Tài khoản đã có vai trò quản trị." if waits and user.role == role else "")
        RoleChange.objects.create(
            user=user, role=role, proposed_by=by, confirmed_by=None if waits else by
        )
        if waits:
            the.record("propose_role", label="đề nghị vai trò quản trị", **_steps(user, role))
        else:
            user.unit, user.agency = unit, agency
            _give(the, role)


def confirm_role(change, *, by) -> None:
    """Give the administrator's role that another administrator proposed (U2).

    Neither the proposer nor the person concerned may confirm it.
    """
    _not_oneself(change.user, by, "Không ai tự đổi vai trò của mình.")
    _not_oneself(change.proposed_by, by, "Vai trò quản trị phải do người thứ hai xác nhận.")
    with act(change.user, by, rows=EVERYBODY) as the:
        change.refresh_from_db()
        latest = the.row.role_changes.order_by("-pk").first()
        _refuse("" if the.row.is_active else "Tài khoản đã khóa: mở lại trước khi đổi vai trò.")
        _refuse("Đề nghị này đã được xác nhận." if change.confirmed_by_id else "")
        _refuse("Đã có thay đổi mới hơn thay cho đề nghị này." if latest != change else "")
        change.confirmed_by = by
        change.save(update_fields=["confirmed_by"])
        _give(the, change.role)


def _give(the, role):
    user, steps = the.row, _steps(the.row, role)
    user.role = role
    user.save(update_fields=["role", "unit", "agency"])
    the.record("give_role", label="giao vai trò", data=_standing(user), **steps)


def _steps(user, role):
    return {"source": user.role, "target": str(role)}


def _standing(user):
    """What a person's rights depend on, for the trail."""
    return {"role": str(user.role), "unit": user.unit_id, "agency": user.agency_id}


# --- One's own account, and asking for another's (U5, U6) ----------------------------------------


@transaction.atomic
def change_profile(user, changed) -> None:
    """Keep what a person has changed of their own name and work contact (U5)."""
    user.save(update_fields=["full_name", "phone"])
    audit.record(
        "change_profile", user, label="sửa thông tin cá nhân", by=user, data={"changed": changed}
    )


def choose_mail(user, muted, *, key=None) -> None:
    """Keep the kinds of news that a person does not want by mail (U5)."""
    with act(user, user, key, rows=EVERYBODY) as the:
        the.row.muted_kinds = muted
        the.row.save(update_fields=["muted_kinds"])
        the.record("choose_mail", label="chọn thông báo qua thư", data={"muted": muted})


def request_account(request, *, by, key=None) -> None:
    """Ask the province for an account for somebody of one's own unit or agency (U6)."""
    with act(by, by, key, rows=EVERYBODY) as the:
        _refuse(asking_objection(by), code="place")
        if request.role not in ASKABLE.get(by.role, ()):
            _refuse("Vai trò này không thuộc đơn vị của bạn.", status=422, code="role")
        request.asked_by = by
        request.save()
        the.record("request_account", request, label="đề nghị cấp tài khoản")
