"""The subject: plans and their products, the register of producers, products and certificates."""

from products.models.certificates import (
    Certificate,
    CertificateEvent,
    NumberSeries,
    Revocation,
)
from products.models.dossiers import Answer, CommuneReport, Dossier
from products.models.drafts import RowDraft
from products.models.expiry import ExpiryLetter, ExpiryNotice, Lapse
from products.models.imports import PlanImport
from products.models.inspections import Inspection, InspectionFinding, InspectionPlan
from products.models.plans import Plan, PlanComment, SealedPlan
from products.models.register import Producer, Product, ProductCode
from products.models.registrations import Registration, RegistrationCount

__all__ = [
    "Answer",
    "Certificate",
    "CertificateEvent",
    "CommuneReport",
    "Dossier",
    "ExpiryLetter",
    "ExpiryNotice",
    "Inspection",
    "InspectionFinding",
    "InspectionPlan",
    "Lapse",
    "NumberSeries",
    "Plan",
    "PlanComment",
    "PlanImport",
    "Producer",
    "Product",
    "ProductCode",
    "Registration",
    "RegistrationCount",
    "Revocation",
    "RowDraft",
    "SealedPlan",
]
