"""Long lists made into files in the background: asked for, claimed, written, told, thrown away."""

import logging
import secrets
import time
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.http import QueryDict
from django.urls import reverse

from programs import audit, clock, outbox
from programs.outages import outage_of
from programs.uploads import storing
from programs.workflow import StepRefused
from reports.enums import ExportState
from reports.formats import streamed
from reports.models import ExportJob
from reports.renderers.press import NotPrinted

# How long one try may take; a worker that died is followed by another after it.
CLAIM = timedelta(minutes=5)
ATTEMPTS = 5
KEPT = timedelta(days=7)
MOST_UNFINISHED = 5
TELL_EVERY = 2000
_TOO_LONG = (
    f"Làm tệp quá {CLAIM.seconds // 60} phút chưa xong. Hãy lọc danh sách ngắn lại rồi yêu cầu lại."
)
_FAULT = "Máy chủ gặp sự cố khi làm tệp. Hãy yêu cầu lại; nếu vẫn lỗi, hãy báo quản trị hệ thống."
_GONE = "Danh sách này không còn trên cổng."

logger = logging.getLogger(__name__)


class TooLongError(Exception):
    """The try took longer than CLAIM, and may have been taken up by another worker."""


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


# --- Taking --------------------------------------------------------------------------------------


def taking_refusal(job, user):
    """The StepRefused that keeps this person from a file that was made for them, or None."""
    if job.rights != rights_of(user):
        return StepRefused(
            "Vai trò hoặc đơn vị của bạn đã thay đổi từ khi tệp này được làm, nên tệp không tải "
            "được nữa. Hãy mở danh sách và yêu cầu tệp mới.",
            status=403,
            code="rights",
        )
    if job.expires_at < clock.now():
        return StepRefused("Tệp đã quá hạn giữ. Hãy mở danh sách và yêu cầu tệp mới.", code="over")
    return None


def rights_of(user):
    """What decides which rows this person may see, as a word to be kept beside a file of them."""
    return f"{user.role} {user.unit_id or 0} {user.agency_id or 0}"


# --- The worker ----------------------------------------------------------------------------------


def run_waiting(listings):
    """Make the files that wait, the oldest first; the answer is how many. Safe to run twice.

    `listings` are those that there are, by name. What fails is tried again after CLAIM, ATTEMPTS
    times; the others do not wait for it.
    """
    give_up(listings)
    now, made = clock.now(), 0
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    for job in ExportJob.objects.unfinished().filter(free).select_related("user").order_by("pk"):
        if _claim(job):
            job.refresh_from_db(fields=["attempts"])
            _try(job, listings.get(job.listing))
            made += 1
    return made


def give_up(listings):
    """Mark jobs as failed that were begun several times and never finished."""
    stuck = ExportJob.objects.unfinished().filter(attempts__gte=ATTEMPTS)
    for job in stuck.filter(claimed_until__lt=clock.now()).select_related("user"):
        _fail(job, listings.get(job.listing), _FAULT)


def _try(job, listing):
    """Make the file; where that fails for the last time, say so."""
    if listing is None or not job.user.is_active:
        return _fail(job, listing, _GONE)
    try:
        return _make(job, listing)
    except Exception as error:
        logger.exception("The file of export job %s was not made", job.pk)
        if job.attempts >= ATTEMPTS:
            _fail(job, listing, _words(error))
        return None


def _words(error):
    if isinstance(error, TooLongError | NotPrinted):
        return _TOO_LONG
    if isinstance(error, StepRefused):
        return error.message
    outage = outage_of(error)
    return outage.sentence if outage else _FAULT


@transaction.atomic
def _fail(job, listing, words):
    """Set the job aside with the reason; its owner is told, unless the account was closed."""
    mine = ExportJob.objects.unfinished().filter(pk=job.pk, attempts=job.attempts)
    if not mine.update(state=ExportState.FAILED, failure=words) or not job.user.is_active:
        return
    title = listing.title if listing else job.listing
    outbox.write(
        f"export:{job.pk}",
        job.user.email,
        f"Không làm được tệp “{title}”",
        f"Tệp “{title}” bạn yêu cầu không làm được. {words}\n",
    )


def throw_away():
    """Remove the files whose time is over; the answer is how many."""
    over = list(ExportJob.objects.filter(expires_at__lt=clock.now()))
    for job in over:
        storing.throw_away(job)
    return len(over)


def _claim(job):
    """Take the row for CLAIM, or find that another worker has it."""
    mine = ExportJob.objects.unfinished().filter(pk=job.pk, attempts=job.attempts)
    until = clock.now() + CLAIM
    return mine.update(
        state=ExportState.RUNNING, attempts=F("attempts") + 1, claimed_until=until, rows_done=0
    )


def _make(job, listing):
    """Write the file with the rights that its owner has now, and tell them."""
    until = time.monotonic() + CLAIM.total_seconds()
    params = QueryDict(job.query)
    _, rows = listing.filter(job.user, params)
    columns = listing.shown(params)
    ExportJob.objects.filter(pk=job.pk).update(rows_total=rows.order_by().count())
    cells = _counted(job, listing.stream(rows, columns), until)
    with TemporaryFile() as file:
        file.writelines(streamed(job.extension, listing.title, columns, cells))
        _finish(job, listing, file)


def _counted(job, cells, until):
    """The same cells, telling now and then how many have gone by; none after `until`."""
    mine, number = ExportJob.objects.filter(pk=job.pk), 0
    for number, row in enumerate(cells, 1):
        if time.monotonic() > until:
            raise TooLongError
        yield row
        if number % TELL_EVERY == 0:
            mine.update(rows_done=number)
    mine.update(rows_done=number, rows_total=number)


def _finish(job, listing, file):
    """Keep the file, unless the job was taken up by another worker meanwhile."""
    made = ExportJob.objects.get(pk=job.pk)
    made.state, made.expires_at = ExportState.READY, clock.now() + KEPT
    made.rights = rights_of(job.user)
    made.file = File(file, name=f"{secrets.token_urlsafe(24)}.{job.extension}")
    with storing.stored([made]), transaction.atomic():
        if not _still_claimed(job):
            raise TooLongError
        made.save(update_fields=["state", "expires_at", "rights", "file"])
        _tell(made, listing)


def _still_claimed(job):
    """Whether this try is the last that began; until the transaction ends no other one begins."""
    mine = ExportJob.objects.unfinished().filter(pk=job.pk, attempts=job.attempts)
    return mine.update(attempts=job.attempts)


def _tell(job, listing):
    page = f"{settings.BASE_URL}{reverse('reports:export_list')}"
    outbox.write(
        f"export:{job.pk}",
        job.user.email,
        f"Tệp “{listing.title}” đã xong",
        f"Tệp “{listing.title}” bạn yêu cầu đã xong, gồm {job.rows_done} dòng.\n"
        f"Tải tại {page} trong {KEPT.days} ngày; chỉ bạn tải được.\n",
    )
