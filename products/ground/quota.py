"""The room that a unit and a dossier have for files, counted under a lock."""

from django.conf import settings
from django.db.models import Sum

from products.models import Document, ProductPhoto
from programs.models import Unit
from programs.succession import ground_of
from programs.workflow import StepRefused


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
