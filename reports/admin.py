"""The paper in the back office: the versions of the certificate's layout, to be read."""

from django.contrib import admin

from programs.back_office import ReadOnlyAdmin
from reports.models import CertificateLayout


@admin.register(CertificateLayout)
class CertificateLayoutAdmin(ReadOnlyAdmin):
    list_display = ["name", "valid_from", "published_at", "published_by"]
    list_select_related = ["published_by"]
    search_fields = ["name"]
