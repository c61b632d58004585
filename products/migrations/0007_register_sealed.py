"""What was given or issued never changes: codes, events of certificates, issued certificates."""

from django.db import migrations

from programs.append_only import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("products", "0006_register"), ("programs", "0002_append_only")]

    operations = [
        migrations.RunPython(*append_only("products_productcode")),
        migrations.RunPython(*append_only("products_certificateevent")),
        migrations.RunPython(
            *refuse(
                "products_certificate_issued",
                "products_certificate",
                ("UPDATE", "DELETE"),
                "a certificate that was issued never changes",
                condition="OLD.state = 'issued'",
            )
        ),
    ]
