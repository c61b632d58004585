"""What may not be deleted is not emptied at once either."""

from django.db import migrations

from programs.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("programs", "0011_extension_requests")]

    operations = [
        migrations.RunPython(
            *never_emptied(
                "programs_event",
                "programs_criteriaset",
                "programs_criterion",
                "programs_option",
            )
        )
    ]
