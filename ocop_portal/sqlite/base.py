"""Django's SQLite that knows the order of Vietnamese words, as PostgreSQL does by itself."""

from django.db.backends.sqlite3 import base

from programs.collation import VIETNAMESE, compare


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.create_collation(VIETNAMESE, compare)
        return connection
