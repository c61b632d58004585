"""The subject in the back office: plans and their products, to be read."""

from django.contrib import admin

from products.models import Plan, Registration
from programs.back_office import ReadOnlyAdmin


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ["unit", "campaign", "version", "state", "sent_at", "is_late"]
    list_filter = ["state", "campaign"]
    list_select_related = ["unit", "campaign"]
    search_fields = ["unit__name", "decision_number"]


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    list_display = ["product_name", "producer_name", "commune", "form", "plan"]
    list_filter = ["form", "product_group"]
    list_select_related = ["commune", "plan__campaign", "plan__unit"]
    search_fields = ["product_name", "producer_name"]
