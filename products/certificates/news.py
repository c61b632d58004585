"""What the unit's people and the producer are told of a certificate.

Producers have no accounts: one that has an address is written to, as with the letters about ends.
"""

from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from products.certificates.decisions import decision_of
from products.certificates.validity import life_of
from products.enums import OPEN_REVOCATIONS, CertificateState, EventKind, RevocationState
from products.models import Certificate, Revocation
from programs import outbox
from programs.citations import Citations, day_in_text
from programs.enums import UNIT_ROLES, NotificationKind
from programs.news import News, NewsTable, is_concerned

_ISSUED = frozenset({CertificateState.ISSUED})
_OVER = frozenset({RevocationState.DECIDED, RevocationState.DISMISSED})


def write_to_producer(certificate, text):
    """One mail to the producer of the certificate, where an address is known."""
    producer = certificate.product.producer
    if not producer.email:
        return
    page = reverse("reports:certificate_check", args=[certificate.check_code])
    outbox.write(
        f"producer:{uuid4()}",
        producer.email,
        f"{certificate}: {certificate.product_name}",
        f"Kính gửi {producer.name},\n\n{text}\n\nTra cứu giấy: {settings.BASE_URL}{page}\n\n"
        "Cổng quản lý Chương trình OCOP\nĐây là thư tự động, xin không trả lời.\n",
    )


class ProducersNews(NewsTable):
    """News that the producer is told too; `paper(row)` is the certificate that a row is about."""

    def __init__(self, model, news, *, paper, facts):
        super().__init__(model, news, facts=facts, concerns=is_concerned)
        self.paper = paper

    def tell(self, row, step, by, note=""):
        text = super().tell(row, step, by, note)
        write_to_producer(self.paper(row), text)
        return text


def _of_paper(paper):
    return {
        "paper": paper,
        "product": paper.product_name,
        "producer": paper.producer_name,
        "ends_on": day_in_text(life_of(paper).ends_on),
    }


def _of_certificate(paper):
    return _of_paper(paper) | {"decision": Citations().cite(decision_of(paper))}


def _of_revocation(row):
    return _of_paper(row.certificate) | {"reply_until": day_in_text(row.reply_until)}


def _certified(text):
    return News(NotificationKind.CERTIFIED, UNIT_ROLES, text, _ISSUED)


def _weighed(text):
    return News(NotificationKind.REVOKING, UNIT_ROLES, text, OPEN_REVOCATIONS)


def _decided(text):
    return News(NotificationKind.REVOKED, UNIT_ROLES, text, _OVER)


CERTIFICATE_NEWS = ProducersNews(
    Certificate,
    {
        "issue": _certified(
            "{paper} được cấp cho “{product}” của {producer} theo {decision}, "
            "có giá trị đến hết ngày {ends_on}."
        ),
        EventKind.EXTENDED: _certified(
            "{paper} của “{product}” ({producer}) được kéo dài đến hết ngày {ends_on}: {note}"
        ),
        EventKind.SETTLED: _certified(
            "{paper} của “{product}” ({producer}) nay có giá trị đến hết ngày {ends_on}: {note}"
        ),
        EventKind.REINSTATED: _certified(
            "{paper} của “{product}” ({producer}) được khôi phục: {note}"
        ),
    },
    paper=lambda paper: paper,
    facts=_of_certificate,
)

REVOCATION_NEWS = ProducersNews(
    Revocation,
    {
        "propose": _weighed(
            "Đề nghị thu hồi {paper} của “{product}” ({producer}); chủ thể được giải trình đến hết "
            "ngày {reply_until}. Kết luận: {note}"
        ),
        "reply": _weighed(
            "Đã ghi ý kiến giải trình về đề nghị thu hồi {paper} của “{product}” ({producer}): "
            "{note}"
        ),
        "revoke": _decided("{paper} của “{product}” ({producer}) bị thu hồi {note}"),
        "dismiss": _decided("{paper} của “{product}” ({producer}) không bị thu hồi: {note}"),
    },
    paper=lambda revocation: revocation.certificate,
    facts=_of_revocation,
)
