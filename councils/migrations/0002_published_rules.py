"""A Quy chế that was put in force never changes, nor do its bodies by product group."""

from django.db import migrations

from programs.append_only import never_emptied, refuse

MESSAGE = "published rules of a Council never change"
STATE = "(SELECT state FROM councils_councilrules WHERE id = {row}.rules_id)"


class Migration(migrations.Migration):
    dependencies = [("councils", "0001_initial")]

    operations = [
        # The row as it was: publishing it is the last change of it.
        migrations.RunPython(
            *refuse(
                "councils_councilrules_published",
                "councils_councilrules",
                ("UPDATE", "DELETE"),
                MESSAGE,
                condition="OLD.state <> 'draft'",
            )
        ),
        migrations.RunPython(
            *refuse(
                "councils_groupseat_published",
                "councils_groupseat",
                ("INSERT", "UPDATE", "DELETE"),
                MESSAGE,
                condition=f"{STATE} <> 'draft'",
            )
        ),
        migrations.RunPython(*never_emptied("councils_councilrules", "councils_groupseat")),
    ]
