"""Addresses of the Quy chế."""

from django.urls import path

from councils.ground import views

urlpatterns = [
    path("hoi-dong/quy-che/", views.rules_list, name="rules_list"),
    path("hoi-dong/quy-che/them/", views.rules_create, name="rules_create"),
    path("hoi-dong/quy-che/<int:pk>/", views.rules_detail, name="rules_detail"),
    path("hoi-dong/quy-che/<int:pk>/sua/", views.rules_update, name="rules_update"),
    path(
        "hoi-dong/quy-che/<int:pk>/phien-ban-moi/",
        views.rules_create,
        name="rules_create_after",
    ),
    path(
        "hoi-dong/quy-che/<int:pk>/buoc/<slug:name>/",
        views.rules_step,
        name="rules_step",
    ),
]
