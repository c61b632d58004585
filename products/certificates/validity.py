"""The status of a certificate on a day: a pure function of its dates and of what happened to it.

`expires_on` is the last day of validity: the same day of the month so many months later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from products.enums import CLOSING, CertificateStatus, EventKind

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Happening:
    kind: str
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Life:
    """A certificate from its issue on, with what happened to it in order."""

    issued_on: date
    expires_on: date
    happenings: tuple[Happening, ...] = ()

    @property
    def ends_on(self):
        """The last day unless something ends it before: its own, or that of an extension.

        The longest one, until it is settled with what was waited for.
        """
        end = self.expires_on
        for each in self.happenings:
            if each.until:
                end = each.until if each.kind == EventKind.SETTLED else max(end, each.until)
        return end


def life_of(certificate):
    """The life of an issued certificate, from its row and its events (prefetch them)."""
    happenings = (
        Happening(event.kind, event.on, event.until) for event in certificate.events.all()
    )
    return Life(certificate.issued_on, certificate.expires_on, tuple(happenings))


def status_on(life, day, warn_days=0):
    """The status on this day. It is expiring within `warn_days` of its end, if not extended.

    A certificate that was closed by an upgrade, a renewal or a revocation is closed from that
    very day on; one that is reinstated is what its dates say from that day on.
    """
    if day < life.issued_on:
        return CertificateStatus.NOT_YET
    if closed := _closed_on(life, day):
        return CLOSING[closed]
    if day > life.ends_on:
        return CertificateStatus.EXPIRED
    if day > life.expires_on:
        return CertificateStatus.EXTENDED
    is_near = day + warn_days * DAY >= life.ends_on and warn_days
    return CertificateStatus.EXPIRING if is_near else CertificateStatus.VALID


def _closed_on(life, day):
    """The kind of what holds the certificate closed on this day, or None."""
    closed = None
    for each in life.happenings:
        if each.on <= day and each.kind in CLOSING:
            closed = each.kind
        elif each.on <= day and each.kind == EventKind.REINSTATED:
            closed = None
    return closed


def valid_spans(life):
    """The times in which the certificate is valid, as (first day, last day)."""
    spans, start = [], life.issued_on
    for each in life.happenings:
        if each.kind in CLOSING and start is not None:
            spans.append((start, min(each.on - DAY, life.ends_on)))
            start = None
        elif each.kind == EventKind.REINSTATED and start is None:
            start = max(each.on, life.issued_on)
    if start is not None:
        spans.append((start, life.ends_on))
    return [(first, last) for first, last in spans if first <= last]


def first_overlap(lives):
    """The first day on which two of these certificates are valid, or None."""
    spans = sorted(span for life in lives for span in valid_spans(life))
    for (_, last), (first, _) in pairwise(spans):
        if first <= last:
            return first
    return None
