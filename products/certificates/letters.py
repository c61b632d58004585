"""The dispatches that tell producers in time that their certificates end: one a producer.

Each takes the next number of the year, is sealed as it was written, mailed once to the producer
that has an address, and told to the unit's people.
"""

import re

from products.certificates import numbering
from products.certificates.decisions import decision_of
from products.certificates.history import law_of
from products.certificates.letter_texts import WORDING, paragraphs, subject
from products.certificates.notices import notice_by
from products.enums import IN_FORCE
from products.models import ExpiryLetter, ExpiryNotice, Producer
from programs import clock, notices, outbox
from programs.acts import StepRefused, act
from programs.bulk import BulkAction
from programs.citations import (
    Citations,
    committee_of,
    of_regulation,
    signing_fault,
    signing_lines,
)
from programs.enums import DEPARTMENT, UNIT_ROLES, Clock, NotificationKind
from programs.fields import line
from programs.models import Unit
from programs.news import people_of
from programs.regulations import period_of, re_evaluation_window
from programs.sealing import seal
from programs.succession import agency_on, reporting_on
from programs.workflow import Ask

SERIES = "expiry-letters"
# "SNNMT-NTM", "TTr-SNNMT" (so the decree abbreviates a tờ trình); not "SNNMT", "Ttr-SNNMT".
SYMBOL = re.compile(r"(?=.{3,40}$)(TTr|[0-9A-ZĐ&]+)(-[0-9A-ZĐ&]+)+")
ASKS = (
    Ask("symbol", "Ký hiệu công văn, ví dụ SNNMT-NTM", field=line),
    Ask(
        "authority",
        "Quyền hạn ký, ví dụ KT. GIÁM ĐỐC",
        required=False,
        field=line,
        help_text="Dòng trên chức vụ khi ký thay mặt (TM.), ký thay (KT.), thừa lệnh (TL.), thừa "
        "ủy quyền (TUQ.). Người đứng đầu tự ký thì để trống.",
    ),
    Ask("position", "Chức vụ người ký, ví dụ PHÓ GIÁM ĐỐC", field=line),
    Ask("signer", "Họ tên người ký", field=line),
    Ask("issuer", "Cơ quan ban hành (để trống: cơ quan của bạn)", required=False, field=line),
)


def objection(row, _user):
    """Why no letter would be written about this end, or ""."""
    if row.status not in IN_FORCE:
        return "Giấy chứng nhận không còn hiệu lực."
    if row.notice:
        letter = row.notice.letter
        return f"Đã có công văn số {letter.label} ngày {letter.sent_on:%d/%m/%Y}."
    return ""


def send(rows, user, answers, key=None):
    """Write the letter to the producer of these certificates; those that had one are left out.

    `rows` are of one producer and one commune, as the list of what expires gives them.
    """
    # The producer is locked: two who send at once are served one after the other.
    producer = Producer(pk=rows[0].product.producer_id)
    with act(producer, user, key, rows=Producer.objects.all()) as the:
        _refuse(user, answers)
        told = set(
            ExpiryNotice.objects.filter(certificate__in=rows).values_list("certificate", "ends_on")
        )
        rows = [row for row in rows if (row.pk, row.ends_on) not in told]
        if not rows:
            raise StepRefused("Giấy chứng nhận này đã có công văn báo hết hạn.", code="told")
        letter = _write(the.row, rows, user, answers)
        note = "; ".join(row.named for row in rows)
        the.record("send_letter", letter, label="gửi công văn báo hết hạn", note=note)
        _tell(letter, min(row.ends_on for row in rows))


def _refuse(user, answers):
    if user.role not in DEPARTMENT:
        raise StepRefused("Chỉ cơ quan cấp tỉnh gửi công văn báo hết hạn.", status=403, code="role")
    symbol = answers["symbol"].strip()
    if not SYMBOL.fullmatch(symbol):
        raise StepRefused(
            "Ký hiệu công văn ghi in hoa, cơ quan và đơn vị soạn thảo nối bằng gạch nối: "
            "SNNMT-NTM.",
            status=422,
            code="symbol",
        )
    if fault := signing_fault(answers.get("authority") or "", answers["position"]):
        raise StepRefused(fault, status=422, code="signing")
    if not (answers.get("issuer") or user.agency_id):
        raise StepRefused(
            "Tài khoản của bạn chưa gắn với cơ quan nào: hãy ghi tên cơ quan ban hành.",
            status=422,
            code="issuer",
        )


def _write(producer, rows, user, answers):
    today = clock.today()
    letter = ExpiryLetter(
        producer=producer,
        unit=reporting_on(rows[0].product.commune, today),
        year=today.year,
        number=numbering.take(SERIES, today.year),
        symbol=answers["symbol"].strip(),
        sent_on=today,
        sent_by=user,
    )
    seal(letter, _values(letter, rows, user, answers))
    letter.mail = _mail(letter)
    letter.save()
    ExpiryNotice.objects.bulk_create(
        ExpiryNotice(
            letter=letter,
            certificate=row,
            ends_on=row.ends_on,
            notice_by=notice_by(row.regulation, row.ends_on),
        )
        for row in rows
    )
    return letter


# --- What is sealed ----------------------------------------------------------------------------


def _values(letter, rows, user, answers):
    """All that is printed, as plain values; no other row is needed to print it again."""
    return {
        "wording": WORDING,
        "head": _head(letter.sent_on, user, answers),
        "number": letter.label,
        "sent_on": letter.sent_on.isoformat(),
        "producer": letter.producer.name,
        "unit": committee_of(letter.unit),
        "law": _law(law_of(letter.sent_on)),
        "certificates": [_certificate(row, letter.sent_on) for row in rows],
        "signing": signing_lines(answers.get("authority") or "", answers["position"]),
        "signer": answers["signer"].strip(),
    }


def _head(day, user, answers):
    """The body that issues it and the one above, as they are called on that day, and the place."""
    province = Unit.objects.province_on(day)
    agency = agency_on(user.agency, day) if user.agency else None
    above = agency.parent.name if agency and agency.parent else f"UBND tỉnh {province.name}"
    return {
        # As the decree allows it, so that it fits on its line.
        "above": above.replace("Ủy ban nhân dân", "UBND"),
        "issuer": (answers.get("issuer") or "").strip() or agency.name,
        "place": province.name,
    }


def _law(law):
    """The regulation on evaluating anew, as a document cites it the first time, with its place."""
    if law is None:
        return {"cited": ""}
    opens = period_of(law, Clock.WINDOW_OPENS)
    return {"cited": Citations().cite(of_regulation(law), opens.article if opens else "")}


def _certificate(row, day):
    law = law_of(day)
    window = law and re_evaluation_window(law, row.expires_on)
    return {
        "label": row.label,
        "product": row.product_name,
        "star": row.star,
        "decision": row.decision_number,
        "issuer": decision_of(row).issuer,
        "decided_on": row.decision_date.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "window": [each.isoformat() for each in window] if window else [],
    }


# --- Who is told -------------------------------------------------------------------------------


def _mail(letter):
    """One mail to the producer that has an address; the key keeps it from being written twice."""
    if not letter.producer.email:
        return None
    values = letter.values()
    text = "\n\n".join(paragraphs(values))
    return outbox.write(
        f"expiry-letter:{letter.year}-{letter.number}",
        letter.producer.email,
        f"Công văn số {letter.label}: {subject(values)}",
        f"Kính gửi {values['producer']},\n\n{text}\n\n{values['head']['issuer']}\n"
        "Đây là thư tự động, xin không trả lời.\n",
    )


def _tell(letter, ends_on):
    people = people_of(UNIT_ROLES, letter.unit_id)
    text = f"Công văn số {letter.label}: {subject(letter.values())} của {letter.producer}."
    notices.tell(
        NotificationKind.DUE_SOON, people, letter, text, letter.get_absolute_url(), ends_on
    )


EXPIRING_ACTIONS = (
    BulkAction(
        name="send_letter",
        label="gửi công văn báo hết hạn",
        done="Đã gửi công văn báo hết hạn",
        roles=DEPARTMENT,
        objection=objection,
        act=send,
        asks=ASKS,
        explanation=(
            "Mỗi chủ thể một công văn, lấy số theo thứ tự, gửi thư điện tử một lần và báo cho đơn "
            "vị. Công văn đã gửi không sửa được; in tất cả ở “Công văn báo hết hạn”."
        ),
        said=lambda row: f"{row.product_name} ({row.producer_name}), {row}",
        together=lambda row: (row.product.producer_id, row.product.commune_id),
    ),
)
