"""People: who they are, who is invited, which role they have, and asking for an account."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from programs import accounts
from programs.enums import ADMIN
from programs.forms.accounts import (
    AccountRequestForm,
    InviteForm,
    PlaceForm,
    ProfileForm,
)
from programs.listings import ACCOUNT_REQUESTS, ACCOUNTS
from programs.models import User
from programs.scoping import ScopedMixin, require_role
from programs.views.listings import listing_view
from programs.views.pages import act_page, form_page, posted


def user_list(request):
    user = request.user
    return listing_view(
        request,
        ACCOUNTS,
        "programs/user_list.html",
        has_no_place=bool(accounts.place_objection(user.role, user.unit_id, user.agency_id)),
    )


class UserDetailView(ScopedMixin, DetailView):
    model = User
    # "user" stays the reader, whom the navigation names.
    context_object_name = "person"

    def get_context_data(self, **kwargs):
        changes = accounts.role_changes_visible_to(self.request.user).filter(user=self.object)
        return super().get_context_data(
            waits=accounts.waits_for(self.object),
            may_change=self.request.user.role in ADMIN,
            changes=changes.select_related("proposed_by", "confirmed_by").order_by("-pk"),
            **kwargs,
        )


def user_invite(request):
    require_role(request.user, ADMIN)
    return _invitation(request)


def account_request_accept(request, pk):
    """Make the account that a unit or an agency asked for, at the place of the one who asked."""
    rows = accounts.requests_visible_to(request.user).select_related("asked_by")
    asked = get_object_or_404(rows, pk=pk)
    require_role(request.user, ADMIN)
    wish = {
        "full_name": asked.full_name,
        "email": asked.email,
        "username": asked.email.partition("@")[0],
        "role": asked.role,
        "unit": asked.asked_by.unit_id,
        "agency": asked.asked_by.agency_id,
    }
    return _invitation(request, asked, wish)


def _invitation(request, asked=None, wish=None):
    back = reverse("programs:user_list")

    def act(form):
        accounts.invite(form.instance, by=request.user, request=asked, key=form.key)
        return form.instance

    return form_page(
        request,
        InviteForm(posted(request), initial=wish),
        act,
        done=lambda person: f"Đã mời {person}: liên kết đặt mật khẩu gửi tới {person.email}.",
        to=back,
        title="Mời lập tài khoản",
        subject=asked,
        submit="Mời",
        back=back,
    )


def _person(request, pk):
    """The person of this address, for an administrator: 404 before 403."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    require_role(request.user, ADMIN)
    return person


@require_POST
def user_deactivate(request, pk):
    person = _person(request, pk)
    accounts.deactivate(person, by=request.user)
    messages.success(request, f"Đã khóa tài khoản: {person}.")
    for sentence in accounts.waits_for(person):
        messages.warning(request, sentence)
    return redirect(person)


@require_POST
def user_activate(request, pk):
    person = _person(request, pk)
    accounts.activate(person, by=request.user)
    messages.success(request, f"Đã mở lại tài khoản: {person}.")
    return redirect(person)


@require_POST
def user_send_link(request, pk):
    person = _person(request, pk)
    accounts.send_link(person, by=request.user)
    messages.success(request, f"Đã gửi liên kết đặt mật khẩu tới {person.email}.")
    return redirect(person)


def role_propose(request, pk):
    person = _person(request, pk)
    if refused := accounts.proposing_refusal(person, request.user):
        raise refused
    place = {"role": person.role, "unit": person.unit_id, "agency": person.agency_id}

    def act(form):
        facts = {"by": request.user, "key": form.key, "read": form.cleaned_data["read"]}
        accounts.propose_role(person, **facts, **form.place())
        return person

    return act_page(
        request,
        PlaceForm(posted(request), initial=place, about=person),
        act,
        done=_news,
        to=person,
        title="Đổi vai trò",
        explanation=(
            "Vai trò quản trị cấp tỉnh chỉ có hiệu lực khi một quản trị viên khác xác nhận; "
            "các vai trò khác có hiệu lực ngay."
        ),
        subject=person,
        submit="Đổi vai trò",
        back=person.get_absolute_url(),
    )


def _news(person):
    change = person.role_changes.latest("pk")
    if change.confirmed_by_id is None:
        return f"Đã đề nghị vai trò quản trị cho {person}: chờ quản trị viên khác xác nhận."
    return f"Đã giao vai trò {change.get_role_display()}: {person}."


@require_POST
def role_confirm(request, pk):
    changes = accounts.role_changes_visible_to(request.user)
    change = get_object_or_404(changes.select_related("user", "proposed_by"), pk=pk)
    require_role(request.user, ADMIN)
    accounts.confirm_role(change, by=request.user)
    messages.success(request, f"Đã giao vai trò {change.get_role_display()}: {change.user}.")
    return redirect(change.user)


def profile(request):
    """One's own name and work contact, and the ways to one's own sign-in."""
    person = User.objects.visible_to(request.user).get(pk=request.user.pk)
    return form_page(
        request,
        ProfileForm(posted(request), instance=person),
        lambda form: accounts.change_profile(person, form.changed_data),
        done="Đã lưu thông tin cá nhân",
        to="programs:profile",
        template="programs/user_profile.html",
    )


def account_request_list(request):
    require_role(request.user, ADMIN)
    return listing_view(request, ACCOUNT_REQUESTS)


def account_request_create(request):
    require_role(request.user, accounts.ASKABLE)

    def act(form):
        accounts.request_account(form.instance, by=request.user, key=form.key)
        return form.instance

    return form_page(
        request,
        AccountRequestForm(posted(request), user=request.user),
        act,
        done="Đã gửi đề nghị cấp tài khoản",
        to="programs:account_request_create",
        template="programs/account_request_form.html",
        objection=accounts.asking_objection(request.user),
        account_requests=accounts.requests_visible_to(request.user).select_related("user"),
    )
