"""Every address of the portal, by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from programs.views.design import design
from reports.public.front_views import first_page

urlpatterns = [
    path("", first_page, name="home"),
    path("tai-khoan/", include("programs.sign_in_urls")),
    path("", include("programs.urls")),
    path("", include("products.urls")),
    path("", include("councils.urls")),
    path("", include("reports.urls")),
]
if settings.ADMIN:
    urlpatterns.append(path("quan-tri/", admin.site.urls))
if settings.DEBUG:
    urlpatterns.append(path("thiet-ke/", design, name="design"))

handler429 = "programs.views.errors.too_many_requests"
handler500 = "programs.views.errors.server_error"
