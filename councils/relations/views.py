"""The pages of marked relations: the list, one of them, how it is marked, ended, struck out."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from councils.models import Relation
from councils.models.relations import producers_kept
from councils.relations import marking
from councils.relations.forms import RelationForm
from councils.relations.listings import RELATIONS
from products.models import Producer
from programs.fields import DayField
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import offer, rail
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted
from programs.workflow import Ask

NOTE = Ask("note", "Lý do")


def relation_list(request):
    return listing_view(request, RELATIONS)


def _relation(request, pk):
    related = ("producer", "agency", "user", "marked_by", "ended_by", "struck_by")
    rows = Relation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related(*related), pk=pk)


def relation_detail(request, pk):
    relation, user = _relation(request, pk), request.user
    may_end = marking.ending_refusal(relation, user) is None
    may_strike = marking.changing_refusal(relation, user) is None
    offers = [
        *offer(may_end, "ghi kết thúc", "councils:relation_end", pk),
        *offer(may_strike, "gạch bỏ vì ghi sai", "councils:relation_strike", pk, away=True),
    ]
    context = {
        "relation": relation,
        "reads_producer": Producer.objects.visible_to(user)
        .filter(pk=relation.producer_id)
        .exists(),
        "rail": rail(offers),
        "contact": relation.marked_by,
        "contact_of": "Người ghi",
        "trail": Event.objects.about(relation).select_related("actor")[:20],
    }
    return render(request, "councils/relation_detail.html", context)


def relation_create(request, pk):
    producer = get_object_or_404(producers_kept(request.user), pk=pk)
    form = RelationForm(posted(request), instance=Relation(producer=producer), by=request.user)

    def act(form):
        return marking.mark(form.save(commit=False), by=request.user, key=form.key)

    return act_page(
        request,
        form,
        act,
        done="Đã ghi",
        title="Ghi quan hệ với chủ thể",
        explanation=(
            "Ghế hoặc người này không chấm, không đọc phiếu của sản phẩm của chủ thể trong thời "
            "gian ấy; phiên họp đã mời được ghi ngay. Chỉ cơ quan cấp tỉnh, thư ký Hội đồng và "
            "người được ghi đọc được."
        ),
        subject=producer,
        back=reverse(RELATIONS.page),
    )


def relation_end(request, pk):
    relation = _relation(request, pk)
    if refused := marking.ending_refusal(relation, request.user):
        raise refused
    form = StepForm(
        posted(request), asks=[Ask("until", "Ngày kết thúc", field=DayField), NOTE], about=relation
    )

    def act(form):
        answers = form.answers()
        facts = {"by": request.user, "key": form.key}
        return marking.end(relation, answers["until"], answers["note"], **facts)

    return act_page(
        request,
        form,
        act,
        done="Đã ghi kết thúc",
        title="Ghi kết thúc quan hệ",
        subject=relation,
        submit="Ghi kết thúc",
        back=relation.get_absolute_url(),
    )


def relation_strike(request, pk):
    relation = _relation(request, pk)
    if refused := marking.changing_refusal(relation, request.user):
        raise refused

    def act(form):
        note = form.answers()["note"]
        return marking.strike(relation, note, by=request.user, key=form.key)

    return act_page(
        request,
        StepForm(posted(request), asks=[NOTE], about=relation),
        act,
        done="Đã gạch bỏ",
        title="Gạch bỏ quan hệ ghi sai",
        explanation="Quan hệ vẫn đọc được, không tính vào ngày nào. Đã hết thì ghi kết thúc.",
        subject=relation,
        submit="Gạch bỏ",
        is_removal=True,
        back=relation.get_absolute_url(),
    )
