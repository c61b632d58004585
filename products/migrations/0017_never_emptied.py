"""What may not be deleted is not emptied at once either."""

from django.db import migrations

from programs.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("products", "0016_first_sendings"), ("programs", "0012_never_emptied")]

    operations = [
        migrations.RunPython(
            *never_emptied(
                "products_sealedplan",
                "products_registration",
                "products_productcode",
                "products_certificate",
                "products_certificateevent",
                "products_document",
                "products_expiryletter",
                "products_expirynotice",
                "products_inspectionfinding",
            )
        )
    ]
