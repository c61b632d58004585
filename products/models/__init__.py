"""The subject: what units declare, their plans and the products in them, and their imports."""

from products.models.drafts import RowDraft
from products.models.imports import PlanImport
from products.models.plans import Plan, PlanComment, SealedPlan
from products.models.registrations import Registration, RegistrationCount

__all__ = [
    "Plan",
    "PlanComment",
    "PlanImport",
    "Registration",
    "RegistrationCount",
    "RowDraft",
    "SealedPlan",
]
