"""Addresses of the public catalogue and of what search engines ask for."""

from django.urls import path

from reports.public import views

urlpatterns = [
    path("san-pham-ocop/", views.public_products, name="public_products"),
    path("san-pham-ocop/tu-dien/", views.public_dictionary, name="public_dictionary"),
    path("san-pham-ocop/du-lieu.<str:extension>", views.public_data, name="public_data"),
    path("san-pham-ocop/anh/<int:pk>/", views.public_photo, name="public_photo"),
    path("san-pham-ocop/<int:pk>/", views.public_product, name="public_product"),
    path("san-pham-ocop/<int:pk>-<slug:slug>/", views.public_product, name="public_product"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
