from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0016_drafts_and_what_is_done")]

    operations = [
        migrations.AddField(
            model_name="regulation",
            name="issuer",
            field=models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành"),
        ),
    ]
