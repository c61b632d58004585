"""Addresses of the register: producers, products, their photos, and what is public."""

from django.urls import path

from products.ground.views import register_list
from products.models import Producer, Product
from products.register import outlet_views, photo_views, publication_views, views
from products.register.listings import PRODUCERS, PRODUCT_OF, PRODUCTS
from programs.enums import REGISTER_WRITERS

urlpatterns = [
    path("chu-the/", register_list, {"listing": PRODUCERS}, name="producer_list"),
    path("chu-the/moi/", views.producer_create, name="producer_create"),
    path("chu-the/<int:pk>/", views.producer_detail, name="producer_detail"),
    path("chu-the/<int:pk>/sua/", views.producer_update, name="producer_update"),
    path("chu-the/<int:pk>/gop/", views.record_merge, {"model": Producer}, name="producer_merge"),
    path("chu-the/<int:pk>/san-pham/moi/", views.product_create, name="product_create"),
    path(
        "san-pham/",
        register_list,
        {"listing": PRODUCTS, "template": "products/product_list.html"},
        name="product_list",
    ),
    path(
        "san-pham/moi/",
        register_list,
        {"listing": PRODUCT_OF, "template": "products/choice_list.html", "roles": REGISTER_WRITERS},
        name="product_begin",
    ),
    path("san-pham/<int:pk>/", views.product_detail, name="product_detail"),
    path("san-pham/<int:pk>/sua/", views.product_update, name="product_update"),
    path("san-pham/<int:pk>/ma/", views.product_code, name="product_code"),
    path("san-pham/<int:pk>/gop/", views.record_merge, {"model": Product}, name="product_merge"),
    path("san-pham/<int:pk>/anh/them/", photo_views.photo_add, name="photo_add"),
    path("anh-san-pham/<int:pk>/", photo_views.photo_file, name="photo_file"),
    path("anh-san-pham/<int:pk>/xoa/", photo_views.photo_delete, name="photo_delete"),
    path("san-pham/<int:pk>/noi-ban/them/", outlet_views.outlet_add, name="outlet_add"),
    path("noi-ban/<int:pk>/xoa/", outlet_views.outlet_delete, name="outlet_delete"),
    path(
        "san-pham/<int:pk>/rut-cong-khai/",
        publication_views.product_withdraw,
        name="product_withdraw",
    ),
    path(
        "san-pham/<int:pk>/cong-khai-lai/",
        publication_views.product_publish,
        name="product_publish",
    ),
]
