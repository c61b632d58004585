"""The ground in the back office: reference data to mend; people, mail and trail to read."""

from django.contrib import admin

from programs.back_office import ReadOnlyAdmin, ReferenceAdmin
from programs.models import (
    Agency,
    AgencySuccession,
    Event,
    Mail,
    ProductSet,
    Unit,
    UnitSuccession,
    User,
)


@admin.register(Unit)
class UnitAdmin(ReferenceAdmin):
    list_display = ["code", "name", "kind", "parent", "valid_from", "valid_to"]
    list_display_links = ["code", "name"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    list_display = ["short_name", "name", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "short_name"]


@admin.register(UnitSuccession, AgencySuccession)
class SuccessionAdmin(ReferenceAdmin):
    list_display = ["old", "new", "on"]
    list_select_related = ["old", "new"]
    search_fields = ["old__name", "new__name"]


@admin.register(ProductSet)
class ProductSetAdmin(ReferenceAdmin):
    list_display = ["number", "name", "group", "category"]
    list_display_links = ["name"]
    list_filter = ["group"]
    search_fields = ["name"]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    fields = ["full_name", "username", "email", "phone", "role", "unit", "agency", "is_active"]
    list_display = ["full_name", "username", "role", "unit", "agency", "is_active"]
    list_filter = ["role", "is_active"]
    list_select_related = ["unit", "agency"]
    search_fields = ["full_name", "username", "email"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "label", "subject", "refused"]
    list_filter = ["refused"]
    list_select_related = ["actor"]


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Without the body, which may hold a link that sets a password."""

    exclude = ["body"]
    list_display = ["recipient", "subject", "due_at", "sent_at", "attempts", "error"]
    list_filter = ["sent_at"]
    search_fields = ["recipient", "subject"]
