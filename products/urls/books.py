"""Addresses of the books of the register that are read in."""

from django.urls import path

from products.books import views
from programs.views.limits import limited

urlpatterns = [
    path("so-san-pham/nhap/", limited("import")(views.book_upload), name="book_upload"),
    path("so-san-pham/nhap/<int:pk>/", views.book_preview, name="book_preview"),
    path(
        "so-san-pham/nhap/<int:pk>/quyet-dinh/",
        limited("confirm")(views.book_decide),
        name="book_decide",
    ),
    path(
        "so-san-pham/nhap/<int:pk>/doc-lai/",
        limited("confirm")(views.book_answer),
        name="book_answer",
    ),
    path(
        "so-san-pham/nhap/<int:pk>/xac-nhan/",
        limited("confirm")(views.book_confirm),
        name="book_confirm",
    ),
]
