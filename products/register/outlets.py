"""Where a product is sold, as its public page says it (matrix R1)."""

from products.models import Outlet, Product
from products.register.records import writing_refusal
from programs.acts import StepRefused, act

MOST_OUTLETS = 8


def add(outlet, *, by, key=None):
    """Save a new outlet of its product."""
    rows = Product.objects.select_related("commune__parent")
    with act(outlet.product, by, key, rows=rows, refusal=adding_refusal) as the:
        outlet.save()
        the.record("add_outlet", label="thêm nơi bán", note=outlet.name)
    return the.row


def adding_refusal(product, user):
    """The StepRefused that keeps this user from adding an outlet, or None."""
    refused = writing_refusal(product, user)
    if not refused and product.outlets.count() >= MOST_OUTLETS:
        full = f"Sản phẩm đã có {MOST_OUTLETS} nơi bán. Hãy xóa bớt một nơi trước."
        return StepRefused(full, code="full")
    return refused


def remove(outlet, *, by, key=None):
    rows = Outlet.objects.select_related("product__commune__parent")
    with act(outlet, by, key, rows=rows, refusal=_removing_refusal) as the:
        the.record("remove_outlet", the.row.product, label="xóa nơi bán", note=the.row.name)
        the.row.delete()


def _removing_refusal(outlet, user):
    return writing_refusal(outlet.product, user)
