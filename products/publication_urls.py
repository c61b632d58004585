"""Addresses of what is public of the register, for those who decide on it."""

from django.urls import path

from products.views import publications

urlpatterns = [
    path(
        "san-pham/<int:pk>/rut-cong-khai/", publications.product_withdraw, name="product_withdraw"
    ),
    path("san-pham/<int:pk>/cong-khai-lai/", publications.product_publish, name="product_publish"),
]
