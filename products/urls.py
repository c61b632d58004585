"""Addresses of the subject."""

from django.urls import path

from products.books.urls import urlpatterns as books
from products.certificates.urls import urlpatterns as expiry
from products.dossiers.paper_urls import urlpatterns as documents
from products.dossiers.urls import urlpatterns as dossiers
from products.plan_imports import views as plan_imports_views
from products.plans import board_views, row_views
from products.plans import views as plans_views
from products.plans.editor import views
from products.plans.listings import PLANS, REGISTRATIONS
from products.register.publication_urls import urlpatterns as publications
from products.register.urls import urlpatterns as register
from products.reorganisation.urls import urlpatterns as reorganisation
from programs.views.bulk import bulk_view
from programs.views.limits import limited
from programs.views.listings import listing_view

app_name = "products"
urlpatterns = [
    path("dot/<int:pk>/tinh-hinh/", board_views.plan_board, name="plan_board"),
    path("dot/<int:pk>/nhac/", board_views.plan_remind, name="plan_remind"),
    path("dot/<int:pk>/ke-hoach-cua-don-vi/", plans_views.plan_of_unit, name="plan_of_unit"),
    path("ke-hoach/", listing_view, {"listing": PLANS}, name="plan_list"),
    path(
        "ke-hoach/hang-loat/<slug:name>/",
        bulk_view,
        {"listing": PLANS},
        name="plan_bulk",
    ),
    path("ke-hoach/<int:pk>/", plans_views.plan_detail, name="plan_detail"),
    path("ke-hoach/<int:pk>/sua/", plans_views.plan_update, name="plan_update"),
    path("ke-hoach/<int:pk>/buoc/<slug:name>/", plans_views.plan_step, name="plan_step"),
    path("ke-hoach/<int:pk>/dieu-chinh/", plans_views.plan_adjust, name="plan_adjust"),
    path("ke-hoach/<int:pk>/gop-y/", plans_views.plan_comment, name="plan_comment"),
    path("ke-hoach/<int:pk>/ban-quet/", plans_views.plan_scan, name="plan_scan"),
    path(
        "ke-hoach/<int:pk>/san-pham/them/",
        row_views.registration_create,
        name="registration_create",
    ),
    path("ke-hoach/<int:pk>/bang/", views.plan_rows, name="plan_rows"),
    path("ke-hoach/<int:pk>/bang/<slug:name>/", views.plan_rows_act, name="plan_rows_act"),
    path(
        "ke-hoach/<int:pk>/nhap-tep/",
        limited("import")(plan_imports_views.import_upload),
        name="import_upload",
    ),
    path("nhap-tep/<int:pk>/", plan_imports_views.import_preview, name="import_preview"),
    path(
        "nhap-tep/<int:pk>/sua/",
        limited("confirm")(plan_imports_views.import_correct),
        name="import_correct",
    ),
    path(
        "nhap-tep/<int:pk>/xac-nhan/",
        limited("confirm")(plan_imports_views.import_confirm),
        name="import_confirm",
    ),
    path("nhap-tep/<int:pk>/hoan-tac/", plan_imports_views.import_undo, name="import_undo"),
    path("ban-da-gui/<int:pk>/", plans_views.sealed_plan, name="sealed_plan"),
    path("so-luong/<int:pk>/", row_views.counts, name="counts"),
    path(
        "san-pham-dang-ky/",
        listing_view,
        {"listing": REGISTRATIONS},
        name="registration_list",
    ),
    path(
        "san-pham-dang-ky/<int:pk>/sua/",
        row_views.registration_update,
        name="registration_update",
    ),
    path(
        "san-pham-dang-ky/<int:pk>/xoa/",
        row_views.registration_delete,
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
