"""Addresses of the reorganisation of units."""

from django.urls import path

from products.views import reorganisation

urlpatterns = [
    path("don-vi/sap-xep/", reorganisation.reorganisation, name="reorganisation"),
    path(
        "don-vi/sap-xep/<slug:day>/<slug:kind>/<int:pk>/",
        reorganisation.reorganisation_decide,
        name="reorganisation_decide",
    ),
]
