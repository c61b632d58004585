"""Long lists made into files in the background: asked for, claimed, written, told, thrown away."""

import secrets
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from programs import audit, outbox
from programs.uploads import storing
from programs.workflow import StepRefused
from reports.enums import ExportState
from reports.formats import STREAMS
from reports.models import ExportJob

CLAIM = timedelta(minutes=15)
ATTEMPTS = 3
KEPT = timedelta(days=7)
MOST_UNFINISHED = 5
TELL_EVERY = 2000


# --- Asking --------------------------------------------------------------------------------------


@transaction.atomic
def ask(listing, extension, query, *, by):
    """A job for this list as it is shown; where the same one still waits, that one."""
    unfinished = ExportJob.objects.visible_to(by).unfinished()
    wish = {"listing": listing.name, "extension": extension, "query": query}
    if job := unfinished.filter(**wish).first():
        return job
    if unfinished.count() >= MOST_UNFINISHED:
        raise StepRefused(
            f"Bạn đang có {MOST_UNFINISHED} tệp chưa xong. Hãy chờ một tệp xong rồi yêu cầu tiếp.",
            code="limit",
        )
    job = ExportJob.objects.create(user=by, **wish)
    audit.record("ask_export", job, label="yêu cầu làm tệp", by=by)
    return job


# --- The worker ----------------------------------------------------------------------------------


def run_waiting(listings):
    """Make the files that wait, the oldest first; the answer is how many. Safe to run twice.

    `listings` are those that there are, by name.
    """
    give_up()
    now, made = timezone.now(), 0
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    for job in ExportJob.objects.unfinished().filter(free).select_related("user").order_by("pk"):
        if _claim(job):
            _make(job, listings.get(job.listing))
            made += 1
    return made


def give_up():
    """Mark jobs as failed that were begun several times and never finished."""
    stuck = ExportJob.objects.unfinished().filter(attempts__gte=ATTEMPTS)
    return stuck.filter(claimed_until__lt=timezone.now()).update(state=ExportState.FAILED)


def throw_away():
    """Remove the files whose time is over; the answer is how many."""
    over = list(ExportJob.objects.filter(expires_at__lt=timezone.now()))
    for job in over:
        storing.throw_away(job)
    return len(over)


def _claim(job):
    """Take the row for CLAIM, or find that another worker has it."""
    mine = ExportJob.objects.unfinished().filter(pk=job.pk, attempts=job.attempts)
    until = timezone.now() + CLAIM
    return mine.update(
        state=ExportState.RUNNING, attempts=F("attempts") + 1, claimed_until=until, rows_done=0
    )


def _make(job, listing):
    """Write the file with the rights that its owner has now, and tell them."""
    if listing is None or not job.user.is_active:
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.FAILED)
        return
    params = QueryDict(job.query)
    _, rows = listing.filter(job.user, params)
    columns = listing.shown(params)
    ExportJob.objects.filter(pk=job.pk).update(rows_total=rows.order_by().count())
    cells = _counted(job, listing.stream(rows, columns))
    with TemporaryFile() as file:
        file.writelines(STREAMS[job.extension](columns, cells))
        _finish(job, listing, file)


def _counted(job, cells):
    """The same cells, telling now and then how many have gone by."""
    mine, number = ExportJob.objects.filter(pk=job.pk), 0
    for number, row in enumerate(cells, 1):
        yield row
        if number % TELL_EVERY == 0:
            mine.update(rows_done=number, claimed_until=timezone.now() + CLAIM)
    mine.update(rows_done=number, rows_total=number)


def _finish(job, listing, file):
    job.refresh_from_db()
    job.state, job.expires_at = ExportState.READY, timezone.now() + KEPT
    job.file = File(file, name=f"{secrets.token_urlsafe(24)}.{job.extension}")
    with storing.stored([job]), transaction.atomic():
        job.save(update_fields=["state", "expires_at", "file"])
        _tell(job, listing)


def _tell(job, listing):
    page = f"{settings.BASE_URL}{reverse('reports:export_list')}"
    outbox.write(
        f"export:{job.pk}",
        job.user.email,
        f"Tệp “{listing.title}” đã xong",
        f"Tệp “{listing.title}” bạn yêu cầu đã xong, gồm {job.rows_done} dòng.\n"
        f"Tải tại {page} trong {KEPT.days} ngày; chỉ bạn tải được.\n",
    )
