import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0003_notifications'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listing', models.SlugField(max_length=40, verbose_name='danh sách')),
                ('name', models.CharField(max_length=60, verbose_name='tên')),
                ('query', models.TextField(blank=True, max_length=2000, verbose_name='điều kiện')),
                ('is_shared', models.BooleanField(default=False, verbose_name='cho đồng nghiệp cùng đơn vị, cơ quan dùng')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='người lưu')),
            ],
            options={
                'verbose_name': 'cách xem',
                'verbose_name_plural': 'cách xem',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'listing', 'name'), name='savedview_name_once', violation_error_message='Bạn đã có cách xem mang tên này.')],
            },
        ),
    ]
