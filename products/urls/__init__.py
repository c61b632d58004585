"""Addresses of the subject: those of each capability."""

from django.urls import include, path

app_name = "products"
urlpatterns = [
    path("", include(f"products.urls.{room}"))
    for room in (
        "plans",
        "plan_imports",
        "register",
        "certificates",
        "inspections",
        "petitions",
        "dossiers",
        "reorganisation",
        "books",
    )
]
