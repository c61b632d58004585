"""Books that are read in; and the certificates written down from them, which need no number."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from programs.append_only import refuse

# SQLite makes the table anew for another constraint, and its triggers are lost with the old one.
guard, unguard = refuse(
    "products_certificate_issued",
    "products_certificate",
    ("UPDATE", "DELETE"),
    "a certificate that was issued never changes",
    condition="OLD.state = 'issued'",
)


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0010_postchecks'),
        ('programs', '0007_published_criteria'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='register/', verbose_name='tệp gốc')),
                ('name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('outcome', models.CharField(max_length=20, verbose_name='kết quả đọc')),
                ('lines', models.JSONField(default=list, verbose_name='các dòng như đã đọc')),
                ('findings', models.JSONField(default=list, verbose_name='kết quả đối chiếu')),
                ('problems', models.JSONField(default=list, verbose_name='vấn đề của tệp')),
                ('answers', models.JSONField(default=dict, verbose_name='lựa chọn về tệp')),
                ('identities', models.JSONField(default=dict, verbose_name='bản ghi của dòng')),
                ('decisions', models.JSONField(default=dict, verbose_name='quyết định từng dòng')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần sửa')),
                ('read_at', models.DateTimeField(auto_now_add=True, verbose_name='đọc lúc')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='xác nhận lúc')),
                ('written', models.JSONField(default=dict, verbose_name='đã ghi')),
            ],
            options={
                'verbose_name': 'lượt nhập sổ',
                'verbose_name_plural': 'lượt nhập sổ',
                'ordering': ['-pk'],
            },
        ),
        migrations.RunPython(unguard, guard),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_issued_is_whole',
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(models.Q(('number__isnull', False), ('series__startswith', 'book-'), _connector='OR'), ('regulation__isnull', False), ('year__isnull', False), ('decision_date__isnull', False), ('issued_on__isnull', False), ('expires_on__isnull', False), ('issued_by__isnull', False), ('expires_on__gt', models.F('issued_on')), models.Q(('authority', ''), _negated=True), models.Q(('series', ''), _negated=True), models.Q(('decision_number', ''), _negated=True)), _connector='OR'), name='certificate_issued_is_whole'),
        ),
        migrations.AddField(
            model_name='registerimport',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người xác nhận'),
        ),
        migrations.AddField(
            model_name='registerimport',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nộp'),
        ),
        migrations.AddConstraint(
            model_name='registerimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='registerimport_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='registerimport',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('user')), _negated=True), _connector='OR'), name='registerimport_confirmed_by_another_person', violation_error_message='Người xác nhận phải khác người nộp tệp.'),
        ),
        migrations.RunPython(guard, unguard),
    ]
