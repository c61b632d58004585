"""Issuing: number and day are put in, everything is printed and sealed, and all are told.

It is one transaction: where a printing fails, or the process is killed, nothing of it was done.
"""

from dataclasses import replace
from datetime import datetime, time

from django.utils.timezone import get_default_timezone

from programs import audit, clock, notices
from programs.acts import StepRefused
from programs.enums import NotificationKind
from programs.models import Notification
from programs.sealing import canonical, digest
from reports.enums import PaperState
from reports.models import OutgoingPaper, SealedDocument
from reports.outgoing.drafting import TEMPLATE, paper_of
from reports.outgoing.readers import accounts_of
from reports.papers.plain import as_values
from reports.renderers import paper_pdf, paper_word
from reports.renderers.press import NotPrinted

DRAFT = "DỰ THẢO"


def draft_pdf(row) -> bytes:
    """The paper as it stands, marked as one that is not final."""
    return paper_pdf.render(replace(numbered(row), stamp=DRAFT))


def draft_word(row) -> bytes:
    return paper_word.render(replace(numbered(row), stamp=DRAFT))


def numbered(row):
    """The paper with its number and day, as far as it has them."""
    paper, day = paper_of(row), row.day
    head = replace(paper.head, number=f"{row.number:02}" if row.number else "", day=day)
    made_at = datetime.combine(day, time(), get_default_timezone()) if day else paper.made_at
    return replace(paper, head=head, made_at=made_at)


def day_objection(row, day) -> str:
    """Why a paper may not bear this day, or ""."""
    if day.year != row.year:
        return (
            f"Số {row.number:02} là số của năm {row.year}: ngày văn bản phải trong năm {row.year}."
        )
    if day > clock.today():
        return f"Ngày {day:%d/%m/%Y} chưa đến."
    return ""


def issue(row, by, answers):
    """Put the day in, seal values and bytes, end what it replaces, tell those it goes to."""
    if sentence := day_objection(row, answers["day"]):
        raise StepRefused(sentence, status=422, code="day")
    row.day, row.issued_by, row.issued_at = answers["day"], by, clock.now()
    for extension, content in _printed(row).items():
        SealedDocument.objects.create(
            key=row.sealed_key(extension),
            content=content,
            sha256=digest(content),
            template=TEMPLATE,
        )
    if row.replaces:
        _replace(row.replaces, row, by)
    _tell(row, f"{row} ngày {row.day:%d/%m/%Y}: {row.subject}.")


def _printed(row):
    paper = numbered(row)
    try:
        pdf = paper_pdf.render(paper)
    except NotPrinted as failure:
        raise StepRefused(
            f"{failure} Văn bản chưa được ban hành, số vẫn giữ nguyên; hãy thử lại.", code="print"
        ) from failure
    values = canonical(as_values(paper)).encode()
    return {"json": values, "pdf": pdf, "docx": paper_word.render(paper)}


def _replace(old, row, by):
    """The older one ends with the issuing of the newer, under its own lock."""
    old = OutgoingPaper.objects.select_for_update(of=("self",)).get(pk=old.pk)
    if old.state != PaperState.ISSUED:
        raise StepRefused(
            f"Văn bản được thay ({old}) đang ở trạng thái “{old.get_state_display()}”: hãy bỏ dự "
            "thảo này và soạn văn bản mới.",
            code="replaces",
        )
    source, old.state = old.state, PaperState.REPLACED
    old.save(update_fields=["state"])
    facts = {"source": source, "target": old.state, "note": f"{row}: {row.subject}"}
    audit.record("replaced", old, by=by, label="được thay bằng", **facts)
    notices.settle(Notification.objects.about(old))


def withdraw(row, _by, answers):
    notices.settle(Notification.objects.about(row))
    _tell(row, f"{row} ngày {row.day:%d/%m/%Y} bị thu hồi: {answers['note']}")


def _tell(row, text):
    """On the bell at once and in the next mail of each account of its recipients."""
    people = accounts_of(row)
    notices.tell(NotificationKind.PAPER, people, row, text, row.get_absolute_url())
