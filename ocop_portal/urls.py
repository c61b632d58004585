"""Every address of the portal, by app."""

from django.urls import include, path

from programs.views.campaigns import home

urlpatterns = [
    path("", home, name="home"),
    path("tai-khoan/", include("programs.sign_in_urls")),
    path("", include("programs.urls")),
    path("", include("products.urls")),
    path("", include("reports.urls")),
]

handler429 = "programs.views.errors.too_many_requests"
handler500 = "programs.views.errors.server_error"
