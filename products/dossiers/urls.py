"""Addresses of dossiers."""

from django.urls import path

from products.dossiers import self_assessment_views, views
from products.dossiers.listings import DOSSIERS
from products.register import views as register_views

urlpatterns = [
    path("san-pham/<int:pk>/ho-so/moi/", views.dossier_create, name="dossier_create"),
    path("ho-so/", register_views.register_list, {"listing": DOSSIERS}, name="dossier_list"),
    path("ho-so/<int:pk>/", views.dossier_detail, name="dossier_detail"),
    path("ho-so/<int:pk>/sua/", views.dossier_update, name="dossier_update"),
    path("ho-so/<int:pk>/tu-cham/", self_assessment_views.dossier_answers, name="dossier_answers"),
    path("ho-so/<int:pk>/bao-cao/", views.dossier_report, name="dossier_report"),
    path("ho-so/<int:pk>/buoc/<slug:name>/", views.dossier_step, name="dossier_step"),
]
