"""An extension of a certificate is settled with the result that it waited for."""

from django.conf import settings
from django.db import migrations, models

from programs.append_only import append_only

# SQLite makes the table anew for another constraint, and its triggers are lost with the old one.
guard, unguard = append_only("products_certificateevent")


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0018_vietnamese_register'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.RemoveConstraint(
            model_name='certificateevent',
            name='certificateevent_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='certificateevent',
            name='certificateevent_extension_has_an_end',
        ),
        migrations.AlterField(
            model_name='certificateevent',
            name='kind',
            field=models.CharField(choices=[('extended', 'kéo dài chờ kết quả đánh giá lại'), ('settled', 'chốt ngày được kéo dài'), ('upgraded', 'nâng hạng'), ('replaced', 'cấp lại'), ('revoked', 'thu hồi'), ('reinstated', 'khôi phục')], max_length=10, verbose_name='việc'),
        ),
        migrations.AddConstraint(
            model_name='certificateevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['extended', 'settled', 'upgraded', 'replaced', 'revoked', 'reinstated'])), name='certificateevent_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='certificateevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['extended', 'settled']), ('until__isnull', False)), models.Q(models.Q(('kind__in', ['extended', 'settled']), _negated=True), ('until', None)), _connector='OR'), name='certificateevent_extension_has_an_end'),
        ),
        migrations.RunPython(guard, unguard),
    ]
