"""Whose rows are whose: what every `visible_to(user)` and every view starts from."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from programs.enums import UNIT_ROLES
from programs.models import Unit
from programs.succession import ground_of


def own_units(user) -> QuerySet[Unit]:
    """The unit of this user and those it took over, whose papers its people may still read."""
    if user.role not in UNIT_ROLES or not user.unit_id:
        return Unit.objects.none()
    return Unit.objects.filter(pk=user.unit_id) | Unit.objects.filter(successions__new=user.unit_id)


def own_ground(user) -> QuerySet[Unit]:
    """The places of this user's unit: it and its communes, and those that they took over."""
    if user.role not in UNIT_ROLES or not user.unit_id:
        return Unit.objects.none()
    return ground_of(user.unit_id)


def require_role(user, roles) -> None:
    """Raise PermissionDenied (403) unless the user has one of these roles."""
    if user.role not in roles:
        raise PermissionDenied("Vai trò của bạn không được làm việc này.")


class ScopedMixin:
    """For class views: rows come from `visible_to(user)`, and one out of scope is not found."""

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)
