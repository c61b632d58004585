"""Addresses of periodic reports."""

from django.urls import path

from reports.periodic import (
    attachment_views,
    board_views,
    design_views,
    double_views,
    views,
    workbook_views,
)
from reports.provincial import views as provincial
from reports.views import boards, province
from reports.views import periodic as reports

urlpatterns = [
    path("bao-cao/", views.report_list, name="report_list"),
    path("bao-cao/ky/<int:pk>/cua-don-vi/", views.report_of_body, name="report_of_body"),
    path("bao-cao/<int:pk>/", views.report_detail, name="report_detail"),
    path("bao-cao/<int:pk>/muc/<str:code>/", views.report_section, name="report_section"),
    path("bao-cao/<int:pk>/khong-phat-sinh/", views.report_nil, name="report_nil"),
    path("bao-cao/<int:pk>/buoc/<slug:name>/", views.report_step, name="report_step"),
    path("bao-cao/<int:pk>/phien-ban-sua/", views.report_correct, name="report_correct"),
    path("bao-cao/<int:pk>/mo-khoa/", views.report_unlock, name="report_unlock"),
    path("bao-cao/<int:pk>/excel/", workbook_views.report_workbook, name="report_workbook"),
    path(
        "bao-cao/<int:pk>/bao-cao.xlsx",
        reports.report_workbook_file,
        {"extension": "xlsx"},
        name="report_workbook_file",
    ),
    path("bao-cao/tep-da-dien/<int:pk>/", workbook_views.filled_report, name="filled_report"),
    path(
        "bao-cao/tep-da-dien/<int:pk>/danh-dau-loi.xlsx",
        reports.filled_report_marked,
        {"extension": "xlsx"},
        name="filled_report_marked",
    ),
    path("bao-cao/<int:pk>/tai-lieu/them/", attachment_views.attach, name="report_attach"),
    path(
        "bao-cao/tai-lieu/<int:pk>/tep", attachment_views.attachment_file, name="report_attachment"
    ),
    path(
        "bao-cao/tai-lieu/<int:pk>/bo/",
        attachment_views.attachment_remove,
        name="report_attachment_remove",
    ),
    path("bao-cao/<int:pk>/gop-y/", views.report_comment, name="report_comment"),
    path("bao-cao/da-gui/<int:pk>/", views.sealed_report, name="sealed_report"),
    path("bao-cao/<int:pk>/tai-ve.<str:extension>", reports.report_export, name="report_export"),
    path(
        "bao-cao/da-gui/<int:pk>/tai-ve.<str:extension>",
        reports.sealed_report_export,
        name="sealed_report_export",
    ),
    path("bao-cao/ky/<int:pk>/tinh-hinh/", board_views.report_board, name="report_board"),
    path("bao-cao/ky/<int:pk>/nhac/", board_views.report_remind, name="report_remind"),
    path("bao-cao/ky/<int:pk>/tinh-trung/", double_views.double_list, name="double_list"),
    path("bao-cao/ky/<int:pk>/tinh-trung/ghi/", double_views.double_record, name="double_record"),
    path("bao-cao/tinh-trung/<int:pk>/gach/", double_views.double_strike, name="double_strike"),
    path("bao-cao/ky/<int:pk>/tong-hop/", province.province_figures, name="province_figures"),
    path(
        "bao-cao/ky/<int:pk>/tong-hop/<str:code>/",
        province.province_figure,
        name="province_figure",
    ),
    path(
        "bao-cao/ky/<int:pk>/tong-hop.<str:extension>",
        province.province_figures_file,
        name="province_figures_file",
    ),
    path(
        "bao-cao/ky/<int:pk>/bao-cao-tinh/",
        provincial.province_report_begin,
        name="province_report_begin",
    ),
    path("bao-cao/tinh/<int:pk>/", provincial.province_report, name="province_report"),
    path(
        "bao-cao/tinh/<int:pk>/muc/<str:code>/",
        provincial.province_report_section,
        name="province_report_section",
    ),
    path(
        "bao-cao/tinh/<int:pk>/so-lieu/<str:code>/",
        provincial.province_report_figure,
        name="province_report_figure",
    ),
    path(
        "bao-cao/tinh/<int:pk>/buoc/<slug:name>/",
        provincial.province_report_step,
        name="province_report_step",
    ),
    path(
        "bao-cao/tinh/<int:pk>/so-sanh/",
        provincial.province_report_compare,
        name="province_report_compare",
    ),
    path(
        "bao-cao/tinh/<int:pk>/tai-ve.<str:extension>",
        province.province_report_export,
        name="province_report_export",
    ),
    path("bao-cao/qua-cac-nam/", board_views.report_years, name="report_years"),
    path(
        "bao-cao/qua-cac-nam/tep.<str:extension>",
        boards.report_years_export,
        name="report_years_export",
    ),
    path("dot/<int:pk>/tinh-hinh/tep.<str:extension>", boards.board_export, name="board_export"),
    path("bao-cao/mau/", design_views.form_list, name="form_list"),
    path("bao-cao/mau/moi/", design_views.form_create, name="form_create"),
    path("bao-cao/mau/<int:pk>/", design_views.form_detail, name="form_detail"),
    path("bao-cao/mau/<int:pk>/ban-moi/", design_views.form_create, name="form_create_after"),
    path("bao-cao/mau/<int:pk>/sua/", design_views.form_update, name="form_update"),
    path("bao-cao/mau/<int:pk>/them-muc/", design_views.section_add, name="form_section_add"),
    path(
        "bao-cao/mau/<int:pk>/them-chi-tieu/",
        design_views.indicator_add,
        name="form_indicator_add",
    ),
    path("bao-cao/mau/<int:pk>/buoc/<slug:name>/", design_views.form_step, name="form_step"),
    path("bao-cao/mau/muc/<int:pk>/sua/", design_views.section_update, name="form_section_update"),
    path("bao-cao/mau/muc/<int:pk>/bo/", design_views.section_remove, name="form_section_remove"),
    path(
        "bao-cao/mau/chi-tieu/<int:pk>/sua/",
        design_views.indicator_update,
        name="form_indicator_update",
    ),
    path(
        "bao-cao/mau/chi-tieu/<int:pk>/bo/",
        design_views.indicator_remove,
        name="form_indicator_remove",
    ),
    path("bao-cao/ky/<int:pk>/mau-va-ky-so-lieu/", design_views.period_set, name="period_set"),
]
