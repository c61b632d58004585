"""Addresses of accounts and the trail, under the name of the app."""

from django.urls import path

from programs.listings import EVENTS
from programs.views import accounts, notices
from programs.views.listings import listing_view

urlpatterns = [
    path("tai-khoan-cong-vu/", accounts.user_list, name="user_list"),
    path("tai-khoan-cong-vu/moi/", accounts.user_invite, name="user_invite"),
    path("tai-khoan-cong-vu/<int:pk>/", accounts.UserDetailView.as_view(), name="user_detail"),
    path("tai-khoan-cong-vu/<int:pk>/khoa/", accounts.user_deactivate, name="user_deactivate"),
    path("tai-khoan-cong-vu/<int:pk>/mo-lai/", accounts.user_activate, name="user_activate"),
    path("tai-khoan-cong-vu/<int:pk>/vai-tro/", accounts.role_propose, name="role_propose"),
    path("tai-khoan-cong-vu/<int:pk>/lien-ket/", accounts.user_send_link, name="user_send_link"),
    path("vai-tro/<int:pk>/xac-nhan/", accounts.role_confirm, name="role_confirm"),
    path("de-nghi-tai-khoan/", accounts.account_request_list, name="account_request_list"),
    path("de-nghi-tai-khoan/gui/", accounts.account_request_create, name="account_request_create"),
    path(
        "de-nghi-tai-khoan/<int:pk>/lap/",
        accounts.account_request_accept,
        name="account_request_accept",
    ),
    path("toi/", accounts.profile, name="profile"),
    path("toi/thu/", notices.mail_choices, name="mail_choices"),
    path("thong-bao/", notices.notification_list, name="notification_list"),
    path("thong-bao/da-doc/", notices.notifications_read, name="notifications_read"),
    path("nhat-ky/", listing_view, {"listing": EVENTS}, name="event_list"),
]
