"""Files of rows: written before their rows, gone with them, and counted under a lock."""

from contextlib import contextmanager

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from products.models import Document, ProductPhoto
from programs.models import Unit
from programs.succession import ground_of
from programs.workflow import StepRefused


@contextmanager
def stored(rows):
    """Write the files of these rows; where a row cannot be saved, its file is removed too."""
    names = []
    try:
        for row in rows:
            row.file.save(row.file.name, row.file.file, save=False)
            names.append(row.file.name)
        yield rows
        names = [row.file.name for row in rows if row.pk is None]
    finally:
        for name in names:
            default_storage.delete(name)


def throw_away(row):
    """Delete a row, and its file once the deletion is settled.

    A file that the disk does not let go is swept later: what was asked for is done.
    """
    name = row.file.name
    transaction.on_commit(lambda: default_storage.delete(name), robust=True)
    row.delete()


def take_room(unit_id, rows, dossier=None):
    """Refuse files that exceed the room of the unit or the dossier (SECURITY E2).

    The unit's row is locked: of two uploads at the edge, the second sees the first.
    """
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit_id)
    more = sum(row.size for row in rows)
    if dossier and _bytes(dossier.documents) + more > settings.UPLOAD_DOSSIER_BYTES:
        raise _too_much("Hồ sơ này", settings.UPLOAD_DOSSIER_BYTES)
    if used_by(unit) + more > settings.UPLOAD_UNIT_BYTES:
        raise _too_much(str(unit), settings.UPLOAD_UNIT_BYTES)


def used_by(unit):
    """How many bytes the papers and photos of the products on the unit's ground take."""
    communes = ground_of(unit.pk).values("pk")
    papers = Document.objects.filter(dossier__product__commune__in=communes)
    return _bytes(papers) + _bytes(ProductPhoto.objects.filter(product__commune__in=communes))


def _bytes(rows):
    return rows.aggregate(sum=Sum("size"))["sum"] or 0


def _too_much(whose, most):
    return StepRefused(
        f"{whose} chỉ được giữ {most // 2**20} MB tệp. Hãy xóa tệp không cần, hoặc quét lại ở độ "
        "phân giải thấp hơn.",
        status=422,
        code="room",
    )
