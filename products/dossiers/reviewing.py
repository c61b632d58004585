"""The dossiers that wait for the department, one after the other."""

from products.enums import DossierState
from products.models import Dossier
from programs.completing import joined
from programs.enums import DEPARTMENT
from programs.next_acts import Queue, queue_after


def queue_of(dossier, user) -> Queue | None:
    """The dossiers that came and wait for this reviewer; None for who reviews none."""
    if user.role not in DEPARTMENT:
        return None
    waiting = Dossier.objects.visible_to(user).filter(state=DossierState.FORWARDED)
    return queue_after(
        dossier,
        joined(waiting.order_by("-pk"), "product__name"),
        lambda each: -each.pk,
        noun="hồ sơ",
        page="products:dossier_list",
        name=lambda each: str(each.product),
    )
