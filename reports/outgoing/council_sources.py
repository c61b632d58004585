"""Papers of the province's Councils that are drafted into the register of outgoing papers."""

from functools import partial

from councils.enums import CALLED_SESSIONS, DECIDED_COUNCILS, SessionState, Verdict
from councils.models import Council, Session
from programs.enums import Authority
from programs.text import whole_number
from reports.builders.council_papers import council_decision, invitation
from reports.builders.session_papers import minutes, recognition_decision


def councils(user):
    """Those of the province: a district's papers are numbered by its own office."""
    rows = Council.objects.visible_to(user).filter(level=Authority.PROVINCE)
    return rows.select_related("unit", "rules").order_by("-starts_on", "-pk")


def sessions(user, states):
    rows = Session.objects.visible_to(user).filter(council__level=Authority.PROVINCE)
    related = ("council__unit", "council__rules")
    return rows.filter(state__in=states).select_related(*related).order_by("-starts_at", "-pk")


def _decided(user):
    return councils(user).exclude(state__in=sorted(DECIDED_COUNCILS))


def _recognising(user):
    rows = sessions(user, [SessionState.CLOSED])
    return rows.filter(evaluations__verdict=Verdict.RECOGNISE).distinct()


def offers(find, user):
    return [(str(row.pk), str(row)) for row in find(user)[:50]]


def build(find, builder, key, user):
    row = find(user).filter(pk=whole_number(key) or 0).first()
    return row and builder(row)


_KINDS = (
    ("council", "Quyết định thành lập Hội đồng", _decided, council_decision),
    (
        "invitation",
        "Mời họp Hội đồng",
        partial(sessions, states=sorted(CALLED_SESSIONS - {SessionState.CLOSED})),
        invitation,
    ),
    (
        "council-minutes",
        "Biên bản phiên họp Hội đồng",
        partial(sessions, states=[SessionState.CLOSED]),
        minutes,
    ),
    ("recognition", "Quyết định công nhận sản phẩm", _recognising, recognition_decision),
)
# {name: (title, what is offered, what is built)}.
OF_COUNCILS = {
    name: (title, partial(offers, find), partial(build, find, builder))
    for name, title, find, builder in _KINDS
}
