"""Who may change a dossier, and when."""

from programs.enums import Role
from programs.scoping import own_ground
from programs.workflow import StepRefused


def editing_refusal(dossier, user):
    """The StepRefused that keeps this user from changing this dossier now, or None (H1)."""
    is_own = own_ground(user).filter(pk=dossier.product.commune_id).exists()
    if user.role != Role.UNIT_OFFICER or not is_own:
        return StepRefused("Chỉ cán bộ của đơn vị được lập và sửa hồ sơ.", status=403, code="role")
    if not dossier.is_open:
        return StepRefused(
            f"Hồ sơ “{dossier.get_state_display()}” không sửa được nữa.", code="state"
        )
    return None
