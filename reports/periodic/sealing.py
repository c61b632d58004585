"""What of a report is sealed when it is sent."""

from django.utils import timezone

from programs import sealing
from programs.citations import committee_of
from programs.models import Unit
from reports.models import SealedReport
from reports.periodic.reading import parts_of


def content(report) -> dict:
    """The report as plain values; one value feeds the seal, the papers and the roll-up.

    A figure's `value` is None where it was not answered; `counted` what the register gave then.
    """
    campaign, period = report.participant.campaign, report.period
    parts = parts_of(report)
    return {
        "campaign": {
            "kind": campaign.kind,
            "year": campaign.year,
            "number": campaign.number,
            "document": campaign.document,
            "addressee": campaign.issuer,
        },
        "form": {"name": period.form.name, "id": period.form_id},
        "data": [period.data_from.isoformat(), period.data_to.isoformat()],
        "reporter": _reporter(report.participant, period.data_to),
        "version": report.version,
        "is_nil": report.is_nil,
        "figures": [_figure(part, line) for part in parts for line in part.lines],
        "sections": [
            {"code": part.section.code, "title": part.section.title, "text": part.text}
            for part in parts
        ],
        **_attachments(report),
    }


def _attachments(report):
    """The files sent along; a report without any says nothing of them, as reports always did."""
    rows = report.attachments.standing().values("name", "size", "sha256")
    return {"attachments": list(rows)} if rows else {}


def _reporter(participant, day):
    """Who reports, as papers name it: a unit by its committee, an agency under the province's."""
    body, province = participant.body, Unit.objects.province_on(day)
    who = {"code": body.code, "name": body.short_name}
    over = committee_of(province) if province else ""
    if participant.unit_id:
        return who | {
            "kind": "unit",
            "issuer": committee_of(body),
            "superior": "",
            "place": body.name,
        }
    place = province.name if province else ""
    return who | {"kind": "agency", "issuer": body.name, "superior": over, "place": place}


def _figure(part, line):
    return {
        "section": part.section.code,
        "code": line.indicator.code,
        "label": line.indicator.label,
        "measure": line.indicator.measure,
        "value": line.value,
        "counted": line.counted.value if line.counted else None,
        "explanation": line.stated.explanation,
    }


def seal(report, by, reasons) -> SealedReport:
    """Write down what is sent, for ever. Called by the sending step, inside its transaction."""
    values = content(report) | {
        "sent_by": by.full_name,
        "sent_at": timezone.localtime(report.sent_at).isoformat(timespec="microseconds"),
        "receipt": report.receipt,
        "reasons": reasons,
    }
    number = report.seals.count() + 1
    row = SealedReport(report=report, number=number, sealed_at=report.sent_at, sealed_by=by)
    sealing.seal(row, values).save()
    return row
