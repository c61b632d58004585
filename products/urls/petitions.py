"""Addresses of what units ask to be revoked."""

from django.urls import path

from products.inspections import petition_views as views

urlpatterns = [
    path("de-nghi-thu-hoi/", views.petition_list, name="petition_list"),
    path("de-nghi-thu-hoi/<int:pk>/", views.petition_detail, name="petition_detail"),
    path("de-nghi-thu-hoi/<int:pk>/sua/", views.petition_update, name="petition_update"),
    path("de-nghi-thu-hoi/<int:pk>/tep/", views.petition_file, name="petition_file"),
    path("de-nghi-thu-hoi/<int:pk>/buoc/<slug:name>/", views.petition_step, name="petition_step"),
    path(
        "giay-chung-nhan/<int:pk>/de-nghi-thu-hoi/",
        views.petition_create,
        name="petition_create",
    ),
]
