"""Addresses of dossiers and their papers."""

from django.urls import path

from products.dossiers import paper_views, self_assessment_views, views
from products.dossiers.listings import DOSSIERS
from products.ground.views import register_list
from products.register.listings import DOSSIER_OF
from programs.enums import UNIT_ROLES

urlpatterns = [
    path("san-pham/<int:pk>/ho-so/moi/", views.dossier_create, name="dossier_create"),
    path("ho-so/", register_list, {"listing": DOSSIERS}, name="dossier_list"),
    path(
        "ho-so/moi/",
        register_list,
        {"listing": DOSSIER_OF, "template": "products/choice_list.html", "roles": UNIT_ROLES},
        name="dossier_begin",
    ),
    path("ho-so/<int:pk>/", views.dossier_detail, name="dossier_detail"),
    path("ho-so/<int:pk>/sua/", views.dossier_update, name="dossier_update"),
    path("ho-so/<int:pk>/tu-cham/", self_assessment_views.dossier_answers, name="dossier_answers"),
    path("ho-so/<int:pk>/bao-cao/", views.dossier_report, name="dossier_report"),
    path("ho-so/<int:pk>/buoc/<slug:name>/", views.dossier_step, name="dossier_step"),
    path("ho-so/<int:pk>/giay-to/", paper_views.dossier_documents, name="dossier_documents"),
    path("ho-so/<int:pk>/giay-to/them/", paper_views.document_add, name="document_add"),
    path("ho-so/<int:pk>/giay-to/dung-lai/", paper_views.document_reuse, name="document_reuse"),
    path("giay-to/<int:pk>/", paper_views.document_detail, name="document_detail"),
    path("giay-to/<int:pk>/xem/", paper_views.document_preview, name="document_preview"),
    path("giay-to/<int:pk>/tai-ve/", paper_views.document_file, name="document_file"),
    path("giay-to/<int:pk>/sua/", paper_views.document_update, name="document_update"),
    path("giay-to/<int:pk>/xoa/", paper_views.document_delete, name="document_delete"),
    path("giay-to/<int:pk>/rut/", paper_views.document_withdraw, name="document_withdraw"),
]
