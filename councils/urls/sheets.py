"""Addresses of score sheets and of what the Council agrees upon."""

from django.urls import path

from councils.agreement import views as agreement
from councils.sheets import file_views, paper_views, views

_DOSSIER = "hoi-dong/ho-so/<int:pk>/"

urlpatterns = [
    path(f"{_DOSSIER}", agreement.evaluation_detail, name="evaluation_detail"),
    path(f"{_DOSSIER}phieu/", views.sheet, name="sheet"),
    path(f"{_DOSSIER}phieu/ky/", views.sheet_sign, name="sheet_sign"),
    path(f"{_DOSSIER}phieu/khong-cham/", views.sheet_abstain, name="sheet_abstain"),
    path(f"{_DOSSIER}phieu-giay/", paper_views.sheet_key, name="sheet_key"),
    path(
        "hoi-dong/phien-hop/<int:pk>/phieu-giay/",
        paper_views.session_sheets,
        name="session_sheets",
    ),
    path(
        "hoi-dong/phien-hop/<int:pk>/phieu-cua-toi/",
        file_views.own_sheets,
        name="own_sheets",
    ),
    path("hoi-dong/tep-phieu/<int:pk>/", file_views.sheets_file, name="sheets_file"),
    path("hoi-dong/phieu/<int:pk>/mo-lai/", views.sheet_reopen, name="sheet_reopen"),
    path(f"{_DOSSIER}diem/", agreement.scores, name="scores"),
    path("hoi-dong/phien-hop/<int:pk>/do-lech/", agreement.leniency, name="leniency"),
    path(f"{_DOSSIER}mo-diem/", agreement.scores_open, name="scores_open"),
    path(f"{_DOSSIER}tieu-chi/", agreement.findings, name="findings"),
    path(f"{_DOSSIER}chot/", agreement.evaluation_conclude, name="evaluation_conclude"),
    path(
        f"{_DOSSIER}mo-lai-ket-luan/",
        agreement.evaluation_reconsider,
        name="evaluation_reconsider",
    ),
]
