"""Addresses of papers that go out, and of their numbers."""

from django.urls import path

from programs.views.bulk import bulk_view
from reports.outgoing import views
from reports.outgoing.listings import OUTGOING_PAPERS
from reports.views import outgoing as files

urlpatterns = [
    path("van-ban-di/", views.outgoing_list, name="outgoing_list"),
    path(
        "van-ban-di/hang-loat/<slug:name>/",
        bulk_view,
        {"listing": OUTGOING_PAPERS},
        name="outgoing_bulk",
    ),
    path("van-ban-gui-den/", views.received_list, name="received_list"),
    path("van-ban-di/soan/", views.outgoing_create, name="outgoing_create"),
    path("van-ban-di/so/", views.number_list, name="number_list"),
    path("van-ban-di/so/giu-truoc/", views.number_reserve, name="number_reserve"),
    path("van-ban-di/so/<int:pk>/tra-lai/", views.number_return, name="number_return"),
    path("van-ban-di/<int:pk>/", views.outgoing_detail, name="outgoing_detail"),
    path("van-ban-di/<int:pk>/sua/", views.outgoing_update, name="outgoing_update"),
    path("van-ban-di/<int:pk>/ban-ky/", views.outgoing_copy_add, name="outgoing_copy_add"),
    path(
        "van-ban-di/ban-ky/<int:pk>/tai-ve",
        files.outgoing_copy_file,
        {"extension": "copy"},
        name="outgoing_copy_file",
    ),
    path("van-ban-di/<int:pk>/tai-ve.<str:extension>", files.outgoing_file, name="outgoing_file"),
    path("van-ban-di/<int:pk>/xem.pdf", files.outgoing_preview, name="outgoing_preview"),
    path("van-ban-di/<int:pk>/<slug:name>/", views.outgoing_step, name="outgoing_step"),
]
