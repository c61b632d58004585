"""The rows of a plan: add, change and remove them, with nobody's text lost."""

from django.db import transaction

from products.models import Registration
from products.plans.row_order import close_gap, next_position
from products.plans.workflow import open_for_editing, touch
from programs import audit
from programs.acts import RowChanged, StepRefused
from programs.changes import differences, values_of
from programs.text import fold


def twin(plan, row):
    """The row of the plan that is the same product of the same producer, or None."""
    rows = plan.registrations.filter(
        product_fold=fold(row.product_name), producer_fold=fold(row.producer_name)
    )
    return rows.exclude(pk=row.pk).first()


def twin_sentence(other):
    """What to say where this row of the plan is the same product of the same producer."""
    return (
        f"Sản phẩm “{other.product_name}” của “{other.producer_name}” "
        f"đã có ở dòng {other.position} của kế hoạch."
    )


def _refuse_twin(plan, row):
    if other := twin(plan, row):
        raise StepRefused(twin_sentence(other), status=422, code="duplicate")


@transaction.atomic
def add(row, *, by, key=None):
    """Put a new row at the end of its plan; the same form posted twice adds one row."""
    plan = open_for_editing(row.plan, by)
    if audit.is_done(key):
        return
    _refuse_twin(plan, row)
    row.position = next_position(plan)
    row.save()
    touch(plan)
    audit.record(
        "add_row", row, label="thêm sản phẩm", by=by, data={"position": row.position}, key=key
    )


@transaction.atomic
def change(row, *, by, version, key=None):
    """Save a changed row if it still has this version; else raise RowChanged with both texts."""
    plan = open_for_editing(row.plan, by)
    if audit.is_done(key):
        return
    theirs = Registration.objects.filter(pk=row.pk).select_related("commune").first()
    if theirs is None or theirs.version != version:
        raise RowChanged(theirs)
    _refuse_twin(plan, row)
    row.version, row.position = version + 1, theirs.position
    row.save()
    touch(plan)
    audit.record(
        "change_row", row, label="sửa sản phẩm", by=by, data=differences(theirs, row), key=key
    )


def kept_of(row):
    """What the trail keeps of a row that is taken out of its plan."""
    return values_of(row, without={"plan"})


@transaction.atomic
def remove(row, *, by):
    """Take a row out of its plan; its history stays."""
    plan = open_for_editing(row.plan, by)
    audit.record("remove_row", row, label="xóa sản phẩm", by=by, data=kept_of(row))
    row.delete()
    close_gap(plan, row.position)
    touch(plan)
