"""Files of long lists: asked for, watched, and taken by the one who asked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs.views.files import file_answer
from programs.views.limits import limited
from reports import exports
from reports.enums import ExportState
from reports.formats import MADE_LATER, RENDERERS, file_name
from reports.listings import LISTINGS
from reports.models import ExportJob


@require_safe
def export_list(request):
    jobs = list(ExportJob.objects.visible_to(request.user).order_by("-pk")[:50])
    context = {
        "jobs": [
            (job, LISTINGS[job.listing].title, _refusal(job, request.user))
            for job in jobs
            if job.listing in LISTINGS
        ],
        "is_unfinished": any(job.is_unfinished for job in jobs),
        "days": exports.KEPT.days,
    }
    return render(request, "reports/export_list.html", context)


def _refusal(job, user):
    """Why there is nothing to take here, in words; None where there is or will be something."""
    if job.state == ExportState.READY:
        refused = exports.taking_refusal(job, user)
        return refused and refused.message
    return job.failure


@require_POST
@limited("export")
def export_create(request, name, extension):
    if name not in LISTINGS or extension not in MADE_LATER:
        raise Http404(f"No list {name!r} is written as .{extension}.")
    listing = LISTINGS[name]
    exports.ask(listing, extension, listing.query(request.GET).urlencode(), by=request.user)
    messages.success(request, "Đã nhận yêu cầu: tệp xong sẽ hiện ở đây và được báo qua thư.")
    return redirect("reports:export_list")


@require_safe
def export_file(request, pk):
    jobs = ExportJob.objects.visible_to(request.user).filter(state=ExportState.READY)
    job = get_object_or_404(jobs.filter(listing__in=LISTINGS), pk=pk)
    if refused := exports.taking_refusal(job, request.user):
        raise refused
    name = file_name(LISTINGS[job.listing].title, job.extension)
    return file_answer(job.file, name, RENDERERS[job.extension].CONTENT_TYPE)
