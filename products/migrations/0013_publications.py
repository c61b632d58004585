
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0012_placements'),
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
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='products.product', verbose_name='sản phẩm')),
                ('restored_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người công khai lại')),
                ('withdrawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người rút')),
            ],
            options={
                'verbose_name': 'việc rút khỏi trang công khai',
                'verbose_name_plural': 'việc rút khỏi trang công khai',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('restored_at', None)), fields=('product',), name='withdrawal_one_standing_a_product', violation_error_message='Sản phẩm này đã được rút khỏi trang công khai.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='withdrawal_has_a_reason', violation_error_message='Phải ghi lý do rút khỏi trang công khai.'), models.CheckConstraint(condition=models.Q(models.Q(('restored_at', None), ('restored_by', None)), models.Q(('restored_at__isnull', False), ('restored_by__isnull', False)), _connector='OR'), name='withdrawal_restored_by_somebody')],
            },
        ),
    ]
