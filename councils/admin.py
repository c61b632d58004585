"""Councils in the back office: seats and members to mend by the rules of the pages."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from councils.membership.setting_up import member_fault
from councils.models import Council, CouncilRules, Member, Seat
from programs.back_office import ReadOnlyAdmin, ReferenceAdmin
from programs.models import AgencyFunction


@admin.register(AgencyFunction)
class AgencyFunctionAdmin(ReferenceAdmin):
    list_display = ["agency", "function", "since", "until"]
    list_filter = ["function"]
    list_select_related = ["agency"]
    search_fields = ["agency__name", "agency__short_name"]


@admin.register(CouncilRules)
class CouncilRulesAdmin(ReadOnlyAdmin):
    list_display = ["number", "level", "valid_from", "state"]


@admin.register(Council)
class CouncilAdmin(ReadOnlyAdmin):
    list_display = ["name", "level", "starts_on", "ends_on", "state"]
    list_filter = ["level", "state"]
    search_fields = ["name", "decision_number"]


@admin.register(Seat)
class SeatAdmin(ReferenceAdmin):
    list_display = ["council", "role", "agency", "organisation"]
    list_filter = ["role"]
    list_select_related = ["council", "agency"]
    search_fields = ["council__name", "agency__name", "organisation"]


class MemberForm(forms.ModelForm):
    """What the pages refuse is refused here too: two holders of one seat, one person twice."""

    def clean(self):
        values = super().clean()
        row = Member(**values) if {"seat", "since"} <= values.keys() else None
        if row:
            row.pk = self.instance.pk
            if sentence := member_fault(row):
                raise ValidationError(sentence)
        return values


@admin.register(Member)
class MemberAdmin(ReferenceAdmin):
    form = MemberForm
    list_display = ["full_name", "job_title", "seat", "user", "since", "until", "stands_in"]
    list_filter = ["stands_in", "seat__role"]
    list_select_related = ["seat__council", "seat__agency", "user"]
    search_fields = ["full_name", "job_title", "seat__council__name"]
