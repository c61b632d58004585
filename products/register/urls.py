"""Addresses of the register: producers, products, certificates."""

from django.urls import path

from products.certificates import views
from products.certificates.listings import CERTIFICATES
from products.models import Producer, Product
from products.register import views as register_views
from products.register.listings import PRODUCERS, PRODUCTS

urlpatterns = [
    path("chu-the/", register_views.register_list, {"listing": PRODUCERS}, name="producer_list"),
    path("chu-the/moi/", register_views.producer_create, name="producer_create"),
    path("chu-the/<int:pk>/", register_views.producer_detail, name="producer_detail"),
    path("chu-the/<int:pk>/sua/", register_views.producer_update, name="producer_update"),
    path(
        "chu-the/<int:pk>/gop/",
        register_views.record_merge,
        {"model": Producer},
        name="producer_merge",
    ),
    path("chu-the/<int:pk>/san-pham/moi/", register_views.product_create, name="product_create"),
    path(
        "san-pham/",
        register_views.register_list,
        {"listing": PRODUCTS, "template": "products/product_list.html"},
        name="product_list",
    ),
    path("san-pham/<int:pk>/", register_views.product_detail, name="product_detail"),
    path("san-pham/<int:pk>/sua/", register_views.product_update, name="product_update"),
    path("san-pham/<int:pk>/ma/", register_views.product_code, name="product_code"),
    path(
        "san-pham/<int:pk>/gop/",
        register_views.record_merge,
        {"model": Product},
        name="product_merge",
    ),
    path(
        "san-pham/<int:pk>/cong-nhan/",
        views.certificate_prepare,
        name="certificate_prepare",
    ),
    path(
        "giay-chung-nhan/",
        register_views.register_list,
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
]
