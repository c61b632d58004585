"""An index for lists whose order may hold empty values."""

from copy import copy

from django.db.models import Index


class EmptyFirstIndex(Index):
    """An index on a field that may be empty, in the order of programs.paging: empty is the least.

    SQLite does so by itself and has no syntax for it; PostgreSQL puts empty last unless told.
    """

    def create_sql(self, model, schema_editor, using="", **kwargs):
        index = self
        if schema_editor.connection.vendor == "postgresql":
            index = copy(self)
            first, *rest = self.fields
            index.fields_orders = [(first, "NULLS FIRST"), *((name, "") for name in rest)]
        return Index.create_sql(index, model, schema_editor, using, **kwargs)
