"""Addresses of the register: producers, products, certificates."""

from django.urls import path

from products.certificate_listings import CERTIFICATES
from products.models import Producer, Product
from products.register_listings import PRODUCERS, PRODUCTS
from products.views import certificates, register

urlpatterns = [
    path("chu-the/", register.register_list, {"listing": PRODUCERS}, name="producer_list"),
    path("chu-the/moi/", register.producer_create, name="producer_create"),
    path("chu-the/<int:pk>/", register.producer_detail, name="producer_detail"),
    path("chu-the/<int:pk>/sua/", register.producer_update, name="producer_update"),
    path(
        "chu-the/<int:pk>/gop/", register.record_merge, {"model": Producer}, name="producer_merge"
    ),
    path("chu-the/<int:pk>/san-pham/moi/", register.product_create, name="product_create"),
    path(
        "san-pham/",
        register.register_list,
        {"listing": PRODUCTS, "template": "products/product_list.html"},
        name="product_list",
    ),
    path("san-pham/<int:pk>/", register.product_detail, name="product_detail"),
    path("san-pham/<int:pk>/sua/", register.product_update, name="product_update"),
    path("san-pham/<int:pk>/ma/", register.product_code, name="product_code"),
    path("san-pham/<int:pk>/gop/", register.record_merge, {"model": Product}, name="product_merge"),
    path(
        "san-pham/<int:pk>/cong-nhan/",
        certificates.certificate_prepare,
        name="certificate_prepare",
    ),
    path(
        "giay-chung-nhan/",
        register.register_list,
        {"listing": CERTIFICATES},
        name="certificate_list",
    ),
    path(
        "giay-chung-nhan/<int:pk>/",
        certificates.certificate_detail,
        name="certificate_detail",
    ),
    path(
        "giay-chung-nhan/<int:pk>/buoc/<slug:name>/",
        certificates.certificate_step,
        name="certificate_step",
    ),
    path(
        "giay-chung-nhan/<int:pk>/keo-dai/",
        certificates.certificate_extend,
        name="certificate_extend",
    ),
    path(
        "giay-chung-nhan/<int:pk>/khoi-phuc/",
        certificates.certificate_reinstate,
        name="certificate_reinstate",
    ),
    path(
        "giay-chung-nhan/<int:pk>/thu-hoi/",
        certificates.revocation_propose,
        name="revocation_propose",
    ),
    path(
        "thu-hoi/<int:pk>/buoc/<slug:name>/",
        certificates.revocation_step,
        name="revocation_step",
    ),
]
