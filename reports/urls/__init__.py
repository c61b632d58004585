"""Addresses of the paper."""

from django.urls import include, path

from reports.help.chapters import CHAPTERS, COMMON, PUBLIC
from reports.views import (
    appendix,
    books,
    certificates,
    dossiers,
    expiry,
    exports,
    guide,
    imports,
    layouts,
    listings,
    plans,
    search,
    statistics,
    tour,
)

app_name = "reports"
urlpatterns = [
    path("di-mot-vong/", tour.tour, name="tour"),
    path("di-mot-vong/an/", tour.put_away, name="tour_put_away"),
    *(
        path(
            "tro-giup/" if name == COMMON else f"tro-giup/{name}/",
            guide.public_chapter if name == PUBLIC else guide.help_chapter,
            {"name": name},
            name=f"help_{name}",
        )
        for name in CHAPTERS
    ),
    path("thong-ke/", statistics.statistics, name="statistics"),
    path("thong-ke/tai-ve.<str:extension>", statistics.statistics_file, name="statistics_file"),
    path("tim-kiem/", search.search_page, name="search"),
    path("phu-luc/<int:pk>/", appendix.appendix, name="appendix"),
    path(
        "phu-luc/<int:pk>/tai-ve.<str:extension>", appendix.appendix_export, name="appendix_export"
    ),
    path("ke-hoach/<int:pk>/tai-ve.<str:extension>", plans.plan_export, name="plan_export"),
    path(
        "ke-hoach/<int:pk>/mau-nhap.xlsx",
        plans.plan_template,
        {"extension": "xlsx"},
        name="plan_template",
    ),
    path(
        "ban-da-gui/<int:pk>/tai-ve.<str:extension>",
        plans.sealed_plan_export,
        name="sealed_plan_export",
    ),
    path(
        "nhap-tep/<int:pk>/danh-dau-loi.xlsx",
        imports.import_annotated,
        {"extension": "xlsx"},
        name="import_annotated",
    ),
    path(
        "nhap-tep/<int:pk>/tep-goc",
        imports.import_original,
        {"extension": "goc"},
        name="import_original",
    ),
    path("xuat/<slug:name>.<str:extension>", listings.listing_export, name="listing_export"),
    path("tep-xuat/", exports.export_list, name="export_list"),
    path("tep-xuat/<int:pk>/tai-ve", exports.export_file, name="export_file"),
    path("tep-xuat/moi/<slug:name>.<str:extension>", exports.export_create, name="export_create"),
    path(
        "giay-chung-nhan/<int:pk>/tai-ve.pdf",
        certificates.certificate_paper,
        {"extension": "pdf"},
        name="certificate_paper",
    ),
    path("mau-giay-chung-nhan/", layouts.layout_list, name="layout_list"),
    path("mau-giay-chung-nhan/moi/", layouts.layout_create, name="layout_create"),
    path("mau-giay-chung-nhan/<int:pk>/", layouts.layout_detail, name="layout_detail"),
    path("mau-giay-chung-nhan/<int:pk>/sua/", layouts.layout_update, name="layout_update"),
    path("mau-giay-chung-nhan/<int:pk>/sao/", layouts.layout_copy, name="layout_copy"),
    path("mau-giay-chung-nhan/<int:pk>/cong-bo/", layouts.layout_publish, name="layout_publish"),
    path("mau-giay-chung-nhan/<int:pk>/bo/", layouts.layout_delete, name="layout_delete"),
    path(
        "mau-giay-chung-nhan/<int:pk>/in-thu.pdf",
        layouts.layout_preview,
        {"extension": "pdf"},
        name="layout_preview",
    ),
    path(
        "ho-so/<int:pk>/ho-so.pdf",
        dossiers.dossier_file,
        {"extension": "pdf"},
        name="dossier_file",
    ),
    path("so-san-pham/tai-ve.<str:extension>", books.book_export, name="book_export"),
    path("so-san-pham/ptnt-ocop.<str:extension>", books.national_export, name="national_export"),
    path(
        "giay-chung-nhan/cong-van/<int:pk>/tai-ve.<str:extension>",
        expiry.expiry_letter,
        name="expiry_letter",
    ),
    path(
        "giay-chung-nhan/cong-van/in.pdf",
        expiry.expiry_letters,
        {"extension": "pdf"},
        name="expiry_letters",
    ),
    path(
        "hau-kiem/<int:pk>/bien-ban.<str:extension>",
        expiry.inspection_minutes,
        name="inspection_minutes",
    ),
    path(
        "ho-so/<int:pk>/mau-<str:number>.<str:extension>",
        dossiers.dossier_form_file,
        name="dossier_form",
    ),
    path("", include("reports.urls.councils")),
    path("", include("reports.urls.outgoing")),
    path("", include("reports.urls.periodic")),
    path("", include("reports.urls.public")),
]
