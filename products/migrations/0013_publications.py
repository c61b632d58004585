import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0012_placements'),
        ('programs', '0007_published_criteria'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('withdrawn_at', models.DateTimeField(auto_now_add=True, verbose_name='rút lúc')),
                ('restored_at', models.DateTimeField(blank=True, null=True, verbose_name='công khai lại lúc')),
            ],
            options={
                'verbose_name': 'việc rút khỏi trang công khai',
                'verbose_name_plural': 'việc rút khỏi trang công khai',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='certificateevent',
            index=models.Index(fields=['until'], name='certificateevent_until'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['product_group', 'name_key'], name='product_group_name'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='product_merged'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='products.product', verbose_name='sản phẩm'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='restored_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người công khai lại'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='withdrawn_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người rút'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('restored_at', None)), fields=('product',), name='withdrawal_one_standing_a_product', violation_error_message='Sản phẩm này đã được rút khỏi trang công khai.'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='withdrawal_has_a_reason', violation_error_message='Phải ghi lý do rút khỏi trang công khai.'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restored_at', None), ('restored_by', None)), models.Q(('restored_at__isnull', False), ('restored_by__isnull', False)), _connector='OR'), name='withdrawal_restored_by_somebody'),
        ),
    ]
