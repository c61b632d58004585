"""Addresses of sign-in: only those of allauth's pages that the portal offers.

The names are allauth's own, without the app's, because its code and settings ask for them so.
Signing up, managing e-mail addresses and outside accounts have no address at all.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import path, re_path

from programs.views import sign_in

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-nhap/ma/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("quen-mat-khau/", account.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^dat-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.PasswordLinkView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("doi-mat-khau/", sign_in.OwnPasswordView.as_view(), name="account_change_password"),
    path("xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("xac-nhan-lai/ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("hai-lop/", mfa.index, name="mfa_index"),
    path("hai-lop/bat/", sign_in.TotpActivateView.as_view(), name="mfa_activate_totp"),
    path("hai-lop/tat/", sign_in.TotpDeactivateView.as_view(), name="mfa_deactivate_totp"),
    path(
        "hai-lop/ma-du-phong/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "hai-lop/ma-du-phong/moi/",
        sign_in.RecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("phien/", sign_in.SessionListView.as_view(), name="usersessions_list"),
]
