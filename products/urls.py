"""Addresses of the subject."""

from django.urls import path

from products.book_urls import urlpatterns as books
from products.document_urls import urlpatterns as documents
from products.dossier_urls import urlpatterns as dossiers
from products.expiry_urls import urlpatterns as expiry
from products.listings import PLANS, REGISTRATIONS
from products.publication_urls import urlpatterns as publications
from products.register_urls import urlpatterns as register
from products.reorganisation_urls import urlpatterns as reorganisation
from products.views import board, editor, imports, plans, registrations
from programs.views.bulk import bulk_view
from programs.views.limits import limited
from programs.views.listings import listing_view

app_name = "products"
urlpatterns = [
    path("dot/<int:pk>/tinh-hinh/", board.plan_board, name="plan_board"),
    path("dot/<int:pk>/nhac/", board.plan_remind, name="plan_remind"),
    path("dot/<int:pk>/ke-hoach-cua-don-vi/", plans.plan_of_unit, name="plan_of_unit"),
    path("ke-hoach/", listing_view, {"listing": PLANS}, name="plan_list"),
    path(
        "ke-hoach/hang-loat/<slug:name>/",
        bulk_view,
        {"listing": PLANS},
        name="plan_bulk",
    ),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("ke-hoach/<int:pk>/sua/", plans.plan_update, name="plan_update"),
    path("ke-hoach/<int:pk>/buoc/<slug:name>/", plans.plan_step, name="plan_step"),
    path("ke-hoach/<int:pk>/dieu-chinh/", plans.plan_adjust, name="plan_adjust"),
    path("ke-hoach/<int:pk>/gop-y/", plans.plan_comment, name="plan_comment"),
    path("ke-hoach/<int:pk>/ban-quet/", plans.plan_scan, name="plan_scan"),
    path(
        "ke-hoach/<int:pk>/san-pham/them/",
        registrations.registration_create,
        name="registration_create",
    ),
    path("ke-hoach/<int:pk>/bang/", editor.plan_rows, name="plan_rows"),
    path("ke-hoach/<int:pk>/bang/<slug:name>/", editor.plan_rows_act, name="plan_rows_act"),
    path(
        "ke-hoach/<int:pk>/nhap-tep/",
        limited("import")(imports.import_upload),
        name="import_upload",
    ),
    path("nhap-tep/<int:pk>/", imports.import_preview, name="import_preview"),
    path(
        "nhap-tep/<int:pk>/sua/",
        limited("confirm")(imports.import_correct),
        name="import_correct",
    ),
    path(
        "nhap-tep/<int:pk>/xac-nhan/",
        limited("confirm")(imports.import_confirm),
        name="import_confirm",
    ),
    path("nhap-tep/<int:pk>/hoan-tac/", imports.import_undo, name="import_undo"),
    path("ban-da-gui/<int:pk>/", plans.sealed_plan, name="sealed_plan"),
    path("so-luong/<int:pk>/", registrations.counts, name="counts"),
    path(
        "san-pham-dang-ky/",
        listing_view,
        {"listing": REGISTRATIONS},
        name="registration_list",
    ),
    path(
        "san-pham-dang-ky/<int:pk>/sua/",
        registrations.registration_update,
        name="registration_update",
    ),
    path(
        "san-pham-dang-ky/<int:pk>/xoa/",
        registrations.registration_delete,
        name="registration_delete",
    ),
    *register,
    *dossiers,
    *documents,
    *publications,
    *reorganisation,
    *books,
    *expiry,
]
