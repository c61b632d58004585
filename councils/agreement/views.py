"""The pages of one dossier before the Council: who signed, the opened scores, the conclusion."""

from django.shortcuts import render

from councils.advisory.reports import reading_refusal
from councils.agreement import deciding
from councils.agreement import leniency as leniencies
from councils.agreement.figures import signed_decimals, two_decimals
from councils.agreement.forms import FindingsForm
from councils.agreement.listings import RESULTS
from councils.enums import IN_GROUP, UNDECIDED_SESSIONS, SessionState, SheetState, Standing
from councils.membership.rights import leads
from councils.relations.marking import offers
from councils.sessions import conflicts, outside, results
from councils.sessions.places import next_own, own_standing
from councils.sessions.views import evaluation_of, session_of
from councils.sheets import keying, scoring
from councils.sheets.part_points import PartSheet
from programs.acts import StepRefused
from programs.forms.base import KeyedForm
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import offer, queue_after, rail
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted
from programs.workflow import Ask

_LOCKED = {SheetState.SIGNED, SheetState.ABSTAINED}


def result_list(request):
    return listing_view(request, RESULTS, "councils/result_list.html")


def evaluation_detail(request, pk):
    evaluation, user = evaluation_of(request, pk), request.user
    may_note = results.noting(evaluation, user) is None
    is_typed = results.is_typed(evaluation)
    context = {
        "evaluation": evaluation,
        "rail": rail([*_offers(evaluation, user, may_note=may_note), *_next(evaluation, may_note)]),
        "may_note": may_note,
        "knows_result": evaluation.session.state == SessionState.CLOSED or may_note,
        "conflicts": evaluation.conflicts.select_related("seat__agency", "member"),
        **({} if is_typed else _signatures(evaluation, user)),
        "locked": _LOCKED,
        "reads_scores": deciding.reads_scores(evaluation, user),
        "trail": Event.objects.about(evaluation).select_related("actor")[:20],
    }
    return render(request, "councils/evaluation_detail.html", context)


def _signatures(evaluation, user):
    """Who signed, for those who bring the dossier to its end; else how many, if even that."""
    sees_names = deciding.sees_who_signed(evaluation, user)
    if not (sees_names or deciding.sees_how_many(evaluation, user)):
        return {}
    known = deciding.places(evaluation)
    signed = sum(place.standing == Standing.SIGNED for place in known)
    on_paper = [place for place in known if keying.waits(evaluation, place.seat, user)]
    apart = sum(place.standing == Standing.CONFLICT for place in known)
    facts = {"signed": signed, "seats": len(known), "apart": apart, "on_paper": on_paper}
    return facts | {"places": known if sees_names else []}


def _offers(evaluation, user, *, may_note):
    pk, is_typed = evaluation.pk, results.is_typed(evaluation)
    sits = not is_typed and scoring.place_of(evaluation, user) is not None
    awaits = sits and scoring.awaits(evaluation, user)
    may_correct = results.correcting_refusal(evaluation, user) is None
    may_declare = conflicts.declaring_refusal(evaluation, user) is None
    is_undecided = evaluation.session.state in UNDECIDED_SESSIONS
    presides = not is_typed and deciding.opening_refusal(evaluation, user)
    is_advised = evaluation.session.council.seats.filter(role__in=sorted(IN_GROUP)).exists()
    advice = is_advised and reading_refusal(evaluation, user) is None
    records = deciding.recording_refusal(evaluation, user) is None
    return [
        *offer(sits, "phiếu đánh giá của tôi", "councils:sheet", pk, onward=awaits),
        *([] if is_typed or awaits else _next_sheet(evaluation, user)),
        *offer(advice, "báo cáo của Tổ tư vấn", "councils:advice_detail", pk),
        *_closable(presides, "mở điểm", "councils:scores_open", pk, skip="opened"),
        *offer(
            records,
            "ghi kết luận về tiêu chí",
            "councils:findings",
            pk,
            onward=records and bool(deciding.judgement_of(evaluation).obstacles),
        ),
        *_closable(
            may_note and deciding.concluding_refusal(evaluation, user),
            "chốt kết luận",
            "councils:evaluation_conclude",
            pk,
            skip="typed",
        ),
        *offer(may_note, "ghi diễn biến, kết luận", "councils:evaluation_note", pk),
        *offer(
            may_note and not is_typed and bool(evaluation.verdict),
            "mở lại kết luận",
            "councils:evaluation_reconsider",
            pk,
        ),
        *offer(may_declare, "ghi xung đột lợi ích", "councils:conflict_declare", pk),
        *(offers(evaluation.dossier.product.producer, user) if is_undecided else []),
        *offer(
            outside.recording_refusal(evaluation, user) is None,
            "ghi kết quả của Trung ương",
            "councils:outside_record",
            pk,
            onward=True,
        ),
        *offer(may_correct, "sửa kết quả đã ghi", "councils:result_correct", pk),
        *offer(may_correct, "bỏ kết quả ghi nhầm hồ sơ", "councils:result_strike", pk, away=True),
    ]


def _next_sheet(evaluation, user):
    """The way on to the own sheet that waits next in the session."""
    found = next_own(own_standing(evaluation.session, user), after=evaluation)
    if found is None:
        return []
    return offer(True, "phiếu tiếp theo của tôi ›", "councils:sheet", found.pk, onward=True)


def _queue(evaluation):
    """The dossiers of the session that wait for a conclusion, for who keeps it."""
    waiting = evaluation.session.evaluations.filter(verdict="").order_by("position", "pk")
    return queue_after(
        evaluation,
        waiting.select_related("dossier__product"),
        lambda each: (each.position, each.pk),
        noun="hồ sơ",
        page=evaluation.session,
        name=lambda each: str(each.dossier.product),
    )


def _next(evaluation, may_note):
    """The way on to the next dossier, while the session is under way."""
    if not may_note or evaluation.session.state != SessionState.OPEN:
        return []
    return _queue(evaluation).offers(is_decided=bool(evaluation.verdict))


def _closable(refused, label, name, pk, *, skip):
    """An act with the sentence that closes it now; none for whom it never is, or once it is over.

    `refused` is False where it is not asked, None where nothing stands in the way.
    """
    if refused is False or (refused and refused.code in {"role", "verdict", "state", skip}):
        return []
    return offer(True, label, name, pk, why=refused.message if refused else "", onward=True)


def scores(request, pk):
    """The sheets beside each other, for those to whom they are open (matrix C9, C19)."""
    evaluation = evaluation_of(request, pk)
    if not deciding.reads_scores(evaluation, request.user):
        raise StepRefused("Điểm của hồ sơ này chưa mở cho bạn.", status=403, code="secret")
    judgement = deciding.judgement_of(evaluation)
    figures = judgement.figures
    sheets = list(judgement.matter.sheets.items())
    starred = {each.code: each for each in judgement.starred}
    context = {
        "evaluation": evaluation,
        "members": [name for name, _ in sheets],
        "totals": [sheet.total for _, sheet in sheets],
        "rows": _rows(sheets, starred),
        "judgement": judgement,
        "mean": two_decimals(figures.mean),
        "median": two_decimals(figures.median),
        "spread": two_decimals(figures.spread),
        "failing": [(star, codes) for star, codes in judgement.failing.items() if codes],
    }
    return render(request, "councils/scores.html", context)


def leniency(request, pk):
    """How members compare over a session, for its chair and secretary alone (matrix C35)."""
    session = session_of(request, pk)
    if not leads(request.user, session.council, session.day):
        sentence = "Chỉ Chủ tịch, thư ký Hội đồng xem được độ lệch điểm của các thành viên."
        raise StepRefused(sentence, status=403, code="role")
    compared = leniencies.compared(session, request.user)
    context = {
        "session": session,
        "habits": [
            (each, signed_decimals(each.deviation)) for each in leniencies.habits_of(compared)
        ],
        "far": [
            (each, two_decimals(each.median), signed_decimals(each.distance))
            for each in leniencies.farthest(compared)
        ],
        "count": len(compared),
    }
    return render(request, "councils/leniency.html", context)


def _rows(sheets, starred):
    """[(criterion or part, points of each sheet, whether it has minima, whether they differ)]."""
    if not sheets:
        return []
    if isinstance(sheets[0][1], PartSheet):
        parts = sheets[0][1].parts
        return [
            (part, [sheet.points[part.code] for _, sheet in sheets], False, False) for part in parts
        ]
    each = [{leaf.criterion.code: leaf for leaf in sheet.leaves} for _, sheet in sheets]
    return [
        (
            leaf.criterion,
            [nodes[leaf.criterion.code].points for nodes in each],
            leaf.criterion.code in starred,
            leaf.criterion.code in starred and not starred[leaf.criterion.code].is_agreed,
        )
        for leaf in sheets[0][1].leaves
    ]


def scores_open(request, pk):
    return _plain_act(
        request,
        pk,
        deciding.opening_refusal,
        deciding.open_scores,
        done="Đã mở điểm",
        title="Mở điểm",
        explanation="Thành viên đã ký phiếu, thư ký và chủ trì đọc được điểm của hồ sơ này.",
        submit="Mở điểm",
    )


def evaluation_conclude(request, pk):
    return _plain_act(
        request,
        pk,
        deciding.concluding_refusal,
        deciding.conclude,
        done=lambda row: _queue(row).told(f"Đã chốt kết luận: {row}."),
        title="Chốt kết luận",
        explanation="Hạng sao và kết luận được tính từ các phiếu đã ký và kết luận về tiêu chí.",
        submit="Chốt kết luận",
    )


def _plain_act(request, pk, refusal, rule, **facts):
    """An act for which nothing is typed."""
    evaluation = evaluation_of(request, pk)
    if refused := refusal(evaluation, request.user):
        raise refused

    def act(form):
        return rule(evaluation, by=request.user, key=form.key)

    back = evaluation.get_absolute_url()
    form = KeyedForm(posted(request))
    return act_page(request, form, act, to=back, subject=evaluation, back=back, **facts)


def findings(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := deciding.recording_refusal(evaluation, request.user):
        raise refused
    judgement = deciding.judgement_of(evaluation)
    form = FindingsForm(posted(request), judgement=judgement, evaluation=evaluation)

    def act(form):
        reason = form.cleaned_data["spread_reason"]
        return deciding.record(evaluation, form.levels(), reason, by=request.user, key=form.key)

    back = evaluation.get_absolute_url()
    return act_page(
        request,
        form,
        act,
        done="Đã ghi",
        to=back,
        title="Kết luận về tiêu chí có mức tối thiểu",
        explanation=" ".join(judgement.obstacles) or "Không còn vướng mắc.",
        subject=evaluation,
        back=back,
    )


def evaluation_reconsider(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := results.noting(evaluation, request.user):
        raise refused

    def act(form):
        return deciding.reconsider(
            evaluation, form.answers()["note"], by=request.user, key=form.key
        )

    back = evaluation.get_absolute_url()
    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do")], about=evaluation),
        act,
        done="Đã mở lại kết luận",
        to=back,
        title="Mở lại kết luận",
        subject=evaluation,
        submit="Mở lại",
        back=back,
    )
