"""The import as import-export gives it when one names the model and the foreign keys."""

from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from products.enums import Maturity, ProducerKind, RegistrationForm
from products.models import Plan, Registration
from programs.enums import ProductGroup
from programs.models import ProductSet, Unit
from tests.bench.files import written


class UsualResource(ModelResource):
    plan = Field("plan", "plan", widget=ForeignKeyWidget(Plan))
    commune = Field("commune", "commune", widget=ForeignKeyWidget(Unit))
    product_set = Field("product_set", "product_set", widget=ForeignKeyWidget(ProductSet, "number"))

    class Meta:
        model = Registration


def usual_workbook(plan, rows):
    """The same rows with the values as they are stored, so that nothing has to be understood."""
    communes = {str(each): each.pk for each in plan.unit.communes_on(plan.campaign.opens_on)}
    labels = {
        choice.label: choice.value
        for choices in (ProducerKind, ProductGroup, RegistrationForm, Maturity)
        for choice in choices
    }
    titles = ["id", "plan", *rows[0]]
    return written(
        titles,
        [
            [
                "",
                plan.pk,
                *(
                    labels.get(cell, cell)
                    for cell in {**row, "commune": communes[row["commune"]]}.values()
                ),
            ]
            for row in rows
        ],
    )
