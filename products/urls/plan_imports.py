"""Addresses of files that are read into a plan."""

from django.urls import path

from products.plan_imports import views
from programs.views.limits import limited

urlpatterns = [
    path(
        "ke-hoach/<int:pk>/nhap-tep/",
        limited("import")(views.import_upload),
        name="import_upload",
    ),
    path("nhap-tep/<int:pk>/", views.import_preview, name="import_preview"),
    path(
        "nhap-tep/<int:pk>/sua/",
        limited("confirm")(views.import_correct),
        name="import_correct",
    ),
    path(
        "nhap-tep/<int:pk>/xac-nhan/",
        limited("confirm")(views.import_confirm),
        name="import_confirm",
    ),
    path("nhap-tep/<int:pk>/hoan-tac/", views.import_undo, name="import_undo"),
]
