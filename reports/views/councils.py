"""The papers of Councils and their sessions, to be downloaded (matrix C10, C12, C23)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from councils.agreement.records import records_of
from councils.enums import CALLED_SESSIONS, SessionState
from councils.models import Council, Session
from reports.builders.council_papers import council_decision, invitation
from reports.builders.member_record import member_record
from reports.builders.score_summary import score_summary
from reports.builders.session_papers import minutes, recognition_decision
from reports.formats import PAPERS, RENDERERS, attachment
from reports.views.downloading import download

_SUMMARY = ("pdf", "docx", "xlsx")
# What is printed of a session by the name in its address, and in which states there is something.
_PAPERS = {
    "giay-moi": (invitation, CALLED_SESSIONS, "Giấy mời"),
    "bien-ban": (minutes, {SessionState.CLOSED}, "Biên bản"),
    "quyet-dinh": (recognition_decision, {SessionState.CLOSED}, "Quyết định công nhận"),
}


@download(*PAPERS)
def council_decision_file(request, pk, extension):
    rows = Council.objects.visible_to(request.user).select_related("unit", "rules")
    council = get_object_or_404(rows, pk=pk)
    paper = council_decision(council)
    return attachment(PAPERS[extension].render(paper), paper.name, extension)


def _session(request, pk, states):
    rows = Session.objects.visible_to(request.user).filter(state__in=states)
    return get_object_or_404(rows.select_related("council__unit", "council__rules"), pk=pk)


@download(*PAPERS)
def session_paper(request, pk, name, extension):
    if name not in _PAPERS:
        raise Http404(f"A session has no paper {name!r}.")
    build, states, title = _PAPERS[name]
    session = _session(request, pk, states)
    paper = build(session)
    if paper is None:
        raise Http404("Nothing was recognised.")
    return attachment(PAPERS[extension].render(paper), f"{title} {session.code}", extension)


@download(*_SUMMARY)
def session_summary(request, pk, extension):
    session = _session(request, pk, {SessionState.CLOSED})
    content = RENDERERS[extension].render(score_summary(session, request.user))
    return attachment(content, f"Tổng hợp điểm {session.code}", extension)


@download(*PAPERS)
def member_record_file(request, pk, extension):
    paper = member_record(get_object_or_404(records_of(request.user), pk=pk))
    return attachment(PAPERS[extension].render(paper), paper.name, extension)
