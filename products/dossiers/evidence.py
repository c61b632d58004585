"""The papers of a dossier by kind of evidence: what is there, what expired, what is asked for."""

from dataclasses import dataclass, field

from django.db.models import Q

from products.dossiers.clocks import governing
from products.enums import DOCUMENT_KINDS, SAMPLES, EvidenceKind
from products.models import Document
from programs import clock
from programs.enums import Need
from programs.regulations import RegulationMissing


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
    found, today = {}, clock.today()
    for row in ordered(rows.select_related("withdrawn_by")):
        section = found.setdefault(row.kind, Section(row.kind, row.get_kind_display()))
        section.papers.append((row, row.has_expired(today)))
    return list(found.values())


@dataclass(frozen=True)
class Standing:
    """How a dossier stands to what its regulation asks for, by kinds of evidence."""

    mandatory: list  # there must be a paper
    lacking: list  # mandatory, and no paper that is valid
    unsaid: list  # without a paper, and nobody says that there is none
    contradicting: list  # a paper is there, and it is said that there is none
    samples: int  # how many are asked for


def standing(dossier, day=None):
    """The Standing on this day, today by default; in two queries."""
    items, day = _items_of(dossier), day or clock.today()
    papers = dossier.documents.standing()
    filed = {row.kind for row in papers}
    valid = {row.kind for row in papers if not row.has_expired(day)}
    absent, samples = set(dossier.absent_evidence), items.pop(SAMPLES, None)

    def kinds(need):
        return [kind for kind in EvidenceKind if items.get(kind, Need.IF_APPLICABLE) == need]

    mandatory = kinds(Need.MANDATORY)
    return Standing(
        mandatory=mandatory,
        lacking=[kind for kind in mandatory if kind not in valid],
        unsaid=[kind for kind in kinds(Need.IF_APPLICABLE) if kind not in valid | absent],
        contradicting=[kind for kind in EvidenceKind if kind in filed & absent],
        samples=samples or 0,
    )


def _items_of(dossier):
    """{kind of evidence: Need, SAMPLES: how many} by the dossier's regulation, kind and set."""
    try:
        law = governing(dossier)
    except RegulationMissing:
        return {}
    product_set = dossier.product.product_set_id
    rows = law.dossieritems.filter(event__in=["", dossier.kind])
    rows = rows.filter(Q(product_set=None) | Q(product_set=product_set))
    general_first = sorted(rows, key=lambda row: (row.product_set_id is not None, row.event != ""))
    return {row.item: row.amount if row.item == SAMPLES else row.need for row in general_first}


def expired_before(dossier):
    """The papers of the preceding dossier that have expired since."""
    if dossier.follows is None:
        return []
    today = clock.today()
    return [row for row in dossier.follows.documents.standing() if row.has_expired(today)]
