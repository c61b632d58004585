"""Papers of sealed data: printed once, and served with the same bytes ever after."""

import hashlib

from reports.builders import certificate as certificates
from reports.builders.plan import TEMPLATE, sealed_plan
from reports.formats import RENDERERS
from reports.models import SealedDocument
from reports.renderers import certificate as certificate_sheet

NOT_OURS = (
    "Giấy này được ghi lại từ sổ: bản giấy do cơ quan công nhận cấp khi ấy, cổng không in lại."
)


def paper(seal, extension):
    """The bytes of a sealed plan in this format, printed now if they never were."""
    key = f"plan-{seal.pk}.{extension}"
    return _stored(key, TEMPLATE, lambda: RENDERERS[extension].render(sealed_plan(seal)))


def certificate_pdf(certificate):
    """The bytes of an issued certificate as it was first printed."""
    values = certificates.certificate_paper(certificate)
    key = f"certificate-{certificate.pk}.pdf"
    return _stored(key, certificates.TEMPLATE, lambda: certificate_sheet.render(values))


def _stored(key, template, print_it):
    """What is stored under the key, or is printed and stored now.

    Two first printings at once end with the bytes of one of them, for both.
    """
    stored = SealedDocument.objects.filter(key=key).first()
    if stored is None:
        content = print_it()
        stored, _ = SealedDocument.objects.get_or_create(
            key=key,
            defaults={
                "content": content,
                "sha256": hashlib.sha256(content).hexdigest(),
                "template": template,
            },
        )
    return bytes(stored.content)
