"""The ground: who, where and when, the trail of what was done, and the mail that waits."""

from programs.models.campaigns import Campaign, Extension, Participant
from programs.models.catalogue import ProductSet
from programs.models.people import AccountRequest, Agency, AgencySuccession, RoleChange, User
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
    "Participant",
    "ProductSet",
    "RoleChange",
    "Unit",
    "UnitSuccession",
    "User",
]
