"""Longer validity until a re-evaluation has its result: article 12 of Decision 26/2026/QĐ-TTg."""

from datetime import date

from django.db.models import Max

from products.certificates.history import status_of
from products.certificates.issuing import changing_refusal, happen, locked, refuse_unless
from products.certificates.news import CERTIFICATE_NEWS
from products.certificates.validity import life_of
from products.enums import ENDED_DOSSIERS, IN_FORCE, CertificateStatus, DossierKind, EventKind
from products.models import CertificateEvent, Dossier
from programs import audit, clock
from programs.acts import StepRefused
from programs.enums import Clock, LegalEvent
from programs.regulations import (
    RegulationMissing,
    end_of,
    period_of,
    re_evaluation_window,
    regulation_for,
)

EXTENDABLE = IN_FORCE | {CertificateStatus.EXPIRED}


def waiting_dossier(certificate):
    """The re-evaluation of this certificate that was received and has no result yet, or None."""
    rows = _re_evaluations(certificate).exclude(state__in=ENDED_DOSSIERS)
    return rows.exclude(submitted_on=None).first()


def _re_evaluations(certificate):
    return Dossier.objects.filter(certificate=certificate, kind=DossierKind.RE_EVALUATION)


def refusal(certificate, user, status, law):
    """What keeps this user from extending it today, or None.

    `status` is its status of today, `law` what governs re-evaluations (history.law_of).
    """
    if refused := changing_refusal(certificate, user):
        return refused
    try:
        refuse_unless(status in EXTENDABLE, certificate)
        _time_for(certificate, clock.today(), law)
    except (StepRefused, RegulationMissing) as refused:
        return refused
    return None


def extend(certificate, until, answers, *, by, key=None, read=""):
    """Longer validity by a decision: for a dossier that waits, or for a reason in writing."""

    def check(certificate, event):
        refuse_unless(status_of(certificate) in EXTENDABLE, certificate)
        period, last = _time_for(certificate, event.on)
        _refuse_until(certificate, event, period, last)
        _refuse_without_wait(certificate, event)

    event = CertificateEvent(certificate=certificate, kind=EventKind.EXTENDED, until=until)
    happen(event, answers, check, by=by, key=key, read=read)


def _time_for(certificate, day, law=None):
    """(period, last day) of an extension that is decided on this day, or StepRefused."""
    regulation = law or regulation_for(LegalEvent.RE_EVALUATION, day)
    period, end = period_of(regulation, Clock.EXTENSION), certificate.expires_on
    if period is None:
        raise StepRefused(
            f"Quyết định số {regulation.number} không cho kéo dài giấy chứng nhận.", code="law"
        )
    last, window = end_of(period, end), re_evaluation_window(regulation, end)
    if window and day < window[0]:
        raise StepRefused(
            f"Giấy có giá trị đến hết ngày {end:%d/%m/%Y}, chưa đến khung nộp hồ sơ đánh giá lại: "
            f"chỉ quyết định kéo dài từ ngày {window[0]:%d/%m/%Y}.",
            code="early",
        )
    if day > last:
        raise StepRefused(
            f"Giấy hết hạn ngày {end:%d/%m/%Y}, chỉ kéo dài được đến hết ngày {last:%d/%m/%Y}, "
            "nay đã quá ngày này: hãy đánh giá lại để cấp giấy khác.",
            code="late",
        )
    return period, last


def _refuse_until(certificate, event, period, last):
    """The end that is decided lies after the end that there is, and is not over already."""
    now, until = life_of(certificate).ends_on, event.until
    if not now < until <= last:
        raise StepRefused(
            f"Giấy có giá trị đến hết ngày {now:%d/%m/%Y}: chỉ kéo dài được sau ngày này, đến "
            f"hết ngày {last:%d/%m/%Y} ({period.amount} {period.get_measure_display()} từ "
            "ngày hết hạn).",
            status=422,
            code="until",
        )
    if until < event.on:
        raise StepRefused(
            f"Ngày kéo dài đến ({until:%d/%m/%Y}) không được trước ngày quyết định.",
            status=422,
            code="until",
        )


def _refuse_without_wait(certificate, event):
    """Something is waited for: a dossier that was received, or what the reason says."""
    if dossier := waiting_dossier(certificate):
        event.reason = event.reason or f"Chờ kết quả: {dossier}"[:500]
        return
    last = _re_evaluations(certificate).exclude(concluded_on=None).order_by("pk").last()
    if last and event.until > last.concluded_on:
        raise StepRefused(
            f"Hồ sơ đánh giá lại đã có kết quả ngày {last.concluded_on:%d/%m/%Y}: "
            "không còn kết quả nào để chờ.",
            code="concluded",
        )
    if not event.reason:
        raise StepRefused(
            "Chưa nhận hồ sơ đánh giá lại nào của giấy này: hãy ghi lý do kéo dài khi chưa có "
            "hồ sơ.",
            status=422,
            code="note",
        )


# --- The end of waiting ------------------------------------------------------------------------


def settle(certificate, day, reason, *, by):
    """What the certificate was extended by ends with this day, or with the one that was granted.

    A later day than before gives back what was granted: `date.max` all of it.
    """
    locked(certificate.product)
    extensions = certificate.events.filter(kind=EventKind.EXTENDED)
    granted = extensions.aggregate(until=Max("until"))["until"]
    last = max(certificate.expires_on, min(granted or date.min, day))
    if granted is None or last == life_of(certificate).ends_on:
        return
    event = certificate.events.create(
        kind=EventKind.SETTLED,
        on=clock.today(),
        until=last,
        reason=reason,
        recorded_by=by,
    )
    label = event.get_kind_display()
    note = f"đến hết ngày {last:%d/%m/%Y}: {reason}"
    audit.record(event.kind, certificate, label=label, by=by, note=note)
    CERTIFICATE_NEWS.tell(certificate, event.kind, by, reason)
