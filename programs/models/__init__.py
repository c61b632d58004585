"""The ground: who, where and when, the trail of what was done, and the mail that waits."""

from programs.models.campaigns import Campaign, Extension, Participant
from programs.models.catalogue import ProductSet
from programs.models.notices import Notification
from programs.models.people import AccountRequest, Agency, AgencySuccession, RoleChange, User
from programs.models.saved_views import SavedView
from programs.models.trail import Event, Mail
from programs.models.units import Unit, UnitSuccession

__all__ = [
    "AccountRequest",
    "Agency",
    "AgencySuccession",
    "Campaign",
    "Event",
    "Extension",
    "Mail",
    "Notification",
    "Participant",
    "ProductSet",
    "RoleChange",
    "SavedView",
    "Unit",
    "UnitSuccession",
    "User",
]
