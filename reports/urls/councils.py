"""Addresses of the papers of Councils and their sessions."""

from django.urls import path

from reports.views import councils

_SESSION = "hoi-dong/phien-hop/<int:pk>"
urlpatterns = [
    path(
        "hoi-dong/<int:pk>/quyet-dinh.<str:extension>",
        councils.council_decision_file,
        name="council_decision",
    ),
    path(
        "hoi-dong/quy-che/<int:pk>/quyet-dinh.<str:extension>",
        councils.rules_file,
        name="rules_paper",
    ),
    path(
        "hoi-dong/ket-qua/<int:pk>/bao-cao.<str:extension>",
        councils.member_record_file,
        name="member_record",
    ),
    path(f"{_SESSION}/van-ban/", councils.session_papers, name="session_papers"),
    path(f"{_SESSION}/thong-bao/soan/", councils.notices_draft, name="notices_draft"),
    path(f"{_SESSION}/thong-bao.<str:extension>", councils.notices_file, name="notices"),
    path("hoi-dong/ket-qua-danh-gia/thong-ke/", councils.round_statistics, name="round_statistics"),
    path(
        "hoi-dong/ket-qua-danh-gia/thong-ke.<str:extension>",
        councils.round_statistics_file,
        name="round_statistics_file",
    ),
    path(
        "hoi-dong/phien-hop/ho-so/<int:pk>/thong-bao-<slug:whom>.<str:extension>",
        councils.notice_file,
        name="notice",
    ),
    path(
        f"{_SESSION}/tong-hop-diem.<str:extension>",
        councils.session_summary,
        name="session_summary",
    ),
    path(f"{_SESSION}/to-tu-van.<str:extension>", councils.session_advice, name="session_advice"),
    path(f"{_SESSION}/so-lieu.<str:extension>", councils.session_workbook, name="session_book"),
    path(
        "hoi-dong/phien-hop/<int:pk>/phieu-trong.<str:extension>",
        councils.session_blank_sheets,
        name="session_blank_sheets",
    ),
    path(
        "hoi-dong/phien-hop/<int:pk>/phieu-cua-toi.<str:extension>",
        councils.own_sheets_file,
        name="own_sheets_file",
    ),
    path(
        "hoi-dong/ho-so/<int:pk>/phieu-trong.<str:extension>",
        councils.evaluation_blank_sheets,
        name="evaluation_blank_sheets",
    ),
    path(f"{_SESSION}/<slug:name>.<str:extension>", councils.session_paper, name="session_paper"),
]
