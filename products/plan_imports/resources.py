"""The rows of an import written to the database: in bulk, together with their history."""

from django.core.exceptions import ValidationError
from django.db import connection
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget
from simple_history.utils import bulk_create_with_history
from tablib import Dataset

from products.models import Registration
from products.plans.editor.moving import delete_rows

FIELDS = (
    "position",
    "product_name",
    "producer_name",
    "producer_kind",
    "commune",
    "address",
    "product_group",
    "product_set",
    "form",
    "maturity",
    "note",
)


class KeyField(Field):
    """A foreign key that was looked up and scoped when the file was read: no query again."""

    def __init__(self, name):
        super().__init__(attribute=f"{name}_id", column_name=name, widget=Widget())


class RegistrationResource(ModelResource):
    """Adds rows to a plan. Every row is new: twins were refused when the file was read."""

    commune = KeyField("commune")
    product_set = KeyField("product_set")

    class Meta:
        model = Registration
        fields = FIELDS
        use_bulk = True
        batch_size = None
        skip_diff = True
        force_init_instance = True
        clean_model_instances = True
        use_transactions = False

    def __init__(self, plan, user):
        super().__init__()
        self.plan, self.user = plan, user

    def load(self, rows):
        """Write all of these rows, values by field, or raise; the transaction is the caller's."""
        dataset = Dataset(*([row[name] for name in FIELDS] for row in rows), headers=FIELDS)
        return self.import_data(dataset, raise_errors=True)

    def init_instance(self, row=None):
        return Registration(plan=self.plan)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Check every field but the keys; twins are the UNIQUE constraint's to refuse."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        instance.clean_fields(exclude={"plan", "commune", "product_set"})

    def bulk_create(self, *_args, **_options):
        """Write rows and history together; an error goes up and takes the transaction with it."""
        allow_many_parameters()
        bulk_create_with_history(self.create_instances, Registration, default_user=self.user)
        self.create_instances.clear()

    def after_import(self, dataset, result, **kwargs):
        """Leave the sequence alone: resetting it makes imports at the same time collide."""


def remove_all(plan, user):
    """Take all rows out of the plan, leaving their history, in a fixed number of queries."""
    allow_many_parameters()
    # A change that somebody is typing becomes a new row: its text is not lost with the old one.
    plan.drafts.update(registration=None)
    rows = list(plan.registrations.all())
    delete_rows(rows, user)
    return len(rows)


def allow_many_parameters():
    """Let SQLite take as many parameters in a query as its library does; Django assumes 999."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        limit = connection.connection.getlimit(9)  # SQLITE_LIMIT_VARIABLE_NUMBER
        connection.features.max_query_params = limit
