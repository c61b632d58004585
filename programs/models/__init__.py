"""The ground: who, where and when, the law, the trail of what was done, and the mail that waits."""

from programs.models.campaigns import (
    Campaign,
    Extension,
    ExtensionRequest,
    Participant,
    which_round,
)
from programs.models.catalogue import ProductSet
from programs.models.criteria import CriteriaSet, Criterion, Option
from programs.models.drafts import FormDraft
from programs.models.holidays import Holiday, HolidayYear
from programs.models.indexes import EmptyFirstIndex, WordsIndex
from programs.models.notices import Notification
from programs.models.people import (
    AccountRequest,
    Agency,
    AgencyFunction,
    AgencySuccession,
    RoleChange,
    User,
)
from programs.models.regulations import (
    DossierItem,
    Gate,
    Part,
    Period,
    Regulation,
    RevocationGround,
    Round,
    SeatRule,
    StarBand,
)
from programs.models.saved_views import SavedView
from programs.models.sealed import AppendOnly, Sealed, SealedValues
from programs.models.staged import StagedFile
from programs.models.trail import Event, Mail
from programs.models.units import Unit, UnitSuccession

__all__ = [
    "AccountRequest",
    "Agency",
    "AgencyFunction",
    "AgencySuccession",
    "AppendOnly",
    "Campaign",
    "CriteriaSet",
    "Criterion",
    "DossierItem",
    "EmptyFirstIndex",
    "Event",
    "Extension",
    "ExtensionRequest",
    "FormDraft",
    "Gate",
    "Holiday",
    "HolidayYear",
    "Mail",
    "Notification",
    "Option",
    "Part",
    "Participant",
    "Period",
    "ProductSet",
    "Regulation",
    "RevocationGround",
    "RoleChange",
    "Round",
    "SavedView",
    "Sealed",
    "SealedValues",
    "SeatRule",
    "StagedFile",
    "StarBand",
    "Unit",
    "UnitSuccession",
    "User",
    "WordsIndex",
    "which_round",
]
