"""The append-only trail: who did what to which row, or was refused it."""

from simple_history.models import HistoricalRecords

from programs.models import Event


def is_done(key) -> bool:
    """Whether the form with this key was carried out already (a double submit)."""
    return key is not None and Event.objects.filter(key=key, refused=False).exists()


def done_by(key) -> Event | None:
    """The event of the form with this key, where it was carried out already (a double submit)."""
    return Event.objects.filter(key=key, refused=False).first() if key else None


def record(action, row, *, by, **facts) -> Event:
    """Write one event about `row`.

    The unit whose leader reads it is the one that the row says its own by `unit_id`. `facts` are
    fields of Event: label (the act in words), source, target, note, data, key.
    Called inside the transaction of the change, so that the change and its event stand or fall
    together.
    """
    request = getattr(HistoricalRecords.context, "request", None)
    return Event.objects.create(
        action=action,
        actor=by if by and by.pk else None,
        unit_id=getattr(row, "unit_id", None),
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        subject=str(row)[:300],
        address=request.META.get("REMOTE_ADDR") if request else None,
        request_id=getattr(request, "request_id", ""),
        **facts,
    )
