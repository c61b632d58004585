"""The editor of a plan's rows as most would write it: a formset of model forms, drawn by crispy.

It stands at an address of its own beside the portal's, in the same frame and for the same people.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import include, path

from products.models import Plan, Registration

PATH = "thu-nghiem/bang-soan"
FIELDS = (
    *("position", "product_name", "producer_name", "producer_kind", "commune", "address"),
    *("product_group", "product_set", "form", "maturity", "note"),
)
TEMPLATE = """{% extends "base.html" %}
{% load crispy_forms_filters %}
{% block content %}
    <h1>Danh sách sản phẩm</h1>
    <form method="post">{% csrf_token %}{{ formset.management_form }}
        <table>{% for form in formset %}
            <tr>{% for field in form %}<td>{{ field|as_crispy_field }}</td>{% endfor %}</tr>
        {% endfor %}</table>
        <button type="submit">Lưu</button>
    </form>
{% endblock content %}"""


class RowForm(forms.ModelForm):
    """A row, whose commune is one of its own unit."""

    class Meta:
        model = Registration
        fields = FIELDS

    def __init__(self, *args, communes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes


def editor(request, pk):
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    made = forms.modelformset_factory(Registration, form=RowForm, extra=0, absolute_max=2000)
    formset = made(
        request.POST if request.method == "POST" else None,
        queryset=plan.registrations.order_by("position", "pk"),
        form_kwargs={"communes": plan.unit.communes_on(plan.campaign.opens_on)},
    )
    if formset.is_valid():
        formset.save()
        return redirect(request.path)
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"formset": formset}, request))


def posted(plan, note):
    """What the browser would send: all rows, each with this note."""
    rows = list(plan.registrations.order_by("position", "pk"))
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        values = {name: row.serializable_value(name) for name in FIELDS} | {"note": note}
        data |= {f"form-{number}-{name}": "" if v is None else v for name, v in values.items()}
        data[f"form-{number}-id"] = row.pk
    return data


urlpatterns = [path(f"{PATH}/<int:pk>/", editor), path("", include("ocop_portal.urls"))]
