"""Allauth's pages as the portal offers them: what they change is written into the trail."""

from allauth.account.views import PasswordChangeView, PasswordResetFromKeyView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse_lazy

from programs import audit


class RecordedMixin:
    """One event for each form that succeeds, in its transaction."""

    action = label = ""

    def form_valid(self, form):
        response = super().form_valid(form)
        person = self.get_person()
        audit.record(self.action, person, label=self.label, by=person)
        return response

    def get_person(self):
        return self.request.user


class PasswordLinkView(RecordedMixin, PasswordResetFromKeyView):
    """Choose a password through the link of a mail, then sign in with it."""

    action, label = "set_password", "đặt mật khẩu bằng liên kết"
    success_url = reverse_lazy("account_login")

    def get_person(self):
        return self.reset_user


class OwnPasswordView(RecordedMixin, PasswordChangeView):
    action, label = "change_password", "đổi mật khẩu"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class TotpActivateView(RecordedMixin, ActivateTOTPView):
    action, label = "activate_totp", "bật xác thực hai lớp"

    def get_context_data(self, **kwargs):
        is_required = self.request.user.role in settings.SECOND_FACTOR_ROLES
        return super().get_context_data(is_required=is_required, **kwargs)


class TotpDeactivateView(RecordedMixin, DeactivateTOTPView):
    action, label = "deactivate_totp", "tắt xác thực hai lớp"


class RecoveryCodesView(RecordedMixin, GenerateRecoveryCodesView):
    action, label = "generate_recovery_codes", "tạo mã dự phòng"


class SessionListView(RecordedMixin, ListUserSessionsView):
    action, label = "end_sessions", "kết thúc các phiên khác"
