"""Papers of sealed data: printed once, and served with the same bytes ever after."""

from functools import partial

from programs.sealing import digest
from reports.builders import certificate as certificates
from reports.builders import dispatch as dispatches
from reports.builders import periodic_report as periodic_reports
from reports.builders.plan import TEMPLATE, sealed_plan
from reports.enums import ProvinceReportState
from reports.formats import PAPERS, RENDERERS
from reports.models import SealedDocument
from reports.provincial import papers as province_reports
from reports.provincial.content import content
from reports.renderers import certificate as certificate_sheet
from reports.renderers import paper_pdf
from reports.renderers.press import NotPrinted

MOST_LETTERS = 200  # a page each, some seconds in all

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


def letter_file(letter, extension):
    """The bytes of a dispatch in this format as it was first printed."""
    key = f"expiry-letter-{letter.pk}.{extension}"
    printed = partial(PAPERS[extension].render, dispatches.letter_paper(letter))
    return _stored(key, dispatches.TEMPLATE, printed)


def letters_pdf(letters):
    """Several dispatches in one file to print: the same sealed values, in the order given."""
    letters = list(letters[: MOST_LETTERS + 1])
    if not letters:
        raise NotPrinted("Không có công văn nào để in: hãy bớt điều kiện lọc.")
    if len(letters) > MOST_LETTERS:
        raise NotPrinted(f"Mỗi lần in tối đa {MOST_LETTERS} công văn: hãy lọc bớt, in từng phần.")
    return paper_pdf.render(*map(dispatches.letter_paper, letters))


def minutes_file(inspection, extension):
    """The bytes of the minutes of a post-check that was recorded, as they were first printed."""
    key = f"inspection-{inspection.pk}.{extension}"
    printed = partial(PAPERS[extension].render, dispatches.minutes_paper(inspection))
    return _stored(key, dispatches.MINUTES, printed)


def report_file(seal, extension):
    """The bytes of a periodic report as it was sent, as first printed."""
    key = f"periodic-report-{seal.pk}.{extension}"
    printed = partial(periodic_reports.render, seal.values(), extension)
    return _stored(key, periodic_reports.TEMPLATE, printed)


def province_report(report, extension):
    """The bytes of the province's report: as it was sealed, else marked as a draft."""
    if report.state == ProvinceReportState.SEALED:
        return province_report_file(report.seal, extension)
    return province_reports.render(content(report), extension)


def province_report_file(seal, extension):
    """The bytes of a sealed report of the province, as first printed."""
    key = f"province-report-{seal.pk}.{extension}"
    printed = partial(province_reports.render, seal.values(), extension)
    return _stored(key, province_reports.TEMPLATE, printed)


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
                "sha256": digest(content),
                "template": template,
            },
        )
    return bytes(stored.content)
