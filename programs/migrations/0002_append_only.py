"""The trail is append-only, held by triggers on both databases."""

from django.db import migrations

from programs.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [migrations.RunPython(*append_only("programs_event"))]
