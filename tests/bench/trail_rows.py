"""A trail to measure with: acts of many people about plans of many units."""

from django.utils import timezone

from products.models import Plan
from programs.models import Event, User
from tests.bench.databases import load, loading
from tests.bench.filling import mixed

_COLUMNS = (
    *("at", "actor_id", "unit_id", "action", "label", "refused", "subject_type", "subject_id"),
    *("subject", "source", "target", "note", "data", "address", "request_id"),
)


def fill(rows):
    """Add so many acts, unless the database has as many."""
    if Event.objects.count() >= rows:
        return
    people = list(User.objects.order_by("pk").values_list("pk", flat=True))
    plans = list(Plan.objects.order_by("pk").values_list("pk", "unit"))
    now, label = timezone.now().isoformat(), Plan._meta.label_lower
    with loading():
        load(
            Event._meta.db_table,
            _COLUMNS,
            (_act(n, people, plans, now, label) for n in range(rows)),
        )


def _act(number, people, plans, now, label):
    lot = mixed(number)
    plan, unit = plans[lot % len(plans)]
    note = f"Thiếu địa chỉ ở dòng {lot % 90}" if lot % 5 == 0 else ""
    return (
        *(now, people[lot % len(people)], unit, "send", "gửi cấp tỉnh", False, label, plan),
        *(f"Kế hoạch {plan}", "handed_in", "sent", note, "{}", f"10.0.{lot % 200}.7", ""),
    )
