"""Addresses of plans: the board of the units, a plan, its rows and the table that they stand in."""

from django.urls import path

from products.plans import board_views, row_views, views
from products.plans.editor import views as editor
from products.plans.listings import PLANS, REGISTRATIONS
from programs.views.bulk import bulk_view
from programs.views.listings import listing_view

urlpatterns = [
    path("dot/<int:pk>/tinh-hinh/", board_views.plan_board, name="plan_board"),
    path("dot/<int:pk>/nhac/", board_views.plan_remind, name="plan_remind"),
    path("dot/<int:pk>/ke-hoach-cua-don-vi/", views.plan_of_unit, name="plan_of_unit"),
    path("ke-hoach/", listing_view, {"listing": PLANS}, name="plan_list"),
    path("ke-hoach/hang-loat/<slug:name>/", bulk_view, {"listing": PLANS}, name="plan_bulk"),
    path("ke-hoach/<int:pk>/", views.plan_detail, name="plan_detail"),
    path("ke-hoach/<int:pk>/sua/", views.plan_update, name="plan_update"),
    path("ke-hoach/<int:pk>/buoc/<slug:name>/", views.plan_step, name="plan_step"),
    path("ke-hoach/<int:pk>/dieu-chinh/", views.plan_adjust, name="plan_adjust"),
    path("ke-hoach/<int:pk>/gop-y/", views.plan_comment, name="plan_comment"),
    path("ke-hoach/<int:pk>/ban-quet/", views.plan_scan, name="plan_scan"),
    path(
        "ke-hoach/<int:pk>/san-pham/them/",
        row_views.registration_create,
        name="registration_create",
    ),
    path("ke-hoach/<int:pk>/bang/", editor.plan_rows, name="plan_rows"),
    path("ke-hoach/<int:pk>/bang/doc/", editor.plan_block, name="plan_block"),
    path("ke-hoach/<int:pk>/bang/<slug:name>/", editor.plan_rows_act, name="plan_rows_act"),
    path("ban-da-gui/<int:pk>/", views.sealed_plan, name="sealed_plan"),
    path("so-luong/<int:pk>/", row_views.counts, name="counts"),
    path("san-pham-dang-ky/", listing_view, {"listing": REGISTRATIONS}, name="registration_list"),
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
]
