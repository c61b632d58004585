"""Addresses of the papers of a dossier and the photos of a product."""

from django.urls import path

from products.views import documents, photos

urlpatterns = [
    path("ho-so/<int:pk>/giay-to/", documents.dossier_documents, name="dossier_documents"),
    path("ho-so/<int:pk>/giay-to/them/", documents.document_add, name="document_add"),
    path("ho-so/<int:pk>/giay-to/dung-lai/", documents.document_reuse, name="document_reuse"),
    path("giay-to/<int:pk>/", documents.document_detail, name="document_detail"),
    path("giay-to/<int:pk>/xem/", documents.document_preview, name="document_preview"),
    path("giay-to/<int:pk>/tai-ve/", documents.document_file, name="document_file"),
    path("giay-to/<int:pk>/sua/", documents.document_update, name="document_update"),
    path("giay-to/<int:pk>/xoa/", documents.document_delete, name="document_delete"),
    path("giay-to/<int:pk>/rut/", documents.document_withdraw, name="document_withdraw"),
    path("san-pham/<int:pk>/anh/them/", photos.photo_add, name="photo_add"),
    path("anh-san-pham/<int:pk>/", photos.photo_file, name="photo_file"),
    path("anh-san-pham/<int:pk>/xoa/", photos.photo_delete, name="photo_delete"),
]
