

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_sealed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listing', models.SlugField(max_length=40, verbose_name='danh sách')),
                ('query', models.TextField(blank=True, verbose_name='điều kiện')),
                ('extension', models.CharField(max_length=4, verbose_name='loại tệp')),
                ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('running', 'đang làm'), ('ready', 'đã xong'), ('failed', 'không làm được')], default='waiting', max_length=8, verbose_name='trạng thái')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='yêu cầu lúc')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='nhận làm đến lúc')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='số dòng đã ghi')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='số dòng')),
                ('file', models.FileField(blank=True, upload_to='exports/', verbose_name='tệp')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='giữ đến')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='export_jobs', to=settings.AUTH_USER_MODEL, verbose_name='người yêu cầu')),
            ],
            options={
                'verbose_name': 'tệp xuất',
                'verbose_name_plural': 'tệp xuất',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'ready', 'failed'])), name='exportjob_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), ('expires_at__isnull', False)), _connector='OR'), name='exportjob_ready_has_a_file_for_a_time')],
            },
        ),
    ]
