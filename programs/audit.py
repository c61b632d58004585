"""The append-only trail: who did what to which row, or was refused it."""

from simple_history.models import HistoricalRecords

from programs.models import Event


def is_done(key) -> bool:
    """Whether the form with this key was carried out already (a double submit)."""
    return key is not None and Event.objects.filter(key=key, refused=False).exists()


def row_of(key, rows):
    """The row among these that the form with this key was about, where it is posted again."""
    return rows.get(pk__in=Event.objects.filter(key=key, refused=False).values("subject_id"))


def record(action, row, *, by, **facts) -> Event:
    """Write one event about `row`.

    `facts` are fields of Event: label (the act in words), source, target, note, data, key.
    Called inside the transaction of the change, so that the change and its event stand or fall
    together.
    """
    request = getattr(HistoricalRecords.context, "request", None)
    return Event.objects.create(
        action=action,
        actor=by if by and by.pk else None,
        unit_id=_unit_of(row),
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        subject=str(row)[:300],
        address=request.META.get("REMOTE_ADDR") if request else None,
        request_id=getattr(request, "request_id", ""),
        **facts,
    )


def _unit_of(row):
    """The unit whose leader may read this event: the row's own, or that of what it is part of."""
    for owner in (row, *(getattr(row, name, None) for name in ("plan", "participant"))):
        if getattr(owner, "unit_id", None):
            return owner.unit_id
    return None
