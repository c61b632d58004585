"""A valid row of each model about certificates that end, and about post-checks."""

from django.utils import timezone

from products.enums import PRIVATE_PETITIONS
from products.models import (
    ExpiryLetter,
    ExpiryNotice,
    Inspection,
    InspectionFinding,
    InspectionPlan,
    Lapse,
    Petition,
)
from programs.enums import Role
from tests.support.factories import make_certificate, make_revocation, make_unit, make_user, numbers
from tests.support.rows import make_criterion, make_ground, make_mail, make_observer


def make_letter(certificate=None, **fields):
    product = (certificate or make_certificate()).product
    values = {
        "producer": product.producer,
        "unit": product.commune.parent,
        "year": 2026,
        "number": next(numbers),
        "symbol": "SNNMT-NTM",
        "sent_on": timezone.localdate(),
        "content": LETTER,
        "sha256": "0" * 64,
    }
    fields.setdefault("sent_by", make_observer())
    return ExpiryLetter.objects.create(**values | fields)


LETTER = (
    '{"certificates":[{"decided_on":"2023-12-15","decision":"12/QĐ-UBND","ends_on":"2026-12-15",'
    '"label":"01/2023","product":"Chè dây","star":3,"window":[]}],"head":{"above":"UBND tỉnh Quảng '
    'Ngãi","issuer":"Sở Nông nghiệp và Môi trường","place":"Quảng Ngãi"},"law":{"article":"",'
    '"cited":""},"number":"05/SNNMT-NTM","position":"GIÁM ĐỐC","producer":"HTX Thi Phổ",'
    '"sent_on":"2026-11-01","signer":"Nguyễn Văn A","unit":"Ủy ban nhân dân xã Đông"}'
)


def make_notice(certificate=None, **fields):
    certificate = certificate or make_certificate()
    values = {"ends_on": certificate.expires_on}
    fields.setdefault("letter", make_letter(certificate))
    return ExpiryNotice.objects.create(certificate=certificate, **values | fields)


def make_mailed_letter():
    return make_letter(mail=make_mail())


def make_lapse(**fields):
    values = {"reason": "stopped", "recorded_by": make_observer()}
    fields.setdefault("certificate", None)
    fields["certificate"] = fields["certificate"] or make_certificate()
    return Lapse.objects.create(**values | fields)


def make_inspection_plan(**fields):
    values = {
        "year": 2026,
        "title": f"Hậu kiểm {next(numbers)}",
        "body": "Sở Nông nghiệp và Môi trường",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }
    fields.setdefault("created_by", make_user(Role.PROVINCE_STAFF))
    return InspectionPlan.objects.create(**values | fields)


def make_inspection(certificate=None, *, state="planned", **fields):
    """A post-check with a finding, in this state as if its steps had been taken."""
    today = timezone.localdate()
    fields.setdefault("plan", make_inspection_plan(state="open"))
    values = {"inspected_on": today, "inspectors": "Ông A, trưởng đoàn", "reply_until": today}
    if state == "mending":
        values["mend_by"] = today
    row = Inspection.objects.create(
        certificate=certificate or make_certificate(), **values | fields
    )
    make_finding(inspection=row)
    Inspection.objects.filter(pk=row.pk).update(state=state)
    row.refresh_from_db()
    return row


def make_finding(**fields):
    fields.setdefault("inspection", None)
    if fields["inspection"] is None:
        return make_inspection().findings.get()
    values = {"position": 1, "text": "Nhãn", "result": "met"}
    return InspectionFinding.objects.create(**values | fields)


def make_whole_finding():
    """One that speaks of a criterion."""
    finding = make_finding()
    finding.criterion = make_criterion()
    finding.save()
    return finding


def make_petition(certificate=None, *, state="draft", **fields):
    """A unit's petition to revoke, in this state as if its steps had been taken."""
    certificate = certificate or make_certificate()
    unit = certificate.product.commune.parent
    values = {"reason": "other", "facts": "Không còn đạt.", "evidence": "Biên bản số 1."}
    fields.setdefault("prepared_by", make_user(Role.UNIT_OFFICER, unit=unit))
    if state not in PRIVATE_PETITIONS:
        values["sent_on"] = timezone.localdate()
        fields.setdefault("sent_by", make_user(Role.UNIT_LEADER, unit=unit))
    if state == "answered":
        values["answer"] = "Chưa đủ căn cứ."
    return Petition.objects.create(certificate=certificate, state=state, **values | fields)


def make_settled_petition():
    """One that refers to all that a petition may refer to."""
    row = make_inspection()
    facts = {"inspection": row, "revocation": make_revocation(row.certificate)}
    return make_petition(row.certificate, state="sent", ground=make_ground(), **facts)


def make_revoking():
    row = make_inspection(state="replied")
    row.state, row.revocation = "revoking", make_revocation(row.certificate)
    row.save()
    return row


EXPIRY_MAKERS = {
    ExpiryLetter: make_mailed_letter,
    ExpiryNotice: make_notice,
    Lapse: make_lapse,
    InspectionPlan: lambda: make_inspection_plan(ground=make_unit()),
    Inspection: make_revoking,
    Petition: make_settled_petition,
    InspectionFinding: make_whole_finding,
}
