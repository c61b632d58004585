"""The three forms of a dossier (Phụ lục III, Decision 26/2026/QĐ-TTg) as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils import timezone

from products.dossiers import self_assessment
from products.enums import DossierKind, EvidenceKind
from products.models import CommuneReport, Document
from programs.citations import day_in_full, unit_in_text
from programs.enums import ProductGroup, UnitKind
from programs.models import Unit
from programs.succession import successors_on

# Papers of item 7 of Mẫu 02, and the kind of evidence that shows them; "" is ticked by hand.
PAPERS = (
    ("Giấy đăng ký kinh doanh", EvidenceKind.BUSINESS_LICENCE),
    ("Công bố chất lượng sản phẩm", EvidenceKind.QUALITY_DECLARATION),
    ("Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm", ""),
    (
        "Giấy chứng nhận điều kiện sản xuất bắt buộc (nếu thuộc diện)",
        EvidenceKind.PRODUCTION_CONDITIONS,
    ),
    ("Giấy chứng nhận đăng ký nhãn hiệu", ""),
    ("Văn bản cho dùng chỉ dẫn địa lý, nhãn hiệu tập thể, nhãn hiệu chứng nhận", ""),
    ("Bằng độc quyền sáng chế, giải pháp hữu ích", ""),
    ("Bằng độc quyền kiểu dáng công nghiệp", ""),
    ("Giấy chứng nhận quyền tác giả", ""),
    ("Giấy tờ khác về sở hữu trí tuệ", ""),
)


@dataclass(frozen=True)
class Tick:
    """A box to tick; `detail` is what is there."""

    label: str
    is_ticked: bool = False
    detail: str = ""


@dataclass(frozen=True)
class Applicant:
    """Who brings which product forward; what is not known is empty, and printed as dots."""

    producer: str
    kind: str
    registration_number: str
    representative: str
    gender: str
    ethnicity: str
    address: str
    contact: str
    product: str
    group: str
    category: str
    product_set: str


@dataclass(frozen=True)
class DossierPaper:
    """What stands at the head of each form. `made_at` is when its dossier last changed."""

    applicant: Applicant
    province: str
    commune: Unit
    year: int
    made_at: datetime


@dataclass(frozen=True)
class RegistrationPaper(DossierPaper):
    """Mẫu 01, phiếu đăng ký đánh giá, phân hạng."""

    template: ClassVar[str] = "reports/pdf/dossier_registration.html"

    kinds: tuple[Tick, ...]
    needs_samples: bool
    samples: int | None
    is_pledged: bool
    number: str
    received_on: date | None
    accepted_on: date | None


@dataclass(frozen=True)
class Line:
    """A line of the table of part III: a part, a section (level 0, 1…), or a criterion."""

    level: int
    is_criterion: bool
    code: str
    title: str
    doubt: str
    most: int
    option: str
    points: int | None
    evidence: str


@dataclass(frozen=True)
class AssessmentPaper(DossierPaper):
    """Mẫu 02, báo cáo tự đánh giá."""

    template: ClassVar[str] = "reports/pdf/dossier_assessment.html"

    is_again: bool
    background: str
    results: str
    outlook: str
    changes: str
    option_changes: tuple[str, ...]
    papers: tuple[Tick, ...]
    evidence: tuple[Tick, ...]
    criteria: str
    lines: tuple[Line, ...]
    total: int | None
    unanswered: int


@dataclass(frozen=True)
class ReportPaper(DossierPaper):
    """Mẫu 03, báo cáo của UBND cấp xã."""

    template: ClassVar[str] = "reports/pdf/dossier_report.html"

    number: str
    day: str
    signer: str
    assessments: tuple[tuple[str, str], ...]
    proposal: str


def with_places(dossiers):
    """The dossiers with all that their forms name, up to the province."""
    return dossiers.select_related(
        "product__product_set",
        "product__commune__parent__parent",
        "product__producer__commune__parent__parent",
        "criteria_set__product_set",
        "follows",
        "report",
    )


def papers_of(dossier, user):
    """{kind of evidence: names} of the papers of the dossier that this reader may see."""
    names = {}
    for row in Document.objects.visible_to(user).filter(dossier=dossier).standing():
        names.setdefault(row.kind, []).append(row.title)
    return names


def dossier_form(dossier, number, papers: Mapping[str, list[str]] | None = None):
    """The form of this number ("01", "02", "03"); KeyError for any other.

    `papers` are the names of the dossier's papers by their EvidenceKind (papers_of); with_places()
    brings the dossier in a fixed number of queries.
    """
    build = _BUILDERS[number]
    return build(dossier, papers or {}, _head(dossier))


def _head(dossier):
    product = dossier.product
    day = dossier.received_on or timezone.localdate(dossier.created_at)
    commune, *above = _places(product.commune, day)
    return {
        "applicant": _applicant(product, day),
        "province": next((unit.name for unit in above if unit.kind == UnitKind.PROVINCE), ""),
        "commune": commune,
        "year": day.year,
        "made_at": dossier.changed_at,
    }


def _places(unit, day):
    """The unit and those above it, as they are on this day; of one that was split, as it was."""
    today = successors_on(unit, day)
    unit = today[0] if len(today) == 1 else unit
    places = [unit]
    while unit := unit.parent:
        places.append(unit)
    return places


def _applicant(product, day):
    producer = product.producer
    chosen = product.product_set
    places = [producer.address, *(unit_in_text(str(u)) for u in _places(producer.commune, day))]
    return Applicant(
        producer=producer.name,
        kind=producer.get_kind_display(),
        registration_number=producer.registration_number,
        representative=producer.representative,
        gender=producer.get_gender_display(),
        ethnicity="thiểu số" if producer.is_ethnic_minority else "",
        address=", ".join(filter(None, places)),
        contact="; ".join(filter(None, [producer.phone, producer.email])),
        product=product.name,
        group=product.get_product_group_display(),
        category=chosen.category if chosen else "",
        product_set=str(chosen or ""),
    )


# --- Mẫu 01 ------------------------------------------------------------------------------------


def _registration(dossier, _papers, head):
    return RegistrationPaper(
        **head,
        kinds=tuple(Tick(kind.label, kind == dossier.kind) for kind in DossierKind),
        needs_samples=dossier.product.product_group != ProductGroup.TOURISM,
        samples=dossier.samples,
        is_pledged=dossier.is_pledged,
        number=dossier.form_number,
        received_on=dossier.received_on,
        accepted_on=dossier.accepted_on,
    )


# --- Mẫu 02 ------------------------------------------------------------------------------------


def _assessment(dossier, papers, head):
    answers = self_assessment.load(dossier)
    return AssessmentPaper(
        **head,
        is_again=dossier.kind != DossierKind.FIRST,
        background=dossier.background,
        results=dossier.results,
        outlook=dossier.outlook,
        changes=dossier.changes,
        option_changes=tuple(_option_changes(dossier)),
        papers=tuple(Tick(label, kind in papers) for label, kind in PAPERS),
        evidence=tuple(_evidence(papers)),
        criteria=str(dossier.criteria_set.product_set) if answers else "",
        lines=tuple(_line(node) for node in answers.nodes) if answers else (),
        total=answers.total if answers else None,
        unanswered=len(answers.unanswered) if answers else 0,
    )


def _evidence(papers):
    for kind in EvidenceKind:
        yield Tick(kind.label, kind in papers, "; ".join(papers.get(kind, ())))


def _line(node):
    criterion = node.criterion
    return Line(
        level=node.level,
        is_criterion=not node.children,
        code=criterion.code,
        title=criterion.title,
        doubt=criterion.doubt or (node.chosen.doubt if node.chosen else ""),
        most=criterion.max_points,
        option=node.chosen.label if node.chosen else "",
        points=None if node.is_unanswered else node.points,
        evidence=node.evidence,
    )


def _option_changes(dossier):
    """What is answered otherwise than in the dossier before, a sentence each."""
    if dossier.follows:
        for change in self_assessment.changes_since(dossier.follows, dossier):
            was, now = (each or "chưa chọn" for each in (change.before, change.after))
            yield f"{change.criterion}: từ “{was}” thành “{now}”."


# --- Mẫu 03 ------------------------------------------------------------------------------------

ASSESSMENTS = {
    "origin": "Nguồn gốc sản phẩm, nguyên liệu địa phương",
    "labour": "Sử dụng lao động địa phương",
    "idea": "Nguồn gốc ý tưởng sản phẩm",
    "identity": "Bản sắc, trí tuệ địa phương",
}


NO_DAY_YET = "ngày …… tháng …… năm ………"


def _report(dossier, _papers, head):
    report = getattr(dossier, "report", None) or CommuneReport()
    return ReportPaper(
        **head,
        number=report.number,
        day=day_in_full(report.signed_on) if report.signed_on else NO_DAY_YET,
        signer=report.signer,
        assessments=tuple((title, getattr(report, name)) for name, title in ASSESSMENTS.items()),
        proposal=report.proposal,
    )


_BUILDERS = {"01": _registration, "02": _assessment, "03": _report}
FORMS = tuple(_BUILDERS)
