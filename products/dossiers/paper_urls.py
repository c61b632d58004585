"""Addresses of the papers of a dossier and the photos of a product."""

from django.urls import path

from products.dossiers import paper_views
from products.register import photo_views

urlpatterns = [
    path("ho-so/<int:pk>/giay-to/", paper_views.dossier_documents, name="dossier_documents"),
    path("ho-so/<int:pk>/giay-to/them/", paper_views.document_add, name="document_add"),
    path("ho-so/<int:pk>/giay-to/dung-lai/", paper_views.document_reuse, name="document_reuse"),
    path("giay-to/<int:pk>/", paper_views.document_detail, name="document_detail"),
    path("giay-to/<int:pk>/xem/", paper_views.document_preview, name="document_preview"),
    path("giay-to/<int:pk>/tai-ve/", paper_views.document_file, name="document_file"),
    path("giay-to/<int:pk>/sua/", paper_views.document_update, name="document_update"),
    path("giay-to/<int:pk>/xoa/", paper_views.document_delete, name="document_delete"),
    path("giay-to/<int:pk>/rut/", paper_views.document_withdraw, name="document_withdraw"),
    path("san-pham/<int:pk>/anh/them/", photo_views.photo_add, name="photo_add"),
    path("anh-san-pham/<int:pk>/", photo_views.photo_file, name="photo_file"),
    path("anh-san-pham/<int:pk>/xoa/", photo_views.photo_delete, name="photo_delete"),
]
