"""What was sent never changes: seals, and the rows of a plan that is not being edited."""

from django.db import migrations

from programs.append_only import append_only, refuse

EDITABLE = "('draft', 'returned')"
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_{name}() RETURNS trigger AS $$
DECLARE plan_of_row bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN plan_of_row := OLD.plan_id; ELSE plan_of_row := NEW.plan_id; END IF;
    IF (SELECT state FROM products_plan WHERE id = plan_of_row) NOT IN ('draft', 'returned')
        OR (TG_OP = 'UPDATE' AND
            (SELECT state FROM products_plan WHERE id = OLD.plan_id) NOT IN ('draft', 'returned'))
    THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
END;
$$ LANGUAGE plpgsql;
"""


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
                function=_FUNCTION,
            )
        ),
    ]
