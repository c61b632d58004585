"""Who opened a paper, and the copies that came back, never change; held by triggers."""

from django.db import migrations

from programs.append_only import append_only, never_emptied

_TABLES = ("reports_paperopening", "reports_papercopy")


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_outgoing"), ("programs", "0012_never_emptied")]

    operations = [
        *(migrations.RunPython(*append_only(table)) for table in _TABLES),
        migrations.RunPython(*never_emptied(*_TABLES)),
    ]
