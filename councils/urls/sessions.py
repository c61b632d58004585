"""Addresses of sessions, their agenda and what is noted of each dossier."""

from django.urls import path

from councils.sessions import certificate_views, views

urlpatterns = [
    path("hoi-dong/phien-hop/", views.session_list, name="session_list"),
    path("hoi-dong/<int:pk>/phien-hop/them/", views.session_create, name="session_create"),
    path("hoi-dong/phien-hop/<int:pk>/", views.session_detail, name="session_detail"),
    path("hoi-dong/phien-hop/<int:pk>/sua/", views.session_update, name="session_update"),
    path("hoi-dong/phien-hop/<int:pk>/buoc/<slug:name>/", views.session_step, name="session_step"),
    path("hoi-dong/phien-hop/<int:pk>/lich.ics", views.session_calendar, name="session_calendar"),
    path("hoi-dong/phien-hop/<int:pk>/ho-so/", views.agenda_add, name="agenda_add"),
    path(
        "hoi-dong/phien-hop/<int:pk>/diem-danh/",
        views.session_attendance,
        name="session_attendance",
    ),
    path(
        "hoi-dong/phien-hop/<int:pk>/giay-chung-nhan/",
        certificate_views.session_certificates,
        name="session_certificates",
    ),
    path("hoi-dong/ho-so/<int:pk>/ghi/", views.evaluation_note, name="evaluation_note"),
    path("hoi-dong/ho-so/<int:pk>/trung-uong/", views.outside_record, name="outside_record"),
    path("hoi-dong/ho-so/<int:pk>/sua-ket-qua/", views.result_correct, name="result_correct"),
    path("hoi-dong/ho-so/<int:pk>/bo-ket-qua/", views.result_strike, name="result_strike"),
    path("hoi-dong/ho-so/<int:pk>/bo/", views.agenda_remove, name="agenda_remove"),
    path("hoi-dong/ho-so/<int:pk>/xung-dot/", views.conflict_declare, name="conflict_declare"),
    path("hoi-dong/xung-dot/<int:pk>/bo/", views.conflict_remove, name="conflict_remove"),
]
