"""When the producer must be told that a certificate ends, and whether it was.

Rows are issued certificates with `ends_on` (products.certificates.with_status); NOTICES tells
them, as `notice`, which notice of the end that they have now was sent, if any.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from products.models import ExpiryNotice
from programs import clock
from programs.completing import Keys, Telling, completed
from programs.enums import Clock
from programs.regulations import period_of


def notices_of(rows):
    """[(the notice of its end that was sent, or None)] of each certificate by (key, last day)."""
    sent = ExpiryNotice.objects.filter(certificate__in=Keys([key for key, _ in rows]))
    known = {(each.certificate_id, each.ends_on): each for each in sent.select_related("letter")}
    return [(known.get(row),) for row in rows]


NOTICES = Telling(("notice",), ("pk", "ends_on"), notices_of)


def with_notices(rows):
    return completed(rows.prefetch_related("regulation__periods"), NOTICES)


def untold(rows):
    """Those about whose end, as it is now, no letter was sent."""
    told = ExpiryNotice.objects.filter(certificate=OuterRef("pk"), ends_on=OuterRef("ends_on"))
    return rows.filter(~Exists(told))


def notice_by(regulation, ends_on):
    """The last day to announce the end, by the certificate's regulation; None where it sets none.

    Decision 148/QĐ-TTg: at least 30 days before. Decision 26/2026/QĐ-TTg sets no such day.
    """
    period = period_of(regulation, Clock.NOTICE)
    return ends_on - timedelta(days=period.amount) if period else None


def notice_words(regulation, ends_on, notice):
    """Whether and when the letter was sent, and whether it is late."""
    last = notice_by(regulation, ends_on)
    if notice:
        letter = notice.letter
        late = f", chậm so với ngày {last:%d/%m/%Y}" if notice.is_late else ""
        return f"số {letter.label} ngày {letter.sent_on:%d/%m/%Y}{late}"
    if last is None:
        return "chưa gửi"
    if clock.today() > last:
        return f"chưa gửi, đã quá hạn {last:%d/%m/%Y}"
    return f"chưa gửi, hạn {last:%d/%m/%Y}"
