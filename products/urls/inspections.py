"""Addresses of post-checks and their plans."""

from django.urls import path

from products.inspections import views

urlpatterns = [
    path("hau-kiem/", views.inspection_list, name="inspection_list"),
    path("hau-kiem/<int:pk>/", views.inspection_detail, name="inspection_detail"),
    path("hau-kiem/<int:pk>/ket-qua/", views.inspection_findings, name="inspection_findings"),
    path("hau-kiem/<int:pk>/buoc/<slug:name>/", views.inspection_step, name="inspection_step"),
    path("hau-kiem/ke-hoach/", views.inspection_plan_list, name="inspection_plan_list"),
    path(
        "hau-kiem/ke-hoach/moi/",
        views.inspection_plan_create,
        name="inspection_plan_create",
    ),
    path(
        "hau-kiem/ke-hoach/<int:pk>/",
        views.inspection_plan_detail,
        name="inspection_plan_detail",
    ),
    path(
        "hau-kiem/ke-hoach/<int:pk>/sua/",
        views.inspection_plan_update,
        name="inspection_plan_update",
    ),
    path(
        "hau-kiem/ke-hoach/<int:pk>/buoc/<slug:name>/",
        views.inspection_plan_step,
        name="inspection_plan_step",
    ),
]
