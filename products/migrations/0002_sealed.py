"""What was sent never changes: seals, and the rows of a plan that is not being edited."""

from django.db import migrations

from programs.append_only import append_only, refuse

EDITABLE = "('draft', 'returned')"


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial"), ("programs", "0002_append_only")]

    operations = [
        migrations.RunPython(*append_only("products_sealedplan")),
        migrations.RunPython(
            *refuse(
                "products_registration_sealed",
                "products_registration",
                ("INSERT", "UPDATE", "DELETE"),
                "rows of a plan that was sent never change",
                condition=f"(SELECT state FROM products_plan WHERE id = {{row}}.plan_id) NOT IN {EDITABLE}",
            )
        ),
    ]
