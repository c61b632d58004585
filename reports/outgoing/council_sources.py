"""Papers of the province's Councils that are drafted into the register of outgoing papers."""

from functools import partial

from councils.enums import DECIDED_COUNCILS, RulesState, SessionState
from councils.models import Council, CouncilRules, Session
from programs.citations import Cited, committee_of
from programs.enums import Authority
from programs.text import whole_number
from reports.builders.council_papers import council_decision
from reports.builders.result_notices import addressees, notice
from reports.builders.rules_paper import rules_paper
from reports.builders.session_catalogue import SESSION_PAPERS
from reports.enums import PaperState
from reports.models import OutgoingPaper

NOTICE = "result-notice"
_OFFERED = 50
_NEWEST = 3  # sessions whose notices are offered one by one


def councils(user):
    """Those of the province: a district's papers are numbered by its own office."""
    rows = Council.objects.visible_to(user).filter(level=Authority.PROVINCE)
    return rows.select_related("unit", "rules").order_by("-starts_on", "-pk")


def sessions(user, states):
    """Those of Councils on the portal: of one outside it the papers stand on paper."""
    rows = Session.objects.visible_to(user).filter(council__level=Authority.PROVINCE)
    rows = rows.exclude(council__rules=None)
    related = ("council__unit", "council__rules")
    return rows.filter(state__in=states).select_related(*related).order_by("-starts_at", "-pk")


def closed_sessions(user):
    return sessions(user, [SessionState.CLOSED])


def _decided(user):
    return councils(user).exclude(state__in=sorted(DECIDED_COUNCILS))


def _of_paper(paper, user):
    """The sessions of which there is something to write."""
    rows = sessions(user, sorted(paper.drafted_in))
    if paper.verdicts:
        rows = rows.filter(evaluations__verdict__in=sorted(paper.verdicts)).distinct()
    return rows


def _rules(user):
    """The drafts of the province: what was put in force has its number already."""
    rows = CouncilRules.objects.visible_to(user).filter(level=Authority.PROVINCE)
    rows = rows.filter(state=RulesState.DRAFT).prefetch_related("group_seats")
    return rows.order_by("-valid_from", "-pk")


def offers(find, user):
    return [(str(row.pk), str(row)) for row in find(user)[:_OFFERED]]


def build(find, builder, key, user):
    row = find(user).filter(pk=whole_number(key) or 0).first()
    return row and builder(row)


# --- Notices -----------------------------------------------------------------------------------


def notice_key(session, key):
    """As a notice's source names it: "12-u5" is what session 12 tells unit 5."""
    return f"{session.pk}-{key}"


def drafted(session) -> set[str]:
    """The sources of the notices of this session that were drafted and not thrown away."""
    rows = OutgoingPaper.objects.filter(source__startswith=f"{NOTICE}:{session.pk}-")
    rows = rows.exclude(state__in=[PaperState.DROPPED, PaperState.WITHDRAWN])
    return {*rows.values_list("source", flat=True)}


def left(session):
    """The addressees for whom no notice was drafted yet."""
    known = drafted(session)
    return [
        each
        for each in addressees(session).values()
        if f"{NOTICE}:{notice_key(session, each.key)}" not in known
    ]


def _notice_offers(user):
    return [
        (notice_key(session, each.key), f"{each.name}: phiên {session.code}")
        for session in closed_sessions(user)[:_NEWEST]
        for each in left(session)
    ]


def _notice(key, user):
    pk, _, whom = key.partition("-")
    session = closed_sessions(user).filter(pk=whole_number(pk) or 0).first()
    found = session and addressees(session).get(whom)
    return found and notice(session, found, decision_on(session))


def decision_on(session) -> Cited | None:
    """The decision that recognised the products of the session, where the register issued it."""
    rows = OutgoingPaper.objects.filter(source=f"recognition:{session.pk}")
    row = rows.filter(state=PaperState.ISSUED).order_by("-day", "-pk").first()
    return row and Cited(row.label, row.day, committee_of(session.council.unit))


# {name: (title, what is offered, what is built)}.
OF_COUNCILS = {
    name: (title, partial(offers, find), partial(build, find, builder))
    for name, title, find, builder in (
        ("council", "Quyết định thành lập Hội đồng", _decided, council_decision),
        ("council-rules", "Quyết định ban hành Quy chế hoạt động", _rules, rules_paper),
        *(
            (paper.source, paper.title, partial(_of_paper, paper), paper.build)
            for paper in SESSION_PAPERS
        ),
    )
} | {NOTICE: ("Thông báo kết quả đánh giá, phân hạng", _notice_offers, _notice)}
