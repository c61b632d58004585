"""What is looked at in a post-check, and how the findings are written down until it is recorded."""

from dataclasses import dataclass

from products.enums import InspectionState
from products.models import InspectionFinding
from programs.acts import StepRefused, act
from programs.enums import DEPARTMENT
from programs.models import Criterion

# Beside the criteria: Decision 26/2026/QĐ-TTg, article 9.
ALWAYS = ("Sử dụng nhãn hiệu OCOP trên sản phẩm, bao bì", "Quảng cáo, giới thiệu sản phẩm")


@dataclass(frozen=True)
class Point:
    """One line of the form: a criterion, or a text; with what was found of it so far."""

    text: str
    criterion: Criterion | None = None
    result: str = ""
    note: str = ""


def criteria_of(certificate):
    """The criteria that are scored, of the product's set under the regulation of the paper.

    None where the product has no set, or its set under that regulation is not published here.
    """
    leaves = Criterion.objects.filter(
        children=None,
        criteria_set__regulation=certificate.regulation_id,
        criteria_set__product_set=certificate.product.product_set_id,
        criteria_set__published_at__isnull=False,
    )
    return leaves.order_by("position")


def points_of(inspection):
    """The lines to fill in: the criteria, what is always looked at, and what else was written."""
    found = list(inspection.findings.select_related("criterion").order_by("position"))
    by_criterion = {each.criterion_id: each for each in found if each.criterion_id}
    by_text = {each.text: each for each in found if each.text in ALWAYS}
    others = [each for each in found if not each.criterion_id and each.text not in ALWAYS]
    points = [
        _point(str(criterion), by_criterion.get(criterion.pk), criterion)
        for criterion in criteria_of(inspection.certificate)
    ]
    points += [_point(text, by_text.get(text)) for text in ALWAYS]
    return points + [_point(each.text, each) for each in others]


def _point(text, finding, criterion=None):
    known = (finding.result, finding.note) if finding else ("", "")
    return Point(text[:300], criterion, *known)


def writing_refusal(inspection, user):
    """The StepRefused that keeps this user from writing the findings, or None."""
    if user.role not in DEPARTMENT:
        return StepRefused(
            "Chỉ cơ quan cấp tỉnh được ghi kết quả hậu kiểm.", status=403, code="role"
        )
    if inspection.state != InspectionState.PLANNED:
        return StepRefused("Biên bản đã lập hoặc đã bỏ qua: không sửa được nữa.", code="state")
    return None


def write(inspection, points, *, by, version=None, key=None):
    """Save who looked at what and when, and the points with a result, in place of the last.

    RowChanged where the check is no longer the version that the page showed.
    """
    with act(inspection, by, key, refusal=writing_refusal, read=version or 0) as the:
        inspection.version = the.row.version + 1
        inspection.save()
        inspection.findings.all().delete()
        InspectionFinding.objects.bulk_create(
            InspectionFinding(
                inspection=inspection,
                position=position,
                criterion=point.criterion,
                text=point.text,
                result=point.result,
                note=point.note,
            )
            for position, point in enumerate(points, 1)
            if point.result
        )
        the.record("write_findings", inspection, label="ghi kết quả hậu kiểm")
