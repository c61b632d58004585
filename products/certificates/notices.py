"""When the producer must be told that a certificate ends, and whether it was.

Rows are issued certificates with `ends_on` (products.certificates.with_status); `with_notices`
reads beside them what the functions here look at.
"""

from datetime import timedelta

from django.utils import timezone

from programs.enums import Clock
from programs.regulations import period_of


def with_notices(rows):
    return rows.prefetch_related("notices__letter", "regulation__periods")


def notice_by(row):
    """The last day to announce the end, by the certificate's regulation; None where it sets none.

    Decision 148/QĐ-TTg: at least 30 days before. Decision 26/2026/QĐ-TTg sets no such day.
    """
    period = period_of(row.regulation, Clock.NOTICE)
    return row.ends_on - timedelta(days=period.amount) if period else None


def notice_of(row):
    """The notice of the end that the certificate has now, or None."""
    return next((each for each in row.notices.all() if each.ends_on == row.ends_on), None)


def notice_words(row):
    """Whether and when the letter was sent, and whether it is late."""
    last = notice_by(row)
    if notice := notice_of(row):
        letter = notice.letter
        late = f", chậm so với ngày {last:%d/%m/%Y}" if notice.is_late else ""
        return f"số {letter.label} ngày {letter.sent_on:%d/%m/%Y}{late}"
    if last is None:
        return "chưa gửi"
    if timezone.localdate() > last:
        return f"chưa gửi, đã quá hạn {last:%d/%m/%Y}"
    return f"chưa gửi, hạn {last:%d/%m/%Y}"
