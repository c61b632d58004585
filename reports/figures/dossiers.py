"""The figure of dossiers: how many wait for a unit, or for the province."""

from django.db.models import Count, Q

from products.dossiers.listings import AT_PROVINCE, AT_UNIT, WITH
from products.enums import DossierState
from programs import clock
from reports.figures.figure import Figure, Note, rows_at, share_of


def at_province(rows):
    """The dossiers whose next act is the province's; late ones have had their day of result."""
    late = Q(conclude_by__lt=clock.today())
    return _waiting(rows, AT_PROVINCE, late, "quá hạn có kết quả")


def at_unit(rows):
    """The dossiers whose next act is the unit's or its producers'; late ones are unchecked."""
    late = Q(state=DossierState.SUBMITTED, check_by__lt=clock.today())
    return _waiting(rows, AT_UNIT, late, "quá hạn kiểm tra")


def _waiting(rows, where, late, words):
    found = rows.filter(state__in=WITH[where]).aggregate(
        count=Count("pk"), late=Count("pk", filter=late)
    )
    count, late = found["count"], found["late"]
    note = Note(marked=f"{late} {words}", tone="late") if late else Note(f"không hồ sơ nào {words}")
    return Figure(
        "dossiers",
        "Hồ sơ chờ xử lý",
        count,
        rows_at("products:dossier_list", state=where),
        share=share_of(late, count),
        is_risk=True,
        notes=(note,) if count else (),
    )
