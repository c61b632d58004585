"""Django's SQLite that knows the order of Vietnamese words, as PostgreSQL does by itself."""

from functools import lru_cache

from django.db.backends.sqlite3 import base
from django.utils.dateparse import parse_date

from programs.collation import VIETNAMESE, compare

# Files of thousands of rows hold some hundred days.
base.Database.register_converter("date", lru_cache(4096)(base.decoder(parse_date)))


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.create_collation(VIETNAMESE, compare)
        return connection
