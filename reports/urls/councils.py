"""Addresses of the papers of Councils and their sessions."""

from django.urls import path

from reports.views import councils

urlpatterns = [
    path(
        "hoi-dong/<int:pk>/quyet-dinh.<str:extension>",
        councils.council_decision_file,
        name="council_decision",
    ),
    path(
        "hoi-dong/ket-qua/<int:pk>/bao-cao.<str:extension>",
        councils.member_record_file,
        name="member_record",
    ),
    path(
        "hoi-dong/phien-hop/<int:pk>/tong-hop-diem.<str:extension>",
        councils.session_summary,
        name="session_summary",
    ),
    path(
        "hoi-dong/phien-hop/<int:pk>/<slug:name>.<str:extension>",
        councils.session_paper,
        name="session_paper",
    ),
]
