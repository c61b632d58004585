"""Who signs a certificate, and what it says of producer and product on its day."""

from django.conf import settings
from django.db import migrations, models

from programs.append_only import refuse

# SQLite makes the table anew for another column, and its triggers are lost with the old one.
guard, unguard = refuse(
    "products_certificate_issued",
    "products_certificate",
    ("UPDATE", "DELETE"),
    "a certificate that was issued never changes",
    condition="OLD.state = 'issued'",
)


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0027_outlets'),
        ('programs', '0016_drafts_and_what_is_done'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField(
            model_name='certificate',
            name='producer_address',
            field=models.CharField(blank=True, max_length=700, verbose_name='địa chỉ chủ thể trên giấy'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='product_code',
            field=models.CharField(blank=True, max_length=40, verbose_name='mã sản phẩm trên giấy'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='set_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='bộ sản phẩm trên giấy'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='signer_authority',
            field=models.CharField(blank=True, max_length=160, verbose_name='quyền hạn người ký'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='signer_name',
            field=models.CharField(blank=True, max_length=80, verbose_name='họ tên người ký'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='signer_title',
            field=models.CharField(blank=True, max_length=120, verbose_name='chức vụ người ký'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signer_authority', ''), ('signer_name', '')), models.Q(('signer_title', ''), _negated=True), _connector='OR'), name='certificate_signed_with_a_title', violation_error_message='Phải ghi chức vụ người ký.'),
        ),
        migrations.RunPython(guard, unguard),
    ]
