"""The procedure of a plan: from the officer's draft to the province's acceptance.

Nothing but PLAN_PROCEDURE.take() writes Plan.state, except `start()` and `adjust()`, which make
a new version, and the supersession that an accepted adjustment brings.
"""

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from products.enums import EDITABLE_STATES, IN_FORCE_STATES, PlanState
from products.models import Plan, Registration
from products.plans import counting, news, sealing
from programs import audit, clock, timeliness
from programs.acts import StepRefused, act
from programs.deadlines import clocks, end_of
from programs.enums import DEPARTMENT, LEADER, OFFICER, UNIT_ROLES
from programs.extensions import give
from programs.fields import DayField
from programs.models import Participant
from programs.workflow import Ask, Procedure, Step

# How many rows a refusal names one by one.
NAMED = 3


# --- Guards: a sentence where something stands in the way --------------------------------------


def clock_allows(plan):
    return clocks(plan.campaign, plan.unit_id).objection(clock.now())


def says_something(plan):
    """The plan must have rows, or state that there are none."""
    has_rows = plan.registrations.exists()
    if plan.is_nil and has_rows:
        return "Kế hoạch vừa ghi “không đăng ký sản phẩm” vừa có sản phẩm: bỏ một trong hai."
    if not plan.is_nil and not has_rows:
        return "Kế hoạch chưa có sản phẩm: thêm sản phẩm, hoặc đánh dấu “không đăng ký sản phẩm”."
    return ""


def no_row_is_half_typed(plan):
    drafts = list(plan.drafts.all())
    if not drafts:
        return ""
    names = "; ".join(f"“{draft}”" for draft in drafts[:NAMED]) + (" …" if drafts[NAMED:] else "")
    return f"Còn {len(drafts)} dòng đang gõ dở ({names}): điền cho đủ, hoặc xóa các dòng đó."


def counts_are_declared(plan):
    if len(counting.declared(_participant(plan))) == 0:
        return "Đơn vị chưa khai số lượng đăng ký theo năm hình thức."
    return ""


def is_the_version_in_force(plan):
    if hasattr(plan, "adjustment"):
        return "Kế hoạch này đã có phiên bản điều chỉnh."
    return ""


def decision_is_written(plan):
    if not (plan.decision_number and plan.decision_date and plan.signer):
        return "Kế hoạch chưa ghi số quyết định, ngày ký và người ký."
    return ""


# --- Reasons: when a step asks for one ---------------------------------------------------------


def would_be_late(plan, _user):
    return timeliness.would_be_late(_versions(plan), clocks(plan.campaign, plan.unit_id))


def _versions(plan):
    return Plan.objects.filter(campaign=plan.campaign_id, unit=plan.unit_id)


def is_locked(plan, _user):
    """Whether the unit could not send the plan again as the clocks stand."""
    return bool(clock_allows(plan))


def is_not_locked(plan, user):
    return not is_locked(plan, user)


def differs_from_declared(plan, _user=None):
    return counting.differs(_participant(plan), plan)


def again_for_the_leader(plan):
    return "trình lãnh đạo để gửi lại" if plan.first_sent_at else ""


def again_for_the_province(plan):
    return "duyệt và gửi lại cho tỉnh" if plan.first_sent_at else ""


def sender_handed_it_in(plan, user):
    return plan.handed_in_by_id == user.pk


# --- Effects: what else belongs to a step, in the same transaction ----------------------------


def note_who_handed_in(plan, by, _answers):
    plan.handed_in_by = by
    plan.edition += 1
    news.tell(plan, "hand_in", by)


def seal_what_is_sent(plan, by, answers):
    _locked_participant(plan)
    plan.sent_by, plan.sent_at = by, clock.now()
    timeliness.note_sending(plan, _versions(plan), clocks(plan.campaign, plan.unit_id))
    plan.same_person_reason = answers.get("same_person", "")
    sealing.seal(plan, by, answers)
    plan.edition += 1
    news.tell(plan, "send", by)


def open_again(plan, by, answers):
    """Back to the unit: the seal stays, the rows may change, the next sending seals anew."""
    plan.sent_by = plan.sent_at = None
    plan.same_person_reason = ""
    plan.edition += 1
    if by.role not in DEPARTMENT:
        news.tell(plan, "take_back", by, answers["note"])
        return
    if day := answers.get("until"):
        give(_participant(plan), end_of(day), answers["note"], by=by)
    news.tell(plan, "return", by, answers["note"])


def count_a_change(plan, _by, _answers):
    plan.edition += 1


def tell_the_officer(plan, by, answers):
    news.tell(plan, "give_back", by, answers["note"])


def tell_the_unit(plan, by, _answers):
    news.tell(plan, "issue", by)


def supersede_the_old_version(plan, by, _answers):
    if old := plan.adjusts:
        source, old.state = old.state, PlanState.SUPERSEDED
        old.save(update_fields=["state", "changed_at"])
        audit.record(
            "supersede",
            old,
            label="thay bằng bản điều chỉnh",
            by=by,
            source=source,
            target=old.state,
        )
    news.tell(plan, "accept", by)


def _locked_participant(plan):
    """Locked where counts and rows are sealed, so that neither changes in between."""
    rows = Participant.objects.select_for_update(of=("self",))
    return rows.get(campaign=plan.campaign_id, unit=plan.unit_id)


def _participant(plan):
    return Participant.objects.get(campaign=plan.campaign_id, unit=plan.unit_id)


NOTE = Ask("note", "Lý do")

PLAN_PROCEDURE = Procedure(
    Plan,
    (
        Step(
            name="hand_in",
            label="trình lãnh đạo duyệt",
            done="Đã trình lãnh đạo",
            roles=UNIT_ROLES,
            sources=EDITABLE_STATES,
            target=PlanState.HANDED_IN,
            guards=(clock_allows, counts_are_declared, no_row_is_half_typed, says_something),
            again=again_for_the_leader,
            effect=note_who_handed_in,
            explanation="Lãnh đạo đơn vị sẽ xem và gửi lên tỉnh; trong lúc chờ không sửa được.",
        ),
        Step(
            name="give_back",
            label="trả lại cán bộ",
            done="Đã trả lại cán bộ",
            roles=LEADER,
            sources=frozenset({PlanState.HANDED_IN}),
            target=PlanState.DRAFT,
            asks=(NOTE,),
            effect=tell_the_officer,
            explanation="Kế hoạch trở lại bản nháp để cán bộ sửa theo lý do bạn ghi.",
            onward=False,
        ),
        Step(
            name="recall",
            label="rút lại để sửa",
            done="Đã rút lại để sửa",
            roles=OFFICER,
            sources=frozenset({PlanState.HANDED_IN}),
            target=PlanState.DRAFT,
            effect=count_a_change,
            explanation="Kế hoạch trở lại bản nháp; lãnh đạo không còn thấy việc chờ duyệt.",
            onward=False,
        ),
        Step(
            name="send",
            label="duyệt và gửi tỉnh",
            done="Đã gửi tỉnh",
            roles=LEADER,
            sources=frozenset({PlanState.HANDED_IN}),
            target=PlanState.SENT,
            guards=(clock_allows, counts_are_declared, says_something),
            asks=(
                Ask("difference", "Lý do số sản phẩm khác số đã khai", differs_from_declared),
                Ask("late", "Lý do gửi muộn", would_be_late),
                Ask("same_person", "Lý do người trình cũng là người gửi", sender_handed_it_in),
            ),
            again=again_for_the_province,
            effect=seal_what_is_sent,
            explanation="Nội dung được niêm phong và gửi tỉnh; sau đó chỉ sửa bằng phiên bản mới.",
        ),
        Step(
            name="take_back",
            label="rút lại kế hoạch đã gửi",
            done="Đã rút lại",
            roles=LEADER,
            sources=frozenset({PlanState.SENT}),
            target=PlanState.DRAFT,
            guards=(clock_allows,),
            asks=(NOTE,),
            effect=open_again,
            explanation="Bản đã gửi vẫn được lưu; đơn vị sửa và gửi lại trước khi đợt khóa.",
            onward=False,
        ),
        Step(
            name="return",
            label="trả lại đơn vị",
            done="Đã trả lại đơn vị",
            roles=DEPARTMENT,
            sources=frozenset({PlanState.SENT}),
            target=PlanState.RETURNED,
            asks=(
                NOTE,
                Ask(
                    "until",
                    "Sửa và gửi lại đến hết ngày",
                    is_locked,
                    field=DayField,
                    help_text="Đợt đã khóa: đơn vị được gia hạn đến hết ngày này để gửi lại.",
                ),
                Ask(
                    "until",
                    "Sửa và gửi lại đến hết ngày",
                    is_not_locked,
                    required=False,
                    field=DayField,
                    help_text="Để trống: đơn vị gửi lại trước thời điểm khóa của đợt.",
                ),
            ),
            effect=open_again,
            explanation="Đơn vị nhận lý do và hạn gửi lại qua thư, sửa và gửi lại.",
            onward=False,
        ),
        Step(
            name="accept",
            label="tiếp nhận",
            done="Đã tiếp nhận",
            roles=DEPARTMENT,
            sources=frozenset({PlanState.SENT}),
            target=PlanState.ACCEPTED,
            effect=supersede_the_old_version,
            explanation="Số liệu của kế hoạch được tính vào phụ lục của tỉnh.",
        ),
        Step(
            name="issue",
            label="ghi nhận đã ban hành",
            done="Đã ghi nhận ban hành",
            roles=DEPARTMENT,
            sources=frozenset({PlanState.ACCEPTED}),
            target=PlanState.ISSUED,
            guards=(decision_is_written,),
            effect=tell_the_unit,
            explanation="Kế hoạch đã ban hành được công khai.",
        ),
    ),
    owns=lambda plan, user: user.role not in UNIT_ROLES or plan.unit_id == user.unit_id,
    news=news.PLAN_NEWS,
)


# --- Editing: what may be changed between the steps --------------------------------------------


def editing_refusal(plan, user):
    """The StepRefused that keeps this user from changing the plan now, or None (matrix P5)."""
    if user.role not in UNIT_ROLES or plan.unit_id != user.unit_id:
        return StepRefused(
            "Chỉ cán bộ của đơn vị được sửa kế hoạch của đơn vị mình.", status=403, code="role"
        )
    if plan.state not in EDITABLE_STATES:
        return StepRefused(
            f"Kế hoạch ở trạng thái “{plan.get_state_display()}” nên không sửa được. "
            "Muốn sửa, cần được trả lại, rút lại hoặc lập phiên bản điều chỉnh.",
            code="state",
        )
    sentence = clock_allows(plan)
    return StepRefused(sentence, code="deadline") if sentence else None


def counts_refusal(participant, user):
    """The StepRefused that keeps this user from declaring counts now, or None.

    Counts are part of what is sent: they change only while a version of the plan may.
    """
    if user.role not in UNIT_ROLES or participant.unit_id != user.unit_id:
        return StepRefused(
            "Chỉ cán bộ của đơn vị được khai số lượng của đơn vị mình.", status=403, code="role"
        )
    plans = Plan.objects.filter(campaign=participant.campaign_id, unit=participant.unit_id)
    plan = plans.order_by("version").last()
    if plan:
        return editing_refusal(plan, user)
    sentence = clock_allows(Plan(campaign=participant.campaign, unit=participant.unit))
    return StepRefused(sentence, code="deadline") if sentence else None


def editing(plan, user, key=None):
    """The act of changing this plan; raises StepRefused where it may not be changed.

    The lock is why two people who add at once are served one after the other.
    """
    plans = Plan.objects.visible_to(user).select_related("campaign", "unit")
    return act(plan, user, key, rows=plans, refusal=editing_refusal)


def open_for_editing(plan, user):
    """The plan under a lock, in the transaction of the caller; refused as `editing()` is."""
    plans = Plan.objects.visible_to(user).select_related("campaign", "unit")
    plan = plans.select_for_update(of=("self",)).get(pk=plan.pk)
    if refused := editing_refusal(plan, user):
        raise refused
    return plan


def touch(plan):
    """Count one more change, so that pages and imports made before it are told."""
    plan.edition += 1
    plan.save(update_fields=["edition", "changed_at"])


@transaction.atomic
def start(campaign, user):
    """The working version of the user's unit in this campaign, made where there is none."""
    if user.role not in UNIT_ROLES:
        raise StepRefused("Chỉ cán bộ đơn vị được lập kế hoạch.", status=403, code="role")
    _participant_or_refuse(campaign, user)
    plan = Plan.objects.filter(campaign=campaign, unit=user.unit_id).order_by("version").last()
    if plan:
        return plan
    plan = Plan(campaign=campaign, unit=user.unit)
    if sentence := clock_allows(plan):
        raise StepRefused(sentence, code="deadline")
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:  # a colleague was quicker
        return Plan.objects.get(campaign=campaign, unit=user.unit_id)
    audit.record("start", plan, label="lập kế hoạch", by=user, target=plan.state)
    return plan


def _participant_or_refuse(campaign, user):
    if not user.unit_id or not campaign.participants.filter(unit=user.unit_id).exists():
        raise StepRefused(
            "Đơn vị của bạn không có trong đợt này. Hãy liên hệ cấp tỉnh để được thêm vào.",
            status=403,
            code="participant",
        )


def adjust(plan, user, reason, *, key=None, read=None):
    """A new version beside one in force, with its rows, to be changed and sent (matrix P15)."""
    with act(plan, user, key, refusal=adjustment_refusal, read=read) as the:
        plan = the.row
        if not reason.strip():
            raise StepRefused("Lý do điều chỉnh: phải ghi rõ.", status=422, code="note")
        rows = list(plan.registrations.order_by("position", "pk"))
        new = Plan.objects.create(
            campaign=plan.campaign,
            unit=plan.unit,
            version=plan.version + 1,
            adjusts=plan,
            lessons=plan.lessons,
            is_nil=plan.is_nil,
        )
        _copy_rows(rows, new, user)
        facts = {"label": "lập phiên bản điều chỉnh", "target": new.state}
        the.record("adjust", new, note=reason.strip(), **facts)
    return new


def adjustment_refusal(plan, user):
    """The StepRefused that keeps this user from adjusting this plan now, or None."""
    if user.role not in UNIT_ROLES or plan.unit_id != user.unit_id:
        return StepRefused(
            "Chỉ cán bộ của đơn vị được lập phiên bản điều chỉnh.", status=403, code="role"
        )
    if plan.state not in IN_FORCE_STATES:
        return StepRefused(
            "Chỉ điều chỉnh được kế hoạch đã tiếp nhận hoặc đã ban hành.", code="state"
        )
    sentence = is_the_version_in_force(plan) or clock_allows(plan)
    return StepRefused(sentence, code="guard") if sentence else None


def _copy_rows(rows, plan, user):
    for row in rows:
        row.pk, row.plan, row.version = None, plan, 1
        row._state.adding = True
    bulk_create_with_history(rows, Registration, default_user=user)
