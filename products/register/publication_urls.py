"""Addresses of what is public of the register, for those who decide on it."""

from django.urls import path

from products.register import publication_views

urlpatterns = [
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
