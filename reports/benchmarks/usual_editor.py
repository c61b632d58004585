"""The products of a plan in a formset of Django, drawn by crispy: how most would edit a table."""

from django.forms import modelformset_factory
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from products.columns import REGISTRATION_COLUMNS
from products.models import Plan, Registration

PATH = "thu-nghiem/bang/<int:pk>/"
FIELDS = [column.key for column in REGISTRATION_COLUMNS if column.key != "position"]
TEMPLATE = """{% extends "base.html" %}{% load crispy_forms_filters %}
{% block content %}<form method="post">{% csrf_token %}{{ formset|crispy }}</form>{% endblock %}"""


def edit(request, pk):
    """The plan's rows; what is posted is checked and saved, and the page shown again."""
    plan = Plan.objects.visible_to(request.user).get(pk=pk)
    communes = plan.unit.communes_on(plan.campaign.opens_on)
    formset_class = modelformset_factory(Registration, fields=FIELDS, extra=1)
    formset = formset_class(request.POST or None, queryset=plan.registrations.order_by("position"))
    for form in formset:
        form.fields["commune"].queryset = communes
    if request.method == "POST" and formset.is_valid():
        formset.save()
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"formset": formset}, request))


def posted(plan, **changed):
    """What the page's form sends when one row was changed: all of them."""
    rows = list(plan.registrations.order_by("position"))
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        data[f"form-{place}-id"] = row.pk
        for name in FIELDS:
            value = getattr(row, f"{name}_id", getattr(row, name))
            data[f"form-{place}-{name}"] = "" if value is None else value
    return data | {f"form-0-{name}": value for name, value in changed.items()}


urlpatterns = [path(PATH, edit, name="usual_editor"), path("", include("ocop_portal.urls"))]
