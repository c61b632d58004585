"""Addresses of dossiers."""

from django.urls import path

from products.dossier_listings import DOSSIERS
from products.views import dossiers, register, self_assessment

urlpatterns = [
    path("san-pham/<int:pk>/ho-so/moi/", dossiers.dossier_create, name="dossier_create"),
    path("ho-so/", register.register_list, {"listing": DOSSIERS}, name="dossier_list"),
    path("ho-so/<int:pk>/", dossiers.dossier_detail, name="dossier_detail"),
    path("ho-so/<int:pk>/sua/", dossiers.dossier_update, name="dossier_update"),
    path("ho-so/<int:pk>/tu-cham/", self_assessment.dossier_answers, name="dossier_answers"),
    path("ho-so/<int:pk>/bao-cao/", dossiers.dossier_report, name="dossier_report"),
    path("ho-so/<int:pk>/buoc/<slug:name>/", dossiers.dossier_step, name="dossier_step"),
]
