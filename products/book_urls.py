"""Addresses of the books of the register that are read in."""

from django.urls import path

from products.views import books
from programs.views.limits import limited

urlpatterns = [
    path("so-san-pham/nhap/", limited("import")(books.book_upload), name="book_upload"),
    path("so-san-pham/nhap/<int:pk>/", books.book_preview, name="book_preview"),
    path(
        "so-san-pham/nhap/<int:pk>/quyet-dinh/",
        limited("confirm")(books.book_decide),
        name="book_decide",
    ),
    path(
        "so-san-pham/nhap/<int:pk>/doc-lai/",
        limited("confirm")(books.book_answer),
        name="book_answer",
    ),
    path(
        "so-san-pham/nhap/<int:pk>/xac-nhan/",
        limited("confirm")(books.book_confirm),
        name="book_confirm",
    ),
]
