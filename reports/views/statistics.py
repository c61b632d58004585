"""Statistics: rows, columns and what is counted are chosen; numbers open their rows (T11)."""

from types import SimpleNamespace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from programs import saved_views
from programs.acts import StepRefused
from programs.forms.listings import SavedViewForm
from programs.scoping import require_role
from programs.views.pages import posted
from reports.builders.statistic import opening, statistic
from reports.figures.statistic import chart_of_cross
from reports.formats import RENDERERS, attachment
from reports.models.report_forms import REPORT_READERS
from reports.renderers import markup
from reports.statistics.counting import cross
from reports.statistics.forms import AskForm
from reports.views.downloading import download

FORMATS = {"xlsx": "Excel", "pdf": "PDF", "docx": "Word", "csv": "CSV", "json": "JSON"}
_FAULTY = "Chưa thống kê được. "


# What saved views know of the page, as they know a list.
STATISTICS = SimpleNamespace(name="thong-ke", page="reports:statistics")


def statistics(request):
    """The page; POST keeps what is asked under a name, as on a list."""
    require_role(request.user, REPORT_READERS)
    form = AskForm(request.GET, user=request.user)
    query = form.query.urlencode()
    view_form = SavedViewForm(posted(request), user=request.user)
    if view_form.is_valid() and not form.faults:
        view = saved_views.keep(view_form, STATISTICS, query, by=request.user)
        messages.success(request, f"Đã lưu cách xem: {view}.")
        return redirect(f"{reverse(STATISTICS.page)}?{query}")
    in_sight, further = form.filters()
    context = {
        "listing": STATISTICS,
        "form": form,
        "in_sight": in_sight,
        "further": further,
        "query": query,
        "views": saved_views.of_list(request.user, STATISTICS),
        "view_form": view_form,
        "formats": FORMATS.items(),
    }
    return render(request, "reports/statistics.html", context | _answer(form), status=_status(form))


def _status(form):
    return 422 if form.faults else 200


def _answer(form):
    """What the page draws of a question without faults."""
    if form.faults:
        return {}
    found = cross(form.asked, form.user)
    table = statistic(found)
    return {
        "table": table,
        "has_rows": bool(found.rows),
        "opening": opening(found),
        "chart": chart_of_cross(found),
        "head": markup.head(table),
        "body": markup.body(table),
    }


@download(*FORMATS)
def statistics_file(request, extension):
    require_role(request.user, REPORT_READERS)
    form = AskForm(request.GET, user=request.user)
    if form.faults:
        raise StepRefused(_FAULTY + " ".join(form.faults), status=422, code="question")
    table = statistic(cross(form.asked, request.user))
    return attachment(RENDERERS[extension].render(table), table.title, extension)
