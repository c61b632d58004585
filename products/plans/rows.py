"""The rows of a plan: add, change and remove them, with nobody's text lost."""

from products.models import Registration
from products.plans.row_order import close_gap, next_position
from products.plans.workflow import editing, touch
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


def add(row, *, by, key=None):
    """Put a new row at the end of its plan; the same form posted twice adds one row."""
    with editing(row.plan, by, key) as the:
        _refuse_twin(the.row, row)
        row.position = next_position(the.row)
        row.save()
        touch(the.row)
        the.record("add_row", row, label="thêm sản phẩm", data={"position": row.position})


def change(row, *, by, version, key=None):
    """Save a changed row if it still has this version; else raise RowChanged with both texts."""
    with editing(row.plan, by, key) as the:
        theirs = Registration.objects.filter(pk=row.pk).select_related("commune").first()
        if theirs is None or theirs.version != version:
            raise RowChanged(theirs)
        _refuse_twin(the.row, row)
        row.version, row.position = version + 1, theirs.position
        row.save()
        touch(the.row)
        the.record("change_row", row, label="sửa sản phẩm", data=differences(theirs, row))


def kept_of(row):
    """What the trail keeps of a row that is taken out of its plan."""
    return values_of(row, without={"plan"})


def remove(row, *, by, key=None):
    """Take a row out of its plan; its history stays."""
    with editing(row.plan, by, key) as the:
        row = the.row.registrations.filter(pk=row.pk).first()
        if row is None:
            raise RowChanged(None)
        the.record("remove_row", row, label="xóa sản phẩm", data=kept_of(row))
        row.delete()
        close_gap(the.row, row.position)
        touch(the.row)
