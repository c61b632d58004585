"""Files beside a report, workbooks of reports that wait, and what two reporters counted twice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from programs.append_only import never_emptied, refuse

TABLE = "reports_reportattachment"
STATE = "(SELECT state FROM reports_periodicreport WHERE id = {row}.report_id)"


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0012_province_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='dung lượng (byte)')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='tải lên lúc')),
                ('file', models.FileField(upload_to='reports/', verbose_name='tệp')),
                ('name', models.CharField(max_length=100, verbose_name='tên tệp')),
                ('content_type', models.CharField(max_length=100, verbose_name='kiểu tệp')),
                ('left_out_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ khỏi bản nháp lúc')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='reports.periodicreport', verbose_name='báo cáo')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tải lên')),
            ],
            options={
                'verbose_name': 'tài liệu gửi kèm báo cáo',
                'verbose_name_plural': 'tài liệu gửi kèm báo cáo',
                'ordering': ['report', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_out_at', None)), fields=('report', 'sha256'), name='reportattachment_once_a_report')],
            },
        ),
        migrations.CreateModel(
            name='FilledReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('outcome', models.CharField(max_length=20, verbose_name='kết quả đọc')),
                ('columns', models.JSONField(default=list, verbose_name='các cột của tệp')),
                ('lines', models.JSONField(default=list, verbose_name='các dòng của tệp')),
                ('problems', models.JSONField(default=list, verbose_name='vấn đề của tệp')),
                ('answers', models.JSONField(default=dict, verbose_name='sửa và lựa chọn')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần kiểm tra')),
                ('read_at', models.DateTimeField(auto_now_add=True, verbose_name='đọc lúc')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='xác nhận lúc')),
                ('file', models.FileField(upload_to='filled-reports/', verbose_name='tệp gốc')),
                ('marks', models.JSONField(default=list, verbose_name='chỗ sai')),
                ('is_stale', models.BooleanField(default=False, verbose_name='bản nháp đã đổi sau khi tải tệp')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filled_files', to='reports.periodicreport', verbose_name='báo cáo')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nộp')),
            ],
            options={
                'verbose_name': 'tệp báo cáo đã điền',
                'verbose_name_plural': 'tệp báo cáo đã điền',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DoubleCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('many', models.PositiveBigIntegerField(verbose_name='số tính trùng')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
                ('struck_at', models.DateTimeField(blank=True, null=True, verbose_name='gạch lúc')),
                ('struck_reason', models.CharField(blank=True, max_length=500, verbose_name='lý do gạch')),
                ('cut', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.sealedreport', verbose_name='báo cáo bị trừ')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.indicator', verbose_name='chỉ tiêu')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.sealedreport', verbose_name='báo cáo giữ số')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gạch')),
            ],
            options={
                'verbose_name': 'số tính trùng',
                'verbose_name_plural': 'số tính trùng',
                'ordering': ['indicator', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('cut')), _negated=True), name='doublecount_of_two_reports'), models.CheckConstraint(condition=models.Q(('many__gte', 1)), name='doublecount_of_something'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='doublecount_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('struck_at', None), ('struck_by', None), ('struck_reason', '')), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False), models.Q(('struck_reason', ''), _negated=True)), _connector='OR'), name='doublecount_struck_by_somebody_for_a_reason')],
            },
        ),
        migrations.RunPython(
            *refuse(
                f"{TABLE}_handed_in",
                TABLE,
                ("INSERT", "UPDATE", "DELETE"),
                "what a report says changes in its draft alone",
                condition=f"{STATE} <> 'draft'",
            )
        ),
        migrations.RunPython(*never_emptied(TABLE)),
    ]
