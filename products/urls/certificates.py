"""Addresses of certificates: from the draft to the revocation, and what ends."""

from django.urls import path

from products.certificates import expiry_views, views
from products.certificates.expiry_listings import EXPIRING, LAPSED, LETTERS
from products.certificates.listings import CERTIFICATES
from products.ground.views import register_list
from programs.views.bulk import bulk_view

LISTS = "products/expiry_list.html"

urlpatterns = [
    path(
        "san-pham/<int:pk>/cong-nhan/",
        views.certificate_prepare,
        name="certificate_prepare",
    ),
    path(
        "giay-chung-nhan/",
        register_list,
        {"listing": CERTIFICATES},
        name="certificate_list",
    ),
    path(
        "giay-chung-nhan/<int:pk>/",
        views.certificate_detail,
        name="certificate_detail",
    ),
    path(
        "giay-chung-nhan/<int:pk>/buoc/<slug:name>/",
        views.certificate_step,
        name="certificate_step",
    ),
    path(
        "giay-chung-nhan/<int:pk>/keo-dai/",
        views.certificate_extend,
        name="certificate_extend",
    ),
    path(
        "giay-chung-nhan/<int:pk>/khoi-phuc/",
        views.certificate_reinstate,
        name="certificate_reinstate",
    ),
    path(
        "giay-chung-nhan/<int:pk>/thu-hoi/",
        views.revocation_propose,
        name="revocation_propose",
    ),
    path(
        "thu-hoi/<int:pk>/buoc/<slug:name>/",
        views.revocation_step,
        name="revocation_step",
    ),
    path("giay-chung-nhan/bang-het-han/", expiry_views.expiry_board, name="expiry_board"),
    path(
        "giay-chung-nhan/sap-het-han/",
        register_list,
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
        register_list,
        {"listing": LAPSED, "template": LISTS},
        name="lapsed_list",
    ),
    path(
        "giay-chung-nhan/cong-van/",
        register_list,
        {"listing": LETTERS, "template": LISTS},
        name="letter_list",
    ),
    path("giay-chung-nhan/<int:pk>/ly-do/", expiry_views.lapse_record, name="lapse_record"),
]
