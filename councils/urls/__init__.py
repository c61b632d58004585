"""Addresses of the judgement: those of each capability."""

from django.urls import include, path

app_name = "councils"
ROOMS = ("ground", "membership", "relations", "sessions", "sheets", "advisory", "records")
urlpatterns = [path("", include(f"councils.urls.{room}")) for room in ROOMS]
