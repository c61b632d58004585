"""When the producer must be told that a certificate ends, and whether it was.

Rows are issued certificates with `ends_on` (products.certificates.with_status); `with_notices`
reads beside them what the functions here look at.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from products.models import ExpiryNotice
from programs import clock
from programs.completing import completed
from programs.enums import Clock
from programs.regulations import period_of


def with_notices(rows):
    return completed(rows.prefetch_related("regulation__periods"), read_notices)


def read_notices(rows):
    """Tell each row, as `notice`, which notice of the end that it has now was sent, if any."""
    sent = ExpiryNotice.objects.filter(certificate__in=[row.pk for row in rows])
    known = {(each.certificate_id, each.ends_on): each for each in sent.select_related("letter")}
    for row in rows:
        row.notice = known.get((row.pk, row.ends_on))


def untold(rows):
    """Those about whose end, as it is now, no letter was sent."""
    told = ExpiryNotice.objects.filter(certificate=OuterRef("pk"), ends_on=OuterRef("ends_on"))
    return rows.filter(~Exists(told))


def notice_by(row):
    """The last day to announce the end, by the certificate's regulation; None where it sets none.

    Decision 148/QĐ-TTg: at least 30 days before. Decision 26/2026/QĐ-TTg sets no such day.
    """
    period = period_of(row.regulation, Clock.NOTICE)
    return row.ends_on - timedelta(days=period.amount) if period else None


def notice_words(row):
    """Whether and when the letter was sent, and whether it is late."""
    last = notice_by(row)
    if notice := row.notice:
        letter = notice.letter
        late = f", chậm so với ngày {last:%d/%m/%Y}" if notice.is_late else ""
        return f"số {letter.label} ngày {letter.sent_on:%d/%m/%Y}{late}"
    if last is None:
        return "chưa gửi"
    if clock.today() > last:
        return f"chưa gửi, đã quá hạn {last:%d/%m/%Y}"
    return f"chưa gửi, hạn {last:%d/%m/%Y}"
