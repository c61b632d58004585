"""Addresses of Councils, their seats and members."""

from django.urls import path

from councils.membership import views

urlpatterns = [
    path("hoi-dong/", views.council_list, name="council_list"),
    path("hoi-dong/thanh-vien/", views.member_list, name="member_list"),
    path("hoi-dong/them/", views.council_create, name="council_create"),
    path("hoi-dong/ngoai-cong/", views.council_enter, name="council_enter"),
    path("hoi-dong/<int:pk>/", views.council_detail, name="council_detail"),
    path("hoi-dong/<int:pk>/sua/", views.council_update, name="council_update"),
    path("hoi-dong/<int:pk>/buoc/<slug:name>/", views.council_step, name="council_step"),
    path("hoi-dong/<int:pk>/them-ghe/", views.seat_create, name="seat_create"),
    path("hoi-dong/ghe/<int:pk>/sua/", views.seat_update, name="seat_update"),
    path("hoi-dong/ghe/<int:pk>/bo/", views.seat_remove, name="seat_remove"),
    path("hoi-dong/ghe/<int:pk>/nguoi-di-thay/", views.member_create, name="member_create"),
    path("hoi-dong/thanh-vien/<int:pk>/sua/", views.member_update, name="member_update"),
]
