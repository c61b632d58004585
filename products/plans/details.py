"""What is saved of a plan beside its rows: declared counts, the decision, the scan, comments."""

from products.enums import PlanState, RegistrationForm
from products.models import PlanComment, RegistrationCount
from products.plans.counting import as_read, declared
from products.plans.workflow import counts_refusal, editing, touch
from programs.acts import RowChanged, StepRefused, act
from programs.enums import PROVINCE_READERS, UNIT_ROLES, Role
from programs.models import Participant
from programs.uploads.storing import stored


def declare(participant, counts, *, by, key=None, read=""):
    """State how many products a unit will bring forward: {form: count}, all five forms.

    `read` are the counts that the page showed, as `as_read()` writes them.
    """
    # Locked so that a plan being sent at this moment is sealed before or after, never between.
    every = Participant.objects.select_related("campaign", "unit")
    with act(participant, by, key, rows=every, refusal=counts_refusal) as the:
        before = declared(participant)
        if read and read != as_read(before):
            raise RowChanged(the.row)
        for form in RegistrationForm.values:
            if before.get(form) != counts[form]:
                RegistrationCount.objects.update_or_create(
                    participant=participant, form=form, defaults={"count": counts[form]}
                )
        data = {"before": before, "after": counts}
        the.record("declare_counts", label="khai số lượng", data=data)


def save_plan(plan, *, by, edition, scan=None, key=None):
    """Save the decision, lessons and nil of a plan, if it still has this edition."""
    with editing(plan, by, key) as the:
        if the.row.edition != edition:
            raise RowChanged(the.row)
        if scan:
            plan.scan, plan.scan_name, plan.scan_sha256 = scan.stored, scan.name, scan.sha256
        with stored([plan] if scan else [], "scan"):
            touch(plan)
            plan.save()
            data = {"edition": plan.edition}
            the.record("save_plan", plan, label="sửa thông tin kế hoạch", data=data)


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


def comment(plan, text, *, by, key=None):
    """Write down what a reader says of a sent plan; it never changes the plan."""
    with act(plan, by, key, refusal=comment_refusal) as the:
        PlanComment.objects.create(plan=the.row, author=by, text=text)
        the.record("comment", label="góp ý", note=text)
