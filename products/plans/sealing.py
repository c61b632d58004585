"""What of a plan is sealed when it is sent."""

from django.utils import timezone

from products.models import SealedPlan
from products.plans.columns import REGISTRATION_COLUMNS
from programs import sealing


def content(plan):
    """The plan as plain values: every cell as it is shown, every date in ISO form.

    One value feeds the seal, the PDF and the Excel, so that a reprint needs no other row.
    """
    participant = plan.campaign.participants.get(unit=plan.unit_id)
    rows = plan.registrations.select_related("commune", "product_set").order_by("position", "pk")
    return {
        "campaign": {
            "kind": plan.campaign.kind,
            "year": plan.campaign.year,
            "number": plan.campaign.number,
            "document": plan.campaign.document,
            "issuer": plan.campaign.issuer,
        },
        "unit": {
            "code": plan.unit.code,
            "name": plan.unit.short_name,
            "kind": plan.unit.get_kind_display(),
        },
        "version": plan.version,
        "decision": {
            "number": plan.decision_number,
            "date": plan.decision_date.isoformat() if plan.decision_date else "",
            "signer": plan.signer,
        },
        "lessons": plan.lessons,
        "is_nil": plan.is_nil,
        "scan_sha256": plan.scan_sha256,
        "declared": dict(participant.counts.values_list("form", "count")),
        "rows": [{column.key: column.read(row) for column in REGISTRATION_COLUMNS} for row in rows],
    }


def seal(plan, by, reasons):
    """Write down what is sent, for ever. Called by the sending step, inside its transaction."""
    values = content(plan) | {
        "sent_by": by.full_name,
        "sent_at": timezone.localtime(plan.sent_at).isoformat(timespec="seconds"),
        "reasons": reasons,
    }
    number = plan.seals.count() + 1
    row = SealedPlan(plan=plan, number=number, sealed_at=plan.sent_at, sealed_by=by)
    sealing.seal(row, values).save()
    return row
