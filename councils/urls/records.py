"""Addresses of what members gave, for the heads of their bodies."""

from django.urls import path

from councils.agreement import record_views as views
from councils.agreement.views import result_list

urlpatterns = [
    path("hoi-dong/ket-qua-danh-gia/", result_list, name="result_list"),
    path("hoi-dong/ket-qua/", views.record_list, name="record_list"),
    path("hoi-dong/ket-qua/<int:pk>/", views.record_detail, name="record_detail"),
    path(
        "hoi-dong/ket-qua/<int:pk>/xac-nhan/",
        views.record_confirm,
        name="record_confirm",
    ),
]
