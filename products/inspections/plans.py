"""Plans of post-checks: how they are written, whom they name, and how a sample is drawn.

Decision 26/2026/QĐ-TTg, article 9: the province checks, in turn and at occasion, whether the
criteria are kept and how the mark and the advertising are used.
"""

import hashlib

from django.db import transaction

from products.certificates.history import with_status
from products.enums import IN_FORCE, OPEN_INSPECTIONS, InspectionPlanState
from products.models import Certificate, Inspection, InspectionPlan
from programs import audit, clock
from programs.acts import AlreadyDone, StepRefused, act
from programs.enums import DEPARTMENT
from programs.succession import ground_of
from programs.workflow import Ask, Procedure, Step


def writing_refusal(plan, user):
    """The StepRefused that keeps this user from writing the plan, or None."""
    if user.role not in DEPARTMENT:
        return StepRefused(
            "Chỉ cơ quan cấp tỉnh được lập kế hoạch hậu kiểm.", status=403, code="role"
        )
    if plan.state != InspectionPlanState.DRAFT:
        return StepRefused("Kế hoạch đã rút danh sách: không sửa được nữa.", code="state")
    return None


def write(plan, *, by, version=None, key=None):
    """Save a new plan, or a changed one that still has this version; else raise RowChanged."""
    if plan.pk is None:
        _create(plan, by, key)
        return
    with act(plan, by, key, refusal=writing_refusal, read=version or 0) as the:
        plan.version = the.row.version + 1
        plan.save()
        the.record("change_inspection_plan", plan, label="sửa kế hoạch hậu kiểm")


@transaction.atomic
def _create(plan, by, key):
    """There is no row to lock yet: of the same form twice, the second breaks on the key."""
    if event := audit.done_by(key):
        raise AlreadyDone(event.row())
    if refused := writing_refusal(plan, by):
        raise refused
    plan.created_by = by
    plan.save()
    label = "lập kế hoạch hậu kiểm"
    audit.record("create_inspection_plan", plan, label=label, by=by, key=key)


# --- The sample --------------------------------------------------------------------------------


def frame_of(plan, day):
    """The certificates in force on that day on the plan's ground and of its group, in order."""
    rows = with_status(Certificate.objects.issued(), day).filter(status__in=IN_FORCE)
    if plan.ground_id:
        rows = rows.filter(product__commune__in=ground_of(plan.ground_id).values("pk"))
    if plan.product_group:
        rows = rows.filter(product__product_group=plan.product_group)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def draw(frame, size, seed):
    """So many of the frame: those whose SHA-256 of "seed:key" comes first. Anybody may redo it."""
    if size is None or size >= len(frame):
        return list(frame)

    def lot(key):
        return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()

    return sorted(sorted(frame, key=lot)[:size])


def is_drawn_right(plan):
    """Whether the checks of the plan are those that its seed draws from its frame."""
    drawn = draw(plan.frame, plan.sample_size, plan.seed)
    return drawn == sorted(plan.inspections.values_list("certificate", flat=True))


def open_plan(plan, _by, _answers):
    """Fix the frame and draw from it; each certificate that is drawn gets its check."""
    plan.drawn_on = clock.today()
    plan.frame = frame_of(plan, plan.drawn_on)
    if not plan.frame:
        raise StepRefused(
            "Không có giấy chứng nhận nào còn hiệu lực trong địa bàn và nhóm đã chọn.", code="none"
        )
    Inspection.objects.bulk_create(
        Inspection(plan=plan, certificate_id=key)
        for key in draw(plan.frame, plan.sample_size, plan.seed)
    )


def all_is_decided(plan):
    count = plan.inspections.filter(state__in=OPEN_INSPECTIONS).count()
    return f"Còn {count} giấy chứng nhận chưa có kết luận." if count else ""


PLANNING = Procedure(
    InspectionPlan,
    (
        Step(
            name="open",
            label="rút danh sách kiểm tra",
            done="Đã rút danh sách",
            roles=DEPARTMENT,
            sources=frozenset({InspectionPlanState.DRAFT}),
            target=InspectionPlanState.OPEN,
            effect=open_plan,
            explanation=(
                "Danh sách lấy từ các giấy còn hiệu lực hôm nay; mẫu được rút theo mã rút mẫu của "
                "kế hoạch, ai cũng rút lại được. Sau đó kế hoạch không sửa được nữa."
            ),
        ),
        Step(
            name="close",
            label="kết thúc kế hoạch",
            done="Đã kết thúc kế hoạch",
            roles=DEPARTMENT,
            sources=frozenset({InspectionPlanState.OPEN}),
            target=InspectionPlanState.CLOSED,
            guards=(all_is_decided,),
        ),
        Step(
            name="drop",
            label="hủy kế hoạch",
            done="Đã hủy kế hoạch",
            roles=DEPARTMENT,
            sources=frozenset({InspectionPlanState.DRAFT}),
            target=InspectionPlanState.DROPPED,
            asks=(Ask("note", "Lý do"),),
            explanation="Kế hoạch vẫn được lưu cùng lý do.",
            onward=False,
            away=True,
        ),
    ),
)
