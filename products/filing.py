"""Papers and photos are filed, changed, taken out, withdrawn; room is counted under a lock."""

import uuid
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from products import paperwork
from products.dossier_workflow import editing_refusal
from products.models import Document, Dossier, ProductPhoto
from products.models.documents import MOST_PHOTOS
from products.register import writing_refusal
from products.registrations import differences
from programs import audit
from programs.enums import DEPARTMENT, DISTRICT_KINDS
from programs.models import Unit
from programs.workflow import StepRefused

FACTS = ("kind", "title", "number", "issuer", "issued_on", "valid_until", "is_restricted")
HIDDEN_TITLE = "giấy tờ hạn chế xem"


def _locked(dossier, user):
    rows = Dossier.objects.visible_to(user).select_related("product__commune__parent")
    return rows.select_for_update(of=("self",)).get(pk=dossier.pk)


def _note(document):
    """What the trail says: those who read it may not read that there is such a paper."""
    return HIDDEN_TITLE if document.is_restricted else document.title


# --- Papers of a dossier -----------------------------------------------------------------------


def add(dossier, papers, facts, *, by, key=None):
    """File these papers (documents.Accepted), all or none (matrix H2); gives the new rows.

    `facts` are Document's FACTS; without a title each bears the name of its file. The same form
    posted twice with the same file files it once.
    """
    rows = [_row(dossier, paper, facts, by) for paper in papers]
    with _stored(rows), transaction.atomic():
        dossier = _locked(dossier, by)
        if refused := editing_refusal(dossier, by):
            raise refused
        keys = [key and uuid.uuid5(key, row.sha256) for row in rows]
        fresh = [pair for pair in zip(rows, keys, strict=True) if not audit.is_done(pair[1])]
        _take_room(dossier.unit_id, [row for row, _ in fresh], dossier)
        for row, own_key in fresh:
            row.save()
            facts = {"note": _note(row), "key": own_key, "by": by}
            audit.record("add_document", dossier, label="thêm giấy tờ", **facts)
    return [row for row, _ in fresh]


def _row(dossier, paper, facts, by):
    values = dict(facts) | {"title": facts.get("title") or paper.name.rpartition(".")[0]}
    return Document(
        dossier=dossier,
        file=paper.stored,
        name=paper.name,
        content_type=paper.content_type,
        pages=paper.pages,
        sha256=paper.sha256,
        size=paper.size,
        uploaded_by=by,
        **values,
    )


@transaction.atomic
def change(document, *, by, version, key=None):
    """Save what was typed anew of a paper that still has this version (matrix H2)."""
    dossier, theirs = _open(document, by)
    if audit.is_done(key):
        return
    if theirs.version != version:
        raise StepRefused(
            "Người khác đã sửa giấy tờ này sau khi bạn mở. Hãy mở lại rồi sửa.", code="stale"
        )
    document.version = version + 1
    document.save(update_fields=[*FACTS, "version"])
    changed = [] if document.is_restricted else sorted(differences(theirs, document))
    facts = {"note": _note(document), "data": {"changed": changed}, "key": key}
    audit.record("change_document", dossier, label="sửa giấy tờ", by=by, **facts)


@transaction.atomic
def remove(document, *, by, key=None):
    """Take a paper out of an open dossier, for ever; its file goes once that is settled (H5)."""
    dossier, _ = _open(document, by)
    if audit.is_done(key):
        return
    facts = {"note": _note(document), "by": by, "key": key}
    audit.record("remove_document", dossier, label="xóa giấy tờ", **facts)
    _throw_away(document)


def _open(document, by):
    """The dossier and the paper under a lock, both to be changed."""
    dossier = _locked(document.dossier, by)
    if refused := editing_refusal(dossier, by):
        raise refused
    theirs = dossier.documents.filter(pk=document.pk).first()
    if theirs is None:
        raise StepRefused("Giấy tờ này đã bị xóa.", code="gone")
    if theirs.withdrawn_at:
        raise StepRefused("Giấy tờ đã rút được giữ nguyên.", code="withdrawn")
    return dossier, theirs


def withdrawing_refusal(document, user):
    """The StepRefused that keeps this user from withdrawing this paper, or None (matrix H6)."""
    if user.role not in DEPARTMENT:
        return StepRefused(
            "Chỉ cơ quan cấp tỉnh được rút giấy tờ của hồ sơ đã khóa.", status=403, code="role"
        )
    if document.dossier.is_open:
        return StepRefused("Hồ sơ còn sửa được: đơn vị tự xóa giấy tờ.", code="open")
    if document.withdrawn_at:
        return StepRefused("Giấy tờ này đã được rút.", code="withdrawn")
    return None


@transaction.atomic
def withdraw(document, reason, *, by, key=None):
    """Strike a paper of a locked dossier through: it is kept, and no longer counts."""
    dossier = _locked(document.dossier, by)
    if audit.is_done(key):
        return
    row = dossier.documents.get(pk=document.pk)
    if refused := withdrawing_refusal(row, by):
        raise refused
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, timezone.now(), reason
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    facts = {"note": f"{_note(row)}: {reason}", "by": by, "key": key}
    audit.record("withdraw_document", dossier, label="rút giấy tờ", **facts)


def carry_over(dossier, *, by, key=None):
    """File what is still valid of the dossier that this one follows; gives the new rows."""
    again, _ = paperwork.of_the_last(dossier)
    if not again:
        raise StepRefused("Không có giấy tờ nào của hồ sơ trước dùng lại được.", code="none")
    rows = [_again(dossier, row, by) for row in again]
    with _stored(rows), transaction.atomic():
        dossier = _locked(dossier, by)
        if audit.is_done(key):
            return []
        if refused := editing_refusal(dossier, by):
            raise refused
        _take_room(dossier.unit_id, rows, dossier)
        for row in rows:
            row.save()
        facts = {"note": f"{len(rows)} giấy tờ của hồ sơ trước", "key": key, "by": by}
        audit.record("carry_documents", dossier, label="dùng lại giấy tờ", **facts)
    return rows


def _again(dossier, old, by):
    """The same paper in another dossier, with a file of its own."""
    suffix = PurePath(old.file.name).suffix
    file = File(default_storage.open(old.file.name), name=f"{uuid.uuid4().hex}{suffix}")
    facts = (*FACTS, "name", "content_type", "pages", "sha256", "size")
    values = {name: getattr(old, name) for name in facts}
    return Document(dossier=dossier, file=file, uploaded_by=by, **values)


# --- Photos of a product (matrix R1) -----------------------------------------------------------


def add_photo(product, picture, caption, *, by, key=None):
    """Put a photo (documents.Accepted) of the product in its first free place."""
    photo = ProductPhoto(
        product=product,
        file=picture.stored,
        caption=caption,
        sha256=picture.sha256,
        size=picture.size,
        uploaded_by=by,
    )
    with _stored([photo]) as rows, transaction.atomic():
        _take_room(product.unit_id, rows)
        if audit.is_done(key):
            return
        if refused := photo_refusal(product, by):
            raise refused
        taken = set(product.photos.values_list("position", flat=True))
        photo.position = min({*range(1, MOST_PHOTOS + 1)} - taken)
        photo.save()
        audit.record("add_photo", product, label="thêm ảnh", by=by, note=caption, key=key)


def photo_refusal(product, user):
    """The StepRefused that keeps this user from adding a photo, or None."""
    if product.photos.count() >= MOST_PHOTOS:
        full = f"Sản phẩm đã có {MOST_PHOTOS} ảnh. Hãy xóa bớt một ảnh trước."
        return writing_refusal(product, user) or StepRefused(full, code="full")
    return writing_refusal(product, user)


@transaction.atomic
def remove_photo(photo, *, by, key=None):
    if audit.is_done(key):
        return
    if refused := writing_refusal(photo.product, by):
        raise refused
    facts = {"note": photo.caption, "by": by, "key": key}
    audit.record("remove_photo", photo.product, label="xóa ảnh", **facts)
    _throw_away(photo)


# --- Files and room ----------------------------------------------------------------------------


@contextmanager
def _stored(rows):
    """Write the files of these rows; whatever keeps a row from being saved, its file goes too."""
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


def _throw_away(row):
    transaction.on_commit(partial(default_storage.delete, row.file.name))
    row.delete()


def _take_room(unit_id, rows, dossier=None):
    """Refuse what goes over the room of the unit or the dossier (SECURITY E2).

    The unit's row is locked: of two uploads at the edge, the second sees the first.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    more = sum(row.size for row in rows)
    if dossier and _bytes(dossier.documents) + more > settings.UPLOAD_DOSSIER_BYTES:
        raise _too_much("Hồ sơ này", settings.UPLOAD_DOSSIER_BYTES)
    if used_by(unit) + more > settings.UPLOAD_UNIT_BYTES:
        raise _too_much(str(unit), settings.UPLOAD_UNIT_BYTES)


def used_by(unit):
    """How many bytes the papers and photos of the unit's products take."""
    is_district = unit.kind in DISTRICT_KINDS
    ground = Q(pk=unit.pk) | Q(parent=unit) if is_district else Q(pk=unit.pk)
    communes = Unit.objects.filter(ground).values("pk")
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
