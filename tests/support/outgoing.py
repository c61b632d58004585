"""Outgoing papers in any state, and a source to draft them from."""

from django.utils import timezone

from programs.enums import Role
from reports.enums import HAVE_NUMBERS, ONCE_ISSUED, PaperState
from reports.models import (
    OutgoingPaper,
    PaperCopy,
    PaperNumber,
    PaperOpening,
    PaperRecipient,
    PaperSeries,
    SealedDocument,
)
from reports.models.outgoing import FORMATS
from reports.outgoing import sources
from reports.outgoing.drafting import TEMPLATE
from reports.papers.plain import as_values
from reports.papers.values import Head, Paper, Paragraph, Signature
from tests.support.factories import make_agency, make_unit, make_user, numbers

TEXT = Paper(
    name="Thông báo thử",
    head=Head(issuer=("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), place="Quảng Ngãi"),
    subject="triển khai Chương trình OCOP",
    blocks=(Paragraph("Đề nghị các địa phương thực hiện./."),),
    signatures=(Signature("GIÁM ĐỐC", "Nguyễn Văn Mẫu"),),
)


def offer(monkeypatch, **papers):
    """Let papers be drafted from "test:<name>"; the answer may be changed by the test."""
    source = sources.Source(
        "Văn bản thử",
        lambda _user: [(key, paper.name) for key, paper in papers.items()],
        lambda key, _user: papers.get(key),
    )
    monkeypatch.setitem(sources.SOURCES, "test", source)
    return papers


def make_outgoing(state=PaperState.DRAFT, *, unit=None, **fields):
    """A paper in this state as if its steps had been taken; issued ones have sealed bytes."""
    today = timezone.localdate()
    values = {
        "kind": "cong-van",
        "source": "test:letter",
        "subject": TEXT.subject,
        "issuer_name": "Sở Nông nghiệp và Môi trường",
        "symbol": "SNNMT-NTM",
        "signer_title": "Giám đốc",
        "signer_name": "Nguyễn Văn Mẫu",
        "content": as_values(TEXT),
        "template": TEMPLATE,
    }
    fields.setdefault("issuer", None)
    fields["issuer"] = fields["issuer"] or make_agency()
    fields.setdefault("drafted_by", None)
    fields["drafted_by"] = fields["drafted_by"] or make_user(Role.PROVINCE_STAFF)
    if state not in {PaperState.DRAFT, PaperState.DROPPED}:
        values["signed_off_by"] = make_user(Role.PROVINCE_ADMIN)
        values["signed_off_at"] = timezone.now()
    if state in HAVE_NUMBERS:
        values |= {"year": today.year, "number": next(numbers)}
        values["numbered_by"] = values["signed_off_by"]
    if state in ONCE_ISSUED:
        values |= {"day": today, "issued_by": values["signed_off_by"]}
        values["issued_at"] = timezone.now()
    paper = OutgoingPaper.objects.create(state=state, **values | fields)
    PaperRecipient.objects.create(paper=paper, unit=unit or make_unit(), name="Ủy ban nhân dân")
    for extension in FORMATS if state in ONCE_ISSUED else ():
        SealedDocument.objects.create(
            key=paper.sealed_key(extension), content=b"%PDF-", sha256="0" * 64, template=TEMPLATE
        )
    return paper


def make_recipient(**fields):
    return PaperRecipient.objects.create(paper=make_outgoing(), name="Sở Công Thương", **fields)


def make_sent_to_a_unit():
    return make_outgoing().recipients.get()


def make_opening():
    return PaperOpening.objects.create(
        paper=make_outgoing("issued"), user=make_user(Role.UNIT_OFFICER)
    )


def make_copy(paper=None, **fields):
    paper = paper or make_outgoing("issued")
    values = {"kind": "scan", "file": "papers/a.pdf", "name": "a.pdf", "sha256": "0" * 64}
    values["content_type"] = "application/pdf"
    values["added_by"] = paper.issued_by
    return PaperCopy.objects.create(paper=paper, **values | fields)


def make_paper_series(**fields):
    fields.setdefault("issuer", make_agency())
    return PaperSeries.objects.create(**{"kind": "cong-van", "year": 2026} | fields)


def make_paper_number(**fields):
    values = {"number": 1, "state": "taken", "by": make_user(Role.PROVINCE_ADMIN)}
    fields.setdefault("series", make_paper_series())
    if fields.get("state", "taken") == "taken":
        fields.setdefault("paper", make_outgoing("numbered"))
    return PaperNumber.objects.create(**values | fields)


def make_reserved_number():
    return make_paper_number(state="reserved", reason="Giấy mời.")


def make_successor():
    """One that refers to all that a paper may refer to."""
    return make_outgoing("issued", replaces=make_outgoing("replaced"))


OUTGOING_MAKERS = {
    OutgoingPaper: make_successor,
    PaperRecipient: lambda: make_recipient(agency=make_agency()),
    PaperOpening: make_opening,
    PaperCopy: make_copy,
    PaperSeries: make_paper_series,
    PaperNumber: make_paper_number,
}
