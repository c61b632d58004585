"""What may not be deleted is not emptied at once either."""

from django.db import migrations

from programs.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_exportjob_rights"), ("programs", "0012_never_emptied")]

    operations = [
        migrations.RunPython(
            *never_emptied(
                "reports_sealeddocument",
            )
        )
    ]
