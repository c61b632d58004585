from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0012_never_emptied")]

    operations = [
        migrations.AddField(
            model_name="holidayyear",
            name="is_provisional",
            field=models.BooleanField(
                default=False,
                help_text="Chưa có thông báo chính thức; bỏ đánh dấu khi đã sửa theo thông báo.",
                verbose_name="dự kiến",
            ),
        ),
    ]
