"""The ground in the back office: reference data to mend; people, mail and trail to read."""

from django.contrib import admin

from programs.back_office import ReadOnlyAdmin, ReferenceAdmin
from programs.models import (
    Agency,
    AgencySuccession,
    CriteriaSet,
    Criterion,
    Event,
    Holiday,
    HolidayYear,
    Mail,
    ProductSet,
    Regulation,
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


@admin.register(Holiday)
class HolidayAdmin(ReferenceAdmin):
    list_display = ["date", "name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(HolidayYear)
class HolidayYearAdmin(ReferenceAdmin):
    """A year is added once all of its days off are in the list of holidays."""

    list_display = ["year", "is_provisional", "source"]


@admin.register(Regulation)
class RegulationAdmin(ReadOnlyAdmin):
    list_display = ["number", "code", "valid_from", "valid_to", "mark"]


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReadOnlyAdmin):
    list_display = ["product_set", "regulation", "published_at", "doubt"]
    list_filter = ["regulation"]
    list_select_related = ["product_set", "regulation"]


@admin.register(Criterion)
class CriterionAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "max_points", "criteria_set", "doubt"]
    list_select_related = ["criteria_set__product_set", "criteria_set__regulation"]
    search_fields = ["code", "title"]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    fields = ["full_name", "username", "email", "phone", "role", "unit", "agency", "is_active"]
    list_display = ["full_name", "username", "role", "unit", "agency", "is_active"]
    list_filter = ["role", "is_active"]
    list_select_related = ["unit", "agency"]
    search_fields = ["full_name", "username", "email"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Without the codes of the procedures, which the words of the act say."""

    fields = ["at", "actor", "unit", "label", "refused", "subject", "note", "address", "request_id"]
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
