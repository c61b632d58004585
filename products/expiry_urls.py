"""Addresses about the end of certificates, and of post-checks."""

from django.urls import path

from products.certificate_listings import EXPIRING
from products.expiry_listings import LAPSED, LETTERS
from products.views import expiry, inspections, register
from programs.views.bulk import bulk_view

LISTS = "products/expiry_list.html"

urlpatterns = [
    path("giay-chung-nhan/bang-het-han/", expiry.expiry_board, name="expiry_board"),
    path(
        "giay-chung-nhan/sap-het-han/",
        register.register_list,
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
        register.register_list,
        {"listing": LAPSED, "template": LISTS},
        name="lapsed_list",
    ),
    path(
        "giay-chung-nhan/cong-van/",
        register.register_list,
        {"listing": LETTERS, "template": LISTS},
        name="letter_list",
    ),
    path("giay-chung-nhan/<int:pk>/ly-do/", expiry.lapse_record, name="lapse_record"),
    path("hau-kiem/", inspections.inspection_list, name="inspection_list"),
    path("hau-kiem/<int:pk>/", inspections.inspection_detail, name="inspection_detail"),
    path("hau-kiem/<int:pk>/ket-qua/", inspections.inspection_findings, name="inspection_findings"),
    path(
        "hau-kiem/<int:pk>/buoc/<slug:name>/", inspections.inspection_step, name="inspection_step"
    ),
    path("hau-kiem/ke-hoach/", inspections.inspection_plan_list, name="inspection_plan_list"),
    path(
        "hau-kiem/ke-hoach/moi/",
        inspections.inspection_plan_create,
        name="inspection_plan_create",
    ),
    path(
        "hau-kiem/ke-hoach/<int:pk>/",
        inspections.inspection_plan_detail,
        name="inspection_plan_detail",
    ),
    path(
        "hau-kiem/ke-hoach/<int:pk>/sua/",
        inspections.inspection_plan_update,
        name="inspection_plan_update",
    ),
    path(
        "hau-kiem/ke-hoach/<int:pk>/buoc/<slug:name>/",
        inspections.inspection_plan_step,
        name="inspection_plan_step",
    ),
]
