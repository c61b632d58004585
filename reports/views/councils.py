"""The papers of Councils and their sessions: one page, and files (C10, C12, C23, C37)."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.advisory.reports import completed_of
from councils.agreement.listings import RESULTS
from councils.agreement.records import records_of
from councils.enums import IN_GROUP, SessionState
from councils.models import Council, CouncilRules, Evaluation, Session
from councils.sessions.places import PRINTED_AT_ONCE, places_of, printing_refusal
from councils.sheets.file_staging import handing_refusal
from programs.acts import StepRefused
from programs.enums import Authority
from programs.next_acts import offer, rail
from programs.text import whole_number
from programs.views.listings import with_query
from programs.views.pages import act_page, posted
from reports.builders.advisory_report import advisory_report
from reports.builders.blank_sheets import blank_sheets
from reports.builders.council_papers import council_decision
from reports.builders.evaluations import statistics
from reports.builders.member_record import member_record
from reports.builders.result_notices import addressees, notice
from reports.builders.round_statistics import round_statistics as build_statistics
from reports.builders.round_statistics import sections, table_of
from reports.builders.rules_paper import rules_paper
from reports.builders.score_summary import score_summary
from reports.builders.score_workbook import score_workbook
from reports.builders.session_book import session_book
from reports.builders.session_catalogue import BY_SLUG, SESSION_PAPERS
from reports.enums import PaperState
from reports.figures.charts import chart_of_groups, chart_of_stars
from reports.formats import PAPERS, RENDERERS, attachment
from reports.models import OutgoingPaper
from reports.outgoing import result_notices
from reports.outgoing.council_sources import NOTICE, decision_on, notice_key
from reports.outgoing.drafting import WRITERS
from reports.outgoing.forms import NoticesForm
from reports.renderers import markup, xlsx
from reports.renderers import score_workbook as score_workbook_file
from reports.views.downloading import download

_SUMMARY = ("pdf", "docx", "xlsx")


@download(*PAPERS)
def council_decision_file(request, pk, extension):
    rows = Council.objects.visible_to(request.user).exclude(rules=None)  # not of one outside
    rows = rows.select_related("unit", "rules")
    council = get_object_or_404(rows, pk=pk)
    paper = council_decision(council)
    return attachment(PAPERS[extension].render(paper), paper.name, extension)


@download(*PAPERS)
def rules_file(request, pk, extension):
    rows = CouncilRules.objects.visible_to(request.user).prefetch_related("group_seats")
    paper = rules_paper(get_object_or_404(rows, pk=pk))
    return attachment(PAPERS[extension].render(paper), paper.name, extension)


def _session(request, pk, *states):
    rows = Session.objects.visible_to(request.user)
    if states:
        rows = rows.filter(state__in=states)
    return get_object_or_404(rows.select_related("council__unit", "council__rules"), pk=pk)


# --- The page ----------------------------------------------------------------------------------


@require_safe
def session_papers(request, pk):
    """Each paper of the session: its files, or why there is none yet, and where it went out."""
    session, user = _session(request, pk), request.user
    is_closed = session.state == SessionState.CLOSED and not session.council.is_outside
    may_draft = user.role in WRITERS and session.council.level == Authority.PROVINCE
    refused = result_notices.drafting_refusal(session, user)
    context = {
        "session": session,
        "papers": [_line(each, session, user, may_draft) for each in SESSION_PAPERS],
        "is_advised": session.council.seats.filter(role__in=sorted(IN_GROUP)).exists(),
        "advice": completed_of(session, user).exists(),
        "is_closed": is_closed,
        "notices": _notices(session, user) if is_closed else [],
        "rail": rail(
            offer(refused is None, "soạn mọi thông báo kết quả", "reports:notices_draft", pk)
        ),
    }
    return render(request, "reports/session_papers.html", context)


def _line(paper, session, user, may_draft):
    """What the page says of a paper."""
    lacks, source = paper.lacks(session), f"{paper.source}:{session.pk}"
    rows = OutgoingPaper.objects.visible_to(user).filter(source=source)
    row = rows.exclude(state=PaperState.DROPPED).order_by("-pk").first()
    drafts = may_draft and not lacks and not row and session.state in paper.drafted_in
    return {"paper": paper, "lacks": lacks, "row": row, "source": source if drafts else ""}


def _notices(session, user):
    known = result_notices.registered(session, user)
    return [
        (each, known.get(f"{NOTICE}:{notice_key(session, each.key)}"))
        for each in addressees(session).values()
    ]


def notices_draft(request, pk):
    """One act that drafts the notices of the session for all who have none yet (matrix V1)."""
    session = _session(request, pk)
    if refused := result_notices.drafting_refusal(session, request.user):
        raise refused
    back = reverse("reports:session_papers", args=[pk])

    def act(form):
        typed = {name: form.cleaned_data[name] for name in result_notices.TYPED}
        return result_notices.draft_all(session, typed, by=request.user, key=form.key)

    return act_page(
        request,
        NoticesForm(posted(request), user=request.user),
        act,
        done="Đã soạn thông báo kết quả của",
        to=back,
        title="Soạn mọi thông báo kết quả",
        explanation="Mỗi địa phương, mỗi chủ thể một thông báo vào sổ văn bản đi; người thứ hai "
        "duyệt, cấp số, ban hành nhiều văn bản một lần ở sổ.",
        subject=session,
        submit="Soạn",
        back=back,
    )


# --- Files -------------------------------------------------------------------------------------


@download(*PAPERS)
def session_paper(request, pk, name, extension):
    if name not in BY_SLUG:
        raise Http404(f"A session has no paper {name!r}.")
    paper = BY_SLUG[name]
    session = _session(request, pk, *paper.states)
    if lacks := paper.lacks(session):
        raise Http404(lacks)
    built = paper.build(session)
    return attachment(PAPERS[extension].render(built), built.name, extension)


@download(*PAPERS)
def session_advice(request, pk, extension):
    """The advisory group's report, of those dossiers of which this person reads it."""
    rows = Session.objects.visible_to(request.user).select_related("council__unit")
    session = get_object_or_404(rows, pk=pk)
    paper = advisory_report(session, request.user)
    if paper is None:
        raise StepRefused("Chưa có báo cáo Tổ tư vấn nào mở cho bạn.", status=403, code="secret")
    return attachment(PAPERS[extension].render(paper), paper.name, extension)


@download(*_SUMMARY)
def session_summary(request, pk, extension):
    session = _session(request, pk, SessionState.CLOSED)
    content = RENDERERS[extension].render(score_summary(session, request.user))
    return attachment(content, f"Tổng hợp điểm {session.code}", extension)


@download("xlsx")
def session_workbook(request, pk, extension):
    session = _session(request, pk, SessionState.CLOSED)
    name = f"Số liệu phiên {session.code}"
    content = xlsx.render_book(name, session_book(session, request.user))
    return attachment(content, name, extension)


@download(*PAPERS)
def notices_file(request, pk, extension):
    """All notices of the session in one file, to print."""
    session = _session(request, pk, SessionState.CLOSED)
    papers = result_notices.papers(session, request.user)
    if not papers:
        raise Http404("Nobody is told anything.")
    content = PAPERS[extension].render(*papers)
    return attachment(content, f"Thông báo kết quả {session.code}", extension)


@download(*PAPERS)
def notice_file(request, pk, whom, extension):
    """What the unit or the producer of this dossier is told of all their dossiers."""
    rows = Evaluation.objects.visible_to(request.user).filter(session__state=SessionState.CLOSED)
    related = ("session__council__unit", "session__council__rules")
    evaluation = get_object_or_404(rows.select_related(*related), pk=pk)
    told = addressees(evaluation.session).values()
    found = next((each for each in told if whom == each.slug and evaluation in each.evaluations), 0)
    if not found:
        raise Http404(f"Nobody is called {whom!r} of a dossier.")
    paper = notice(evaluation.session, found, decision_on(evaluation.session))
    return attachment(PAPERS[extension].render(paper), paper.name, extension)


@require_safe
def round_statistics(request):
    """What the list of results shows, counted: the whole, its parts, and each part's list."""
    counted = statistics(request.user, request.GET)
    table = table_of(counted)
    context = {
        "table": table,
        "count": len(counted.whole.rows),
        "head": markup.head(replace(table, columns=table.columns[1:], rows=(), links=())),
        "width": len(table.columns) - 1,
        "sections": sections(table),
        "charts": [chart_of_groups(counted), chart_of_stars(counted)],
        "list_url": with_query(RESULTS, RESULTS.query(request.GET)),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/round_statistics.html", context)


@download(*_SUMMARY)
def round_statistics_file(request, extension):
    table = build_statistics(request.user, request.GET)
    return attachment(RENDERERS[extension].render(table), table.title, extension)


@download(*PAPERS)
def member_record_file(request, pk, extension):
    paper = member_record(get_object_or_404(records_of(request.user), pk=pk))
    return attachment(PAPERS[extension].render(paper), paper.name, extension)


# --- Sheets to be filled in by hand ------------------------------------------------------------


@download(*PAPERS)
def session_blank_sheets(request, pk, extension):
    """Of one member (`ghe`) the sheets of all dossiers, or one part of them (`phan`); or of all."""
    session = _of_session(request, pk)
    places = _chosen(request, session, places_of(session))
    part = whole_number(request.GET.get("phan", "")) or 0
    if part:
        places = places[(part - 1) * PRINTED_AT_ONCE : part * PRINTED_AT_ONCE]
    elif extension == "pdf" and len(places) > PRINTED_AT_ONCE:
        raise StepRefused(
            f"Có {len(places)} phiếu, nhiều hơn {PRINTED_AT_ONCE} phiếu một tệp PDF: hãy in theo "
            "từng hồ sơ, từng phần của một thành viên, hoặc bản Word.",
            status=422,
            code="many",
        )
    return _blank(session, places, extension, f"phiên {session.code}")


@download(*PAPERS)
def evaluation_blank_sheets(request, pk, extension):
    """Of one dossier the sheets of all who score it, or of one member alone (`ghe`)."""
    rows = Evaluation.objects.visible_to(request.user)
    evaluation = get_object_or_404(rows.select_related("dossier__product"), pk=pk)
    session = _of_session(request, evaluation.session_id)
    places = [place for place in places_of(session) if place.evaluation.pk == pk]
    return _blank(session, _chosen(request, session, places), extension, str(evaluation))


def _of_session(request, pk):
    rows = Session.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("council__unit"), pk=pk)


def _chosen(request, session, places):
    """The places that this person may print and asks for."""
    seat = whole_number(request.GET.get("ghe", ""))
    if refused := printing_refusal(session, request.user, seat):
        raise refused
    return [place for place in places if place.seat.pk == seat] if seat else places


def _blank(session, places, extension, name):
    if not places:
        raise Http404("No sheet is expected there.")
    content = PAPERS[extension].render(*blank_sheets(places))
    return attachment(content, f"Phiếu để trống, {name}", extension)


@download("xlsx")
def own_sheets_file(request, pk, extension):
    """The reader's own sheets of the session, to be filled in without a network."""
    session = _of_session(request, pk)
    if refused := handing_refusal(session, request.user):
        raise refused
    content = score_workbook_file.render(score_workbook(session, request.user))
    return attachment(content, f"Phiếu của tôi, phiên {session.code}", extension)
