"""The papers of a dossier by kind of evidence: what is there, what expired, what is missing."""

from dataclasses import dataclass, field

from django.utils import timezone

from products.enums import DOCUMENT_KINDS, EvidenceKind
from products.models import Document


@dataclass
class Section:
    """The papers of one kind that a reader may see; each with whether it has expired."""

    kind: str
    label: str
    papers: list = field(default_factory=list)


def ordered(documents):
    """These papers by kind, in the order of Mẫu 02, and as they came."""
    places = {kind: place for place, (kind, _) in enumerate(DOCUMENT_KINDS)}
    return sorted(documents, key=lambda row: (places[row.kind], row.pk))


def sections(dossier, user):
    """A Section for each kind of which the user sees a paper."""
    rows = Document.objects.visible_to(user).filter(dossier=dossier)
    found, today = {}, timezone.localdate()
    for row in ordered(rows.select_related("withdrawn_by")):
        section = found.setdefault(row.kind, Section(row.kind, row.get_kind_display()))
        section.papers.append((row, row.has_expired(today)))
    return list(found.values())


def missing(dossier, day=None):
    """The kinds of evidence without a paper valid on the day, and not declared absent."""
    day = day or timezone.localdate()
    there = {row.kind for row in dossier.documents.standing() if not row.has_expired(day)}
    return [kind for kind in EvidenceKind if kind not in there.union(dossier.absent_evidence)]


def expired_before(dossier):
    """The papers of the preceding dossier that have expired since."""
    if dossier.follows is None:
        return []
    today = timezone.localdate()
    return [row for row in dossier.follows.documents.standing() if row.has_expired(today)]
