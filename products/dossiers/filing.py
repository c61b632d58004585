"""The papers of a dossier: filed, taken over, changed, taken out, withdrawn."""

import uuid

from django.core.files.base import ContentFile

from products.dossiers.workflow import editing
from products.ground.quota import take_room
from products.models import Document, Dossier
from programs import audit, clock
from programs.acts import RowChanged, StepRefused, act
from programs.changes import differences
from programs.enums import DEPARTMENT
from programs.uploads.storing import stored, throw_away

FACTS = ("kind", "title", "number", "issuer", "issued_on", "valid_until", "is_restricted")
HIDDEN_TITLE = "giấy tờ hạn chế xem"


def _note(document):
    """What the trail calls the paper: not all who read the trail may know of a restricted one."""
    return HIDDEN_TITLE if document.is_restricted else document.title


# --- Filing ------------------------------------------------------------------------------------


def add(dossier, papers, facts, *, by, key=None):
    """File these papers (documents.Accepted), all or none (matrix H2); gives the new rows.

    `facts` are Document's FACTS; without a title each bears the name of its file. The same form
    posted twice with the same file files it once.
    """
    rows = [_row(dossier, paper, facts, by) for paper in papers]
    return _file(dossier, rows, by, key)


def reuse(dossier, documents, *, by, key=None):
    """File papers of the preceding dossier in this one too, with files of their own.

    Papers that this one has already are passed over.
    """
    held = {*_held(dossier)}
    fresh = [each for each in documents if each.sha256 not in held]
    return _file(dossier, [_copy(each, dossier, by) for each in fresh], by, key)


def followed(dossier, user):
    """The papers of the preceding dossier."""
    return Document.objects.visible_to(user).filter(dossier=dossier.follows_id).standing()


def reusable(dossier, user):
    """The papers of the preceding dossier whose file this one does not have yet."""
    return followed(dossier, user).exclude(sha256__in=_held(dossier))


def _held(dossier):
    return dossier.documents.standing().values_list("sha256", flat=True)


def _file(dossier, rows, by, key):
    with stored(rows), editing(dossier, by) as the:
        keys = [key and uuid.uuid5(key, f"{row.sha256} {row.kind} {row.title}") for row in rows]
        fresh = _once(zip(keys, rows, strict=True))
        take_room(the.row.unit_id, [row for _, row in fresh], the.row)
        for own_key, row in fresh:
            row.save()
            facts = {"note": _note(row), "key": own_key, "by": by}
            audit.record("add_document", the.row, label="thêm giấy tờ", **facts)
    return [row for _, row in fresh]


def _once(pairs):
    """The (key, row) pairs whose key was not yet carried out, each key once."""
    seen, fresh = set(), []
    for key, row in pairs:
        if key is None or not (key in seen or audit.is_done(key)):
            seen.add(key)
            fresh.append((key, row))
    return fresh


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


def _copy(document, dossier, by):
    try:
        with document.file.open("rb") as file:
            data = file.read()
    except OSError as error:
        sentence = f"Máy chủ không còn đọc được tệp của “{document}”: hãy nộp lại tệp."
        raise StepRefused(sentence, code="lost") from error
    kept = (*FACTS, "name", "content_type", "pages", "sha256", "size")
    values = {name: getattr(document, name) for name in kept}
    extension = document.file.name.rpartition(".")[2]
    stored = ContentFile(data, name=f"{uuid.uuid4().hex}.{extension}")
    return Document(dossier=dossier, uploaded_by=by, file=stored, **values)


def change(document, *, by, version, key=None):
    """Save what was typed anew of a paper that still has this version (matrix H2)."""
    with editing(document.dossier, by, key) as the:
        theirs = _open(the.row, document)
        if theirs.version != version:
            raise RowChanged(theirs)
        document.version = version + 1
        document.save(update_fields=[*FACTS, "version"])
        changed = [] if document.is_restricted else sorted(differences(theirs, document))
        facts = {"note": _note(document), "data": {"changed": changed}}
        the.record("change_document", label="sửa giấy tờ", **facts)


def remove(document, *, by, key=None):
    """Take a paper out of an open dossier, for ever; its file goes once that is settled (H5)."""
    with editing(document.dossier, by, key) as the:
        _open(the.row, document)
        the.record("remove_document", label="xóa giấy tờ", note=_note(document))
        throw_away(document)


def _open(dossier, document):
    """The paper of this dossier as it stands, to be changed."""
    theirs = dossier.documents.filter(pk=document.pk).first()
    if theirs is None:
        raise StepRefused("Giấy tờ này đã bị xóa.", code="gone")
    if theirs.withdrawn_at:
        raise StepRefused("Giấy tờ đã rút được giữ nguyên.", code="withdrawn")
    return theirs


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


def withdraw(document, reason, *, by, key=None, read=None):
    """Strike a paper of a locked dossier through: it is kept, and no longer counts."""
    rows = Dossier.objects.visible_to(by).select_related("product__commune__parent")

    def refusal(dossier, user):
        return withdrawing_refusal(dossier.documents.get(pk=document.pk), user)

    with act(document.dossier, by, key, rows=rows, refusal=refusal, read=read) as the:
        row = the.row.documents.get(pk=document.pk)
        row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, clock.now(), reason
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        the.record("withdraw_document", label="rút giấy tờ", note=f"{_note(row)}: {reason}")
