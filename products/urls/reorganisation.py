"""Addresses of the reorganisation of units."""

from django.urls import path

from products.reorganisation import views

urlpatterns = [
    path("don-vi/sap-xep/", views.reorganisation, name="reorganisation"),
    path(
        "don-vi/sap-xep/<slug:day>/<slug:kind>/<int:pk>/",
        views.reorganisation_decide,
        name="reorganisation_decide",
    ),
]
