"""Addresses about the end of certificates, and of post-checks."""

from django.urls import path

from products.certificates import expiry_views
from products.certificates.expiry_listings import LAPSED, LETTERS
from products.certificates.listings import EXPIRING
from products.inspections import views
from products.register import views as register_views
from programs.views.bulk import bulk_view

LISTS = "products/expiry_list.html"

urlpatterns = [
    path("giay-chung-nhan/bang-het-han/", expiry_views.expiry_board, name="expiry_board"),
    path(
        "giay-chung-nhan/sap-het-han/",
        register_views.register_list,
        {"listing": EXPIRING, "template": LISTS},
        name="expiring_list",
    ),
    path(
        "giay-chung-nhan/sap-het-han/hang-loat/<slug:name>/",
        bulk_view,
        {"listing": EXPIRING},
        name="expiring_bulk",
    ),
    path(
        "giay-chung-nhan/da-het-han/",
        register_views.register_list,
        {"listing": LAPSED, "template": LISTS},
        name="lapsed_list",
    ),
    path(
        "giay-chung-nhan/cong-van/",
        register_views.register_list,
        {"listing": LETTERS, "template": LISTS},
        name="letter_list",
    ),
    path("giay-chung-nhan/<int:pk>/ly-do/", expiry_views.lapse_record, name="lapse_record"),
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
