"""The certificates that follow from a closed session, prepared in one act (matrix N1).

Issuing each is a second person's act; what a result leads to is asked of the dossier's own result.
"""

from collections import Counter
from datetime import date
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from councils.enums import SessionState, Verdict
from councils.models import Evaluation, Session
from councils.sessions.preparing import goes_up
from products.certificates import issuing
from products.certificates.history import with_worth
from products.dossiers.clocks import governing
from products.dossiers.workflow import resting
from products.enums import IN_FORCE, CertificateState, DossierKind
from products.models import Certificate
from programs.acts import StepRefused, act
from programs.enums import DEPARTMENT, Authority
from programs.models import Regulation, StarBand
from programs.regulations import end_of, is_above
from programs.text import in_figures

# Of the others nothing is granted.
_PROMISING = (Verdict.RECOGNISE, Verdict.FORWARD)
_NOTHING = (
    "Không còn sản phẩm nào của phiên họp này để chuẩn bị giấy chứng nhận theo quyết định của "
    "ngày đó."
)


class Line(NamedTuple):
    """A product that the Council named a star of, and what is prepared of it.

    `certificate` is what rests on the result already; `why` says why nothing more is prepared, ""
    where it is. `grant` is (regulation, who recognises, last day if issued on the decision's day),
    None where the law grants nothing that day. `note` says what becomes of the present certificate.
    """

    evaluation: Evaluation
    star: int
    certificate: Certificate | None
    why: str
    grant: tuple | None
    note: str

    @property
    def is_ready(self):
        return not self.why


def lines_of(session, day: date | None = None) -> list[Line]:
    """By the agenda, for a decision of this day: of the closing without one."""
    grant = cache(lambda star: _grant(star, day or localdate(session.closed_at)))
    return [_line(found, grant) for found in _found(_promising(session.evaluations))]


def left() -> list[tuple[Session, int]]:
    """Closed sessions with how many products wait for a draft, in a fixed number of queries."""
    is_draft = Q(state=CertificateState.PREPARED)
    since = Q(state=CertificateState.ISSUED, issued_on__gte=OuterRef("dossier__concluded_on"))
    there = Certificate.objects.filter(is_draft | since, product=OuterRef("dossier__product"))
    rows = Evaluation.objects.filter(session__state=SessionState.CLOSED).exclude(
        Exists(there) | Q(dossier__concluded_on=None)
    )
    waiting = Counter(
        found.evaluation.session for found in _found(_promising(rows)) if not found.why
    )
    return sorted(waiting.items(), key=lambda pair: (pair[0].closed_at, pair[0].pk))


def _promising(rows):
    related = ("dossier__product__producer", "dossier__certificate", "session__council")
    rows = rows.select_related(*related, "outside_result")
    return rows.filter(verdict__in=_PROMISING, star__isnull=False)


class _Found(NamedTuple):
    """The same before it is asked what the law grants on a day; `held` is the present one."""

    evaluation: Evaluation
    star: int
    band: StarBand
    certificate: Certificate | None
    held: Certificate | None
    why: str


def _found(evaluations):
    evaluations = list(evaluations)
    if not evaluations:
        return
    there = resting([each.dossier for each in evaluations if each.dossier.concluded_on])
    held = _held([each.dossier for each in evaluations])
    laws = list(Regulation.objects.prefetch_related("starbands"))
    for each in evaluations:
        star = each.dossier.result_star or each.star
        bands = governing(each.dossier, laws).starbands.all()
        band = next(row for row in bands if row.star == star)
        known = there.get(each.dossier_id), held.get(each.dossier.certificate_id)
        yield _Found(each, star, band, *known, _objection(each, *known, band))


def _held(dossiers):
    """{key: certificate} of those that dossiers start from and that are in force today."""
    keys = [each.certificate_id for each in dossiers if each.certificate_id]
    rows = Certificate.objects.issued().filter(pk__in=keys).prefetch_related("events")
    return {row.pk: row for row, status in with_worth(rows) if status in IN_FORCE}


def _grant(star, day):
    """((regulation, authority, last day), "") of a star, or (None, why not)."""
    try:
        law, authority, validity = issuing.law_of_grant(star, day)
    except ValidationError as refused:  # the law says nothing, or there is none
        return None, refused.message
    return (law, Authority(authority).label, end_of(validity, day)), ""


def _line(found, grant):
    evaluation, star, band, certificate, held, why = found
    granted, objection = grant(star) if band.granted_by else (None, "")
    note = "" if why or objection else _note(star, held)
    return Line(evaluation, star, certificate, why or objection, granted, note)


def _objection(evaluation, certificate, held, band):
    """Why no certificate is prepared on this result, in a sentence, or ""."""
    dossier, level = evaluation.dossier, evaluation.session.council.level
    if not dossier.concluded_on or goes_up(evaluation):  # then the result is the province's
        return "Hồ sơ không còn mang kết quả của phiên họp."
    if certificate:
        return f"Đã có {certificate}."
    if not band.granted_by:
        return "Kết quả không đủ để công nhận."
    if is_above(band.granted_by, level):
        return f"Hạng {band.star} sao do {band.get_granted_by_display()} công nhận."
    if dossier.kind == DossierKind.UPGRADE and held and band.star <= held.star:
        return f"Nâng hạng chưa đạt: {held} giữ nguyên đến hết hạn."
    return issuing.merged_objection(dossier.product)


def _note(star, held):
    if not held:
        return ""
    change = "Hạ hạng" if star < held.star else "Thay"
    return f"{change}: {held} hết hiệu lực khi giấy mới được cấp."


# --- The act -----------------------------------------------------------------------------------


def refusal(session, user):
    """The StepRefused that keeps this user from preparing them, or None."""
    if user.role not in DEPARTMENT:
        sentence = "Chỉ cơ quan cấp tỉnh được dự thảo công nhận."
        return StepRefused(sentence, status=403, code="role")
    if session.state != SessionState.CLOSED:
        sentence = "Phiên họp chưa kết thúc nên chưa có kết quả để chuẩn bị giấy chứng nhận."
        return StepRefused(sentence, code="state")
    return None


def prepare_all(session, decision, *, by, key=None, read="") -> list[Certificate]:
    """Drafts for all products that are ready, by one decision: all of them, or none.

    `decision` is {"decision_number", "decision_date"}; `read` the mark of the session that the
    page showed.
    """
    rows = Session.objects.visible_to(by).select_related("council")
    facts = {"rows": rows, "refusal": refusal, "read": read}
    with act(session, by, key, **facts) as the:
        _refuse_day(the.row, decision["decision_date"])
        ready = [line for line in lines_of(the.row, decision["decision_date"]) if line.is_ready]
        if not ready:
            raise StepRefused(_NOTHING, code="nothing")
        drafts = [_prepare(line, decision, by) for line in ready]
        note = "; ".join(f"{draft.product}: {draft.star} sao" for draft in drafts)
        the.record("prepare_certificates", label="chuẩn bị giấy chứng nhận", note=note)
    return drafts


def _refuse_day(session, day):
    issuing.refuse_ahead(day, "decision_date")
    results = localdate(session.closed_at)
    if day < results:
        raise StepRefused(
            f"Ngày quyết định không được trước ngày có kết quả ({results:%d/%m/%Y}).",
            status=422,
            code="decision_date",
        )


def _prepare(line, decision, by):
    product = line.evaluation.dossier.product
    try:
        return issuing.prepare(product, line.star, basis_of(line.evaluation), decision, by=by)
    except StepRefused as refused:
        sentence = f"{product}: {refused.message} Chưa có giấy nào được chuẩn bị."
        raise StepRefused(sentence, status=refused.status, code=refused.code) from refused


def basis_of(evaluation) -> str:
    """What a certificate rests on: the minutes, or the Ministry's paper, and the mean."""
    session, points = evaluation.session, in_figures(evaluation.dossier.result_mean)
    if hasattr(evaluation, "outside_result"):
        return f"Kết quả của Trung ương theo {evaluation.outside_result.number}, {points} điểm"
    minutes = f"Biên bản số {session.minutes_number}" if session.minutes_number else "Biên bản"
    return f"{minutes}, phiên {session.code} ngày {session.day:%d/%m/%Y}, {points} điểm"
