"""Sealed documents never change, held by triggers on both databases."""

from django.db import migrations

from programs.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("programs", "0002_append_only")]

    operations = [migrations.RunPython(*append_only("reports_sealeddocument"))]
