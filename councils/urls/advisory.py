"""Addresses of the advisory group's reports and sheets."""

from django.urls import path

from councils.advisory import views
from councils.advisory.points import GROUP
from councils.sheets import views as sheets

_DOSSIER = "hoi-dong/ho-so/<int:pk>/to-tu-van/"

urlpatterns = [
    path("hoi-dong/phien-hop/<int:pk>/to-tu-van/", views.advice_list, name="advice_list"),
    path(f"{_DOSSIER}", views.advice_detail, name="advice_detail"),
    path(f"{_DOSSIER}ghi/", views.advice_update, name="advice_update"),
    path("hoi-dong/to-tu-van/<int:pk>/buoc/<slug:name>/", views.advice_step, name="advice_step"),
    path(f"{_DOSSIER}phieu/", sheets.sheet, {"desk": GROUP}, name="advice_sheet"),
    path(f"{_DOSSIER}phieu/ky/", sheets.sheet_sign, {"desk": GROUP}, name="advice_sheet_sign"),
    path(f"{_DOSSIER}phieu/mo-lai/", views.advice_sheet_reopen, name="advice_sheet_reopen"),
]
