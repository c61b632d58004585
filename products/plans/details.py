"""What is saved of a plan beside its rows: declared counts, the decision, the scan, comments."""

from django.db import transaction

from products.enums import PlanState, RegistrationForm
from products.models import Plan, PlanComment, RegistrationCount
from products.plans.counting import declared
from products.plans.workflow import counts_refusal, open_for_editing, touch
from programs import audit
from programs.enums import PROVINCE_READERS, UNIT_ROLES, Role
from programs.models import Participant
from programs.uploads.storing import stored
from programs.workflow import StepRefused


class PlanChanged(StepRefused):
    """Somebody else changed the plan since the page was opened."""

    def __init__(self):
        super().__init__(
            "Người khác đã sửa kế hoạch này sau khi bạn mở trang. Nội dung bạn nhập còn dưới đây; "
            "hãy mở kế hoạch ở thẻ khác để so, rồi lưu lại.",
            code="stale",
        )


@transaction.atomic
def declare(participant, counts, *, by, key=None):
    """State how many products a unit will bring forward: {form: count}, all five forms."""
    # Locked so that a plan being sent at this moment is sealed before or after, never between.
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if refused := counts_refusal(participant, by):
        raise refused
    if audit.is_done(key):
        return
    before = declared(participant)
    for form in RegistrationForm.values:
        if before.get(form) != counts[form]:
            RegistrationCount.objects.update_or_create(
                participant=participant, form=form, defaults={"count": counts[form]}
            )
    data = {"before": before, "after": counts}
    audit.record("declare_counts", participant, label="khai số lượng", by=by, data=data, key=key)


@transaction.atomic
def save_plan(plan, *, by, edition, scan=None, key=None):
    """Save the decision, lessons and nil of a plan, if it still has this edition."""
    current = open_for_editing(plan, by)
    if audit.is_done(key):
        return
    if current.edition != edition:
        raise PlanChanged
    if scan:
        plan.scan, plan.scan_name, plan.scan_sha256 = scan.stored, scan.name, scan.sha256
    with stored([plan] if scan else [], "scan"):
        touch(plan)
        plan.save()
        facts = {"by": by, "data": {"edition": plan.edition}, "key": key}
        audit.record("save_plan", plan, label="sửa thông tin kế hoạch", **facts)


def comment_refusal(plan, user):
    """The StepRefused that keeps this user from commenting on this plan, or None (P13)."""
    is_own = user.role in UNIT_ROLES and plan.unit_id == user.unit_id
    if user.role not in PROVINCE_READERS - {Role.OBSERVER} and not is_own:
        return StepRefused(
            "Vai trò của bạn không được góp ý kế hoạch này.", status=403, code="role"
        )
    if plan.state != PlanState.SENT:
        return StepRefused("Chỉ góp ý được kế hoạch đã gửi và chưa được tiếp nhận.", code="state")
    return None


@transaction.atomic
def comment(plan, text, *, by, key=None):
    """Write down what a reader says of a sent plan; it never changes the plan."""
    plan = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan.pk)
    if audit.is_done(key):
        return
    if refused := comment_refusal(plan, by):
        raise refused
    PlanComment.objects.create(plan=plan, author=by, text=text)
    audit.record("comment", plan, label="góp ý", by=by, note=text, key=key)
