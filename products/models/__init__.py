"""The subject: plans and their products, the register of producers, products and certificates."""

from products.models.certificates import (
    Certificate,
    CertificateEvent,
    NumberSeries,
    Revocation,
)
from products.models.documents import Document, ProductPhoto
from products.models.dossiers import Answer, CommuneReport, Dossier
from products.models.drafts import RowDraft
from products.models.expiry import ExpiryLetter, ExpiryNotice, Lapse
from products.models.imports import PlanImport
from products.models.inspections import Inspection, InspectionFinding, InspectionPlan
from products.models.petitions import Petition
from products.models.placements import Placement
from products.models.plans import Plan, PlanComment, SealedPlan
from products.models.publications import Outlet, Withdrawal
from products.models.register import Producer, Product, ProductCode
from products.models.register_imports import RegisterImport
from products.models.registrations import Registration, RegistrationCount
from products.models.titles import KnownTitle

__all__ = [
    "Answer",
    "Certificate",
    "CertificateEvent",
    "CommuneReport",
    "Document",
    "Dossier",
    "ExpiryLetter",
    "ExpiryNotice",
    "Inspection",
    "InspectionFinding",
    "InspectionPlan",
    "KnownTitle",
    "Lapse",
    "NumberSeries",
    "Outlet",
    "Petition",
    "Placement",
    "Plan",
    "PlanComment",
    "PlanImport",
    "Producer",
    "Product",
    "ProductCode",
    "ProductPhoto",
    "RegisterImport",
    "Registration",
    "RegistrationCount",
    "Revocation",
    "RowDraft",
    "SealedPlan",
    "Withdrawal",
]
