"""Drafts: made from a source, dressed with what was typed, and what is left before a signature."""

import re
from dataclasses import fields, is_dataclass, replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from products.certificates.letters import SYMBOL
from programs import audit, clock
from programs.acts import AlreadyDone, StepRefused, act
from programs.changes import differences
from programs.citations import committee_of, signing_fault, signing_lines, without_titles
from programs.enums import PROVINCE_WRITERS
from programs.models import Agency, Unit
from programs.succession import agency_on
from reports.enums import PaperKind, PaperState
from reports.models import OutgoingPaper, PaperRecipient
from reports.outgoing.recipients import names_of
from reports.outgoing.sources import made_from
from reports.papers.plain import as_values, from_values
from reports.papers.values import Head, Paper, Run, Signature

# Of the style sheet and the renderers: another one where they draw a paper otherwise.
TEMPLATE = "paper-1"
WRITERS = PROVINCE_WRITERS
_KINDS = {kind.label.casefold(): kind for kind in PaperKind}
# A field of a text that has got no value.
# "{{ hạn gửi }}", "[…]", "[...]"; not "{1}".
_GAP = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}|\[(?:…|\.{3})\]")


def writing_refusal(paper, user):
    """The StepRefused that keeps this user from writing this draft, or None (matrix V1)."""
    if user.role not in WRITERS:
        return StepRefused(
            "Chỉ cơ quan cấp tỉnh, Văn phòng Điều phối được soạn văn bản đi.",
            status=403,
            code="role",
        )
    if paper.state != PaperState.DRAFT:
        state = paper.get_state_display()
        return StepRefused(f"Văn bản ở trạng thái “{state}” nên không sửa được.", code="state")
    return None


# --- Making and changing -----------------------------------------------------------------------


def begun(source, user) -> OutgoingPaper:
    """A draft of this source, not saved yet, with what its source and the user's place tell."""
    made = made_from(source, user)
    head = made.head or Head(issuer=())
    issuer = " ".join(head.issuer)
    agency = _named(issuer) or (user.agency and agency_on(user.agency, clock.today()))
    signature = made.signatures[-1] if made.signatures else Signature("")
    return OutgoingPaper(
        source=source,
        kind=_KINDS.get(made.kind.casefold(), PaperKind.DISPATCH),
        subject=(made.subject or made.name)[:500],
        issuer=agency,
        issuer_name=_issuer_name(issuer, agency),
        symbol=head.symbol if SYMBOL.fullmatch(head.symbol) else "",
        authority=", ".join(signature.authority),
        signer_title=signature.title,
        signer_name=signature.name,
        content=as_values(made),
        template=TEMPLATE,
        drafted_by=user,
    )


def _named(issuer):
    """The agency whose name the paper prints as its issuer's, or None."""
    agencies = Agency.objects.on(clock.today()).order_by("pk")
    return next((each for each in agencies if each.name.casefold() == issuer.casefold()), None)


def _issuer_name(printed, agency):
    """As its own row writes it, where the paper prints it in capitals."""
    name = agency.name if agency else ""
    return printed if printed and printed.casefold() != name.casefold() else name


@transaction.atomic
def create(paper, recipients, *, by, key=None):
    """Save a new draft with those it goes to."""
    if event := audit.done_by(key):
        raise AlreadyDone(event.row())
    if refused := writing_refusal(paper, by):
        raise refused
    paper.save()
    _send_to(paper, recipients)
    facts = {"label": "soạn dự thảo", "note": paper.subject, "key": key}
    audit.record("draft_paper", paper, by=by, **facts)
    return paper


def change(paper, recipients, *, by, version, key=None):
    """Save a draft that still has this version; RowChanged where it has another."""
    with act(paper, by, key, refusal=writing_refusal, read=version or 0) as the:
        paper.version = the.row.version + 1
        data = differences(the.row, paper)
        paper.save()
        _send_to(paper, recipients)
        the.record("change_paper", paper, label="sửa dự thảo", data=data)
    return paper


def recipient_of(unit) -> PaperRecipient:
    """A unit as one that a paper goes to, called as on paper: "Ủy ban nhân dân huyện Ba Tơ"."""
    return PaperRecipient(unit=unit, name=committee_of(unit))


def _send_to(paper, recipients):
    paper.recipients.all().delete()
    for each in recipients:
        each.pk, each.paper = None, paper
    PaperRecipient.objects.bulk_create(recipients)


def renew(paper, by, _answers):
    """Make a draft anew from its source, as it is now; what was typed stays."""
    paper.content = as_values(made_from(paper.source, by))
    paper.template = TEMPLATE
    paper.version += 1


def successor(paper, by, _answers):
    """A draft that will take the place of this paper once it is issued, from the same source."""
    draft = begun(paper.source, by)
    for name in ("kind", "subject", "issuer", "issuer_name", "symbol"):
        setattr(draft, name, getattr(paper, name))
    for name in ("authority", "signer_title", "signer_name"):
        setattr(draft, name, getattr(paper, name))
    draft.replaces = paper
    create(draft, list(paper.recipients.all()), by=by)


# --- What has changed since it was made --------------------------------------------------------


def outdated(paper, user) -> str:
    """Why the draft is not what would be made of its source now, in a sentence, or ""."""
    if paper.template != TEMPLATE:
        return "Mẫu in đã đổi sau khi soạn dự thảo này."
    try:
        made = as_values(made_from(paper.source, user))
    except StepRefused as refused:
        return refused.message
    return "Dữ liệu nguồn đã thay đổi sau khi soạn dự thảo này." if made != paper.content else ""


def template_is_the_same(paper):
    if paper.template == TEMPLATE:
        return ""
    return (
        f"Mẫu in đã đổi từ {paper.template} sang {TEMPLATE} sau khi soạn: hãy soạn lại từ nguồn "
        "khi còn là dự thảo, rồi duyệt lại."
    )


# --- The paper itself --------------------------------------------------------------------------


def paper_of(row) -> Paper:
    """The whole paper: what was made of the source, and what was typed; as yet without number."""
    made = from_values(row.content)
    names = names_of(row)
    return replace(
        made,
        subject=row.subject,
        head=_head(made.head or Head(issuer=()), row),
        signatures=(*made.signatures[:-1], _signature(row)),
        addressees=made.addressees or (() if made.kind else names),
        receivers=made.receivers or ((*names, "Lưu: VT") if made.kind else ("Như trên", "Lưu: VT")),
        foot=f"Kiểm tra văn bản này tại {checked_at(row)}",
    )


def day_of_content(row):
    """The day that its source gives it, as the minutes of a check have; or None."""
    made = from_values(row.content)
    return made.head and made.head.day


def checked_at(row) -> str:
    """Where anybody may ask about the paper."""
    return f"{settings.BASE_URL}{reverse('reports:outgoing_check', args=[row.check_code])}"


def _head(head, row):
    is_as_made = " ".join(head.issuer).casefold() == row.issuer_name.casefold()
    return replace(
        head,
        issuer=head.issuer if is_as_made else (row.issuer_name.upper(),),
        superior=head.superior or _superior(row.issuer),
        symbol=row.symbol,
        number="",
        day=None,
        place=head.place or _province(),
    )


def _superior(issuer):
    """The body above, as the decree allows it to be written, so that it fits on its line."""
    if not issuer.parent:
        return ()
    return (issuer.parent.name.replace("Ủy ban nhân dân", "UBND").upper(),)


def _province():
    province = Unit.objects.province_on(clock.today())
    return province.name if province else ""


def _signature(row):
    *authority, title = signing_lines(row.authority, row.signer_title) or ("",)
    return Signature(title, without_titles(row.signer_name), tuple(authority))


# --- What is left before it may be signed off --------------------------------------------------


def is_whole(row):
    """The first thing that a paper must have and this one lacks, in a sentence, or ""."""
    return next(iter(lacks(row)), "")


def lacks(row) -> list[str]:
    """What stands in the way of a signature, each in a sentence."""
    missing = [
        sentence
        for is_there, sentence in (
            (row.subject, "Chưa ghi trích yếu."),
            (SYMBOL.fullmatch(row.symbol), "Chưa ghi ký hiệu, ví dụ SNNMT-NTM."),
            (row.signer_title, "Chưa ghi chức vụ người ký."),
            (row.signer_name, "Chưa ghi họ tên người ký."),
            (row.recipients.exists(), "Chưa chọn nơi nhận nào."),
        )
        if not is_there
    ]
    if row.signer_title and (fault := signing_fault(row.authority, row.signer_title)):
        missing.append(fault)
    gaps = dict.fromkeys(found[1] or found[0] for found in _gaps(paper_of(row)))
    return [*missing, *(f"Trường “{gap}” chưa có giá trị." for gap in gaps)]


def _gaps(part):
    """The fields without a value in all texts of a paper, whatever looks their letters have."""
    if isinstance(part, str):
        yield from _GAP.finditer(part)
    elif isinstance(part, tuple) and part and all(isinstance(each, Run) for each in part):
        yield from _GAP.finditer("".join(run.text for run in part))
    elif isinstance(part, tuple):
        for each in part:
            yield from _gaps(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _gaps(getattr(part, field.name))
