"""Addresses of what is marked between producers and those who might judge their products."""

from django.urls import path

from councils.relations import views

urlpatterns = [
    path("hoi-dong/quan-he/", views.relation_list, name="relation_list"),
    path("hoi-dong/quan-he/chu-the/<int:pk>/them/", views.relation_create, name="relation_create"),
    path("hoi-dong/quan-he/<int:pk>/", views.relation_detail, name="relation_detail"),
    path("hoi-dong/quan-he/<int:pk>/ket-thuc/", views.relation_end, name="relation_end"),
    path("hoi-dong/quan-he/<int:pk>/gach-bo/", views.relation_strike, name="relation_strike"),
]
