"""Indexes beside Django's own: for an order with empty values, for parts of words."""

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


_NOTHING = "SELECT 1"  # Django runs whatever an index asks for


class WordsIndex(Index):
    """An index that finds rows by parts of a text, from three letters on; PostgreSQL has it.

    SQLite reads the texts through, which is as quick where it serves.
    """

    suffix = "words"

    def create_sql(self, model, schema_editor, using="", **kwargs):
        if schema_editor.connection.vendor != "postgresql":
            return _NOTHING
        index = copy(self)
        index.opclasses = ["gin_trgm_ops"] * len(self.fields)
        return Index.create_sql(index, model, schema_editor, using=" USING gin", **kwargs)

    def remove_sql(self, model, schema_editor, **kwargs):
        if schema_editor.connection.vendor != "postgresql":
            return _NOTHING
        return super().remove_sql(model, schema_editor, **kwargs)
