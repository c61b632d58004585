"""The pages of Councils: the list, one of them with its seats and gaps, what is written of it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from councils.enums import DECIDED_COUNCILS, CouncilState, SeatRole
from councils.membership import setting_up
from councils.membership.composition import Composition
from councils.membership.forms import CouncilForm, MemberForm, OutsideCouncilForm, SeatForm
from councils.membership.listings import COUNCILS, MEMBERS
from councils.membership.rights import prepares
from councils.membership.workflow import COUNCIL
from councils.models import Council, Member, Seat
from programs import clock
from programs.enums import DEPARTMENT, Authority, ProductGroup
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import offer, rail, returned, step_offers
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page
from programs.workflow import Ask


def council_list(request):
    return listing_view(request, COUNCILS)


def member_list(request):
    return listing_view(request, MEMBERS)


# --- One Council -------------------------------------------------------------------------------


def _council(request, pk):
    rows = Council.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "rules", "prepared_by"), pk=pk)


def council_detail(request, pk):
    council, user = _council(request, pk), request.user
    day = _day_of(council)
    composition = Composition(council, day)
    may_write = setting_up.writing_refusal(council, user) is None
    context = {
        "council": council,
        "day": day,
        "rail": rail(_offers(council, user), waits=COUNCIL.awaited(council, user)),
        "returned": returned(council),
        "may_write": may_write,
        "sides": _sides(composition),
        "gaps": composition.gaps(),
        "wanted": composition.wanted(ProductGroup.values),
        "in_both": composition.in_both(),
        "dates": [("Nhiệm kỳ từ ngày", council.starts_on, "")]
        + ([("Đến hết ngày", council.ends_on, "")] if council.ends_on else []),
        "contact": council.prepared_by,
        "contact_of": "Người chuẩn bị",
        "trail": Event.objects.about(council).select_related("actor")[:30],
    }
    return render(request, "councils/council_detail.html", context)


def _day_of(council):
    """The day by which the page judges: today, kept inside the term; its first, until decided."""
    if council.state not in DECIDED_COUNCILS:
        return council.starts_on
    day = max(clock.today(), council.starts_on)
    return min(day, council.ends_on) if council.ends_on else day


def _sides(composition):
    """[(anchor, name of the part, [(seat, its people on the day)])] of those that have seats."""
    sides = {False: [], True: []}
    for seat in sorted(composition.seats, key=_place):
        sides[seat.is_in_group].append((seat, composition.people[seat.pk]))
    parts = (("hoi-dong", "Hội đồng", sides[False]), ("to-tu-van", "Tổ tư vấn", sides[True]))
    return [part for part in parts if part[-1]]


def _place(seat):
    return SeatRole.values.index(seat.role), seat.position, seat.pk


def _offers(council, user):
    may_write = setting_up.writing_refusal(council, user) is None
    reads_relations = prepares(user, council) or user.role in DEPARTMENT
    may_hold = council.state in DECIDED_COUNCILS and reads_relations
    if council.is_outside:
        may_write = setting_up.outside_refusal(council, user) is None
        return [
            *offer(may_write, "ghi phiên đã họp", "councils:session_create", council.pk),
            *offer(may_write, "sửa Hội đồng", "councils:council_update", council.pk),
        ]
    return [
        *step_offers(COUNCIL, council, user, "councils:council_step"),
        *offer(may_write, "thêm ghế", "councils:seat_create", council.pk),
        *offer(may_hold, "chuẩn bị phiên họp", "councils:session_create", council.pk),
        *offer(may_write, "sửa Hội đồng", "councils:council_update", council.pk),
        *offer(reads_relations, "quan hệ với chủ thể", "councils:relation_list"),
        *offer(True, "quyết định thành lập (PDF)", "reports:council_decision", council.pk, "pdf"),
        *offer(True, "quyết định thành lập (Word)", "reports:council_decision", council.pk, "docx"),
    ]


def council_create(request):
    if refused := setting_up.creating_refusal(None, request.user):
        raise refused
    council = Council(level=Authority.PROVINCE, starts_on=clock.today())
    return _council_page(request, council, "Chuẩn bị Hội đồng", reverse(COUNCILS.page))


def council_enter(request):
    """A Council that sat outside the portal, so that its sittings can be entered."""
    if refused := setting_up.entering_refusal(None, request.user):
        raise refused
    council = Council(level=Authority.PROVINCE, state=CouncilState.ENDED)
    return _outside_page(request, council, "Ghi Hội đồng ngoài cổng", reverse(COUNCILS.page))


def council_update(request, pk):
    council = _council(request, pk)
    if council.is_outside:
        if refused := setting_up.outside_refusal(council, request.user):
            raise refused
        return _outside_page(request, council, "Sửa Hội đồng", council.get_absolute_url())
    if refused := setting_up.writing_refusal(council, request.user):
        raise refused
    return _council_page(request, council, "Sửa Hội đồng", council.get_absolute_url())


def _outside_page(request, council, title, back):
    form = OutsideCouncilForm(posted(request), instance=council)
    return _facts_page(request, form, setting_up.write_outside, title, back=back)


def _council_page(request, council, title, back):
    form = CouncilForm(posted(request), instance=council, user=request.user)
    return _facts_page(request, form, setting_up.write, title, back=back)


def _facts_page(request, form, write, title, *, back):
    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return write(row, by=request.user, version=version, key=form.key)

    return act_page(request, form, act, done="Đã lưu", title=title, back=back)


def council_step(request, pk, name):
    return step_page(request, _council(request, pk), COUNCIL, name)


# --- Seats and their people --------------------------------------------------------------------


def seat_create(request, pk):
    council = _council(request, pk)
    return _seat_page(request, Seat(council=council, role=SeatRole.MEMBER), "Thêm ghế")


def _seat(request, pk):
    rows = Seat.objects.visible_to(request.user).select_related("council__unit", "agency")
    return get_object_or_404(rows, pk=pk)


def seat_update(request, pk):
    return _seat_page(request, _seat(request, pk), "Sửa ghế")


def _seat_page(request, seat, title):
    council = seat.council
    if refused := setting_up.writing_refusal(council, request.user):
        raise refused
    form = SeatForm(
        posted(request),
        instance=seat,
        by=request.user,
        holder=Composition(council, _day_of(council)).holder(seat) if seat.pk else None,
        is_decided=council.state in DECIDED_COUNCILS,
    )

    def act(form):
        row, facts = form.save(commit=False), _facts(form)
        return setting_up.seat(row, form.person(), by=request.user, **facts)

    back = council.get_absolute_url()
    return act_page(
        request, form, act, done="Đã lưu", to=back, title=title, subject=council, back=back
    )


def _facts(form):
    """What a form says beside the row: the version that was read, the decision, its own key.

    A form without a version has read none of a row that is there.
    """
    said = form.cleaned_data
    return {"version": said["version"] or 0, "note": said.get("note", ""), "key": form.key}


def seat_remove(request, pk):
    seat = _seat(request, pk)
    council = seat.council
    if refused := setting_up.writing_refusal(council, request.user):
        raise refused
    asks = [Ask("note", "Quyết định kiện toàn, lý do")] if council.state in DECIDED_COUNCILS else []

    def act(form):
        note = form.answers().get("note", "")
        setting_up.take_away(seat, by=request.user, note=note, key=form.key)

    back = council.get_absolute_url()
    return act_page(
        request,
        StepForm(posted(request), asks=asks, about=council),
        act,
        done="Đã bỏ ghế.",
        to=back,
        title=f"Bỏ ghế {seat}",
        subject=council,
        submit="Bỏ ghế",
        is_removal=True,
        back=back,
    )


def member_create(request, pk):
    """Somebody who stands in for the holder of this seat, or comes after."""
    seat = _seat(request, pk)
    member = Member(seat=seat, since=_day_of(seat.council), stands_in=True)
    return _member_page(request, member, "Thêm người đi thay, người kế tiếp")


def member_update(request, pk):
    rows = Member.objects.visible_to(request.user)
    related = ("seat__council__unit", "seat__agency", "user")
    member = get_object_or_404(rows.select_related(*related), pk=pk)
    return _member_page(request, member, "Sửa thành viên")


def _member_page(request, member, title):
    council = member.seat.council
    if refused := setting_up.writing_refusal(council, request.user):
        raise refused
    is_decided = council.state in DECIDED_COUNCILS
    form = MemberForm(posted(request), instance=member, by=request.user, is_decided=is_decided)

    def act(form):
        return setting_up.member(form.save(commit=False), by=request.user, **_facts(form))

    back = council.get_absolute_url()
    return act_page(
        request, form, act, done="Đã lưu", to=back, title=title, subject=member.seat, back=back
    )
