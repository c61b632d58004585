"""Indexes for parts of words, on PostgreSQL; its extension comes with it and needs no superuser."""

import programs.models.indexes
from django.db import migrations


def create_extension(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        # An index over a million rows takes longer than a page may.
        schema_editor.execute("SET LOCAL statement_timeout = 0")


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0025_fill_search_words'),
    ]

    operations = [
        migrations.RunPython(create_extension, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='producer',
            index=programs.models.indexes.WordsIndex(fields=['words'], name='producer_words'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=programs.models.indexes.WordsIndex(fields=['words'], name='product_words'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=programs.models.indexes.WordsIndex(fields=['product_fold'], name='registration_product_words'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=programs.models.indexes.WordsIndex(fields=['producer_fold'], name='registration_producer_words'),
        ),
    ]
