"""Addresses for everybody: products, papers, issued plans, and what search engines ask for."""

from django.urls import path

from reports.public import check_views, crawler_views, paper_views, plan_views, views

urlpatterns = [
    path("cong-khai/ke-hoach/", plan_views.public_plans, name="public_plans"),
    path("cong-khai/ke-hoach/<int:pk>/", plan_views.public_plan, name="public_plan"),
    path("kiem-tra/", check_views.certificate_search, name="certificate_search"),
    path("kiem-tra/<slug:code>/", check_views.certificate_check, name="certificate_check"),
    path("tra-cuu-van-ban/", paper_views.outgoing_search, name="outgoing_search"),
    path("tra-cuu-van-ban/<slug:code>/", paper_views.outgoing_check, name="outgoing_check"),
    path("san-pham-ocop/", views.public_products, name="public_products"),
    path("san-pham-ocop/tu-dien/", views.public_dictionary, name="public_dictionary"),
    path("san-pham-ocop/du-lieu.<str:extension>", views.public_data, name="public_data"),
    path("san-pham-ocop/anh/<int:pk>/", views.public_photo, name="public_photo"),
    path(
        "san-pham-ocop/anh/<int:pk>-<int:width>.webp", views.public_picture, name="public_picture"
    ),
    path("san-pham-ocop/<int:pk>/", views.public_product, name="public_product"),
    path("san-pham-ocop/<int:pk>-<slug:slug>/", views.public_product, name="public_product"),
    path("sitemap.xml", crawler_views.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", crawler_views.sitemap, name="sitemap"),
    path("sitemap-trang.xml", crawler_views.sitemap_pages, name="sitemap_pages"),
    path("robots.txt", crawler_views.robots, name="robots"),
]
