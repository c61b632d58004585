"""What is printed on dispatches and minutes, as plain values, from what never changes any more."""

import re
from dataclasses import dataclass
from datetime import date

from products.certificates.decisions import decision_of
from products.certificates.letter_texts import paragraphs, signing, subject
from programs.citations import Citations, day_in_full

TEMPLATE = "letter-2"
MINUTES = "minutes-2"
# "Ông TS. " of "Ông TS. Nguyễn An"; nothing of "Nguyễn An".
_TITLE = re.compile(r"(?:(?:Ông|Bà|Đồng chí|[TG]S|ThS|KS|BS|CN)\.?\s+)+")


@dataclass(frozen=True)
class Letter:
    """A công văn: Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.5."""

    above: str
    issuer: str
    number: str
    date: str
    made_at: date
    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signing: tuple[str, ...]
    signer: str
    keeper: str


@dataclass(frozen=True)
class Minutes:
    """A biên bản: Mẫu 1.9. `findings` are (text, result, note)."""

    issuer: str
    product: str
    certificate: str
    producer: str
    day: str
    place: str
    made_at: date
    inspectors: tuple[str, ...]
    attendants: tuple[str, ...]
    findings: tuple[tuple[str, str, str], ...]
    conclusion: tuple[str, ...]
    reply_until: date
    leader: str
    writer: str
    witness: str


def letter_paper(letter):
    values = letter.values()
    head, day = values["head"], date.fromisoformat(values["sent_on"])
    return Letter(
        above=head["above"],
        issuer=head["issuer"],
        number=values["number"],
        date=f"{head['place']}, {day_in_full(day)}",
        made_at=day,
        subject=subject(values),
        addressees=(values["producer"], values["unit"]),
        paragraphs=tuple(paragraphs(values)),
        signing=signing(values),
        signer=values["signer"],
        keeper=letter.symbol.rsplit("-", 1)[1],
    )


def minutes_paper(inspection):
    certificate = inspection.certificate
    inspectors = _lines(inspection.inspectors)
    attendants = _lines(inspection.attendants)
    producer = certificate.product.producer
    return Minutes(
        issuer=inspection.plan.body,
        product=certificate.product_name,
        certificate=_named(certificate),
        producer=certificate.producer_name,
        day=day_in_full(inspection.inspected_on),
        place=inspection.place or str(certificate.product.commune),
        made_at=inspection.inspected_on,
        inspectors=inspectors,
        attendants=attendants,
        findings=tuple(
            (each.text, each.get_result_display(), each.note)
            for each in inspection.findings.order_by("position")
        ),
        conclusion=_lines(inspection.conclusion),
        reply_until=inspection.reply_until,
        leader=_name(inspectors[0]),
        writer=_name(inspectors[-1]),
        witness=_name(attendants[0]) if attendants else producer.representative,
    )


def _named(certificate):
    """The paper with its decision, which alone names it where it has no number."""
    name = f"Giấy chứng nhận {certificate.star} sao"
    numbered = f"số {certificate.label}," if certificate.number else "theo"
    return f"{name} {numbered} {Citations().cite(decision_of(certificate))}"


def _lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _name(line):
    """The name in "Ông Nguyễn Văn A, chuyên viên, Sở …": signatures bear no title before it."""
    return _TITLE.sub("", line.split(",")[0].strip())
