"""Addresses of the public catalogue and of what search engines ask for."""

from django.urls import path

from reports.views import catalogue

urlpatterns = [
    path("san-pham-ocop/", catalogue.public_products, name="public_products"),
    path("san-pham-ocop/tu-dien/", catalogue.public_dictionary, name="public_dictionary"),
    path("san-pham-ocop/du-lieu.<str:extension>", catalogue.public_data, name="public_data"),
    path("san-pham-ocop/anh/<int:pk>/", catalogue.public_photo, name="public_photo"),
    path("san-pham-ocop/<int:pk>/", catalogue.public_product, name="public_product"),
    path("san-pham-ocop/<int:pk>-<slug:slug>/", catalogue.public_product, name="public_product"),
    path("sitemap.xml", catalogue.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", catalogue.sitemap, name="sitemap"),
    path("robots.txt", catalogue.robots, name="robots"),
]
