"""Who may change a dossier, and until when."""

from programs.enums import Role
from programs.scoping import own_ground
from programs.workflow import StepRefused


def editing_refusal(dossier, user):
    """The StepRefused that keeps this user from changing what stands in the dossier, or None."""
    is_own = own_ground(user).filter(pk=dossier.product.commune_id).exists()
    if user.role != Role.UNIT_OFFICER or not is_own:
        return StepRefused(
            "Chỉ cán bộ đơn vị của sản phẩm được sửa hồ sơ.", status=403, code="role"
        )
    if not dossier.is_open:
        state = dossier.get_state_display()
        return StepRefused(f"Hồ sơ “{state}” không sửa được nữa.", code="state")
    return None
