"""The layouts of certificates, in versions: the first is published, and none is changed after."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from programs.append_only import never_emptied, refuse

FIRST = {
    "name": "Mẫu ban đầu",
    "valid_from": datetime.date(2018, 1, 1),
    "title": "GIẤY CHỨNG NHẬN",
    "subtitle": "SẢN PHẨM OCOP",
    "lines": (
        "{cơ quan}\n"
        "chứng nhận sản phẩm\n"
        "{sản phẩm}\n"
        "của {chủ thể}\n"
        "Địa chỉ: {địa chỉ}\n"
        "Bộ sản phẩm: {bộ sản phẩm}\n"
        "đạt hạng {số sao} sao"
    ),
    "foot": (
        "Số: {số giấy}\n"
        "Mã sản phẩm: {mã sản phẩm}\n"
        "Quyết định số {quyết định} ngày {ngày quyết định}\n"
        "Có giá trị từ ngày {từ ngày} đến hết ngày {đến ngày}"
    ),
    "frame": "woven",
    "colour": "red",
    "orientation": "landscape",
}


def publish_the_first(apps, _schema_editor):
    layouts = apps.get_model("reports", "CertificateLayout")
    layouts.objects.create(published_at=timezone.now(), **FIRST)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_never_emptied'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='tên phiên bản')),
                ('valid_from', models.DateField(verbose_name='áp dụng cho giấy cấp từ ngày')),
                ('title', models.CharField(default='GIẤY CHỨNG NHẬN', max_length=30, verbose_name='tiêu đề')),
                ('subtitle', models.CharField(blank=True, max_length=40, verbose_name='dòng dưới tiêu đề')),
                ('lines', models.TextField(max_length=800, verbose_name='các dòng giữa giấy')),
                ('foot', models.TextField(max_length=500, verbose_name='các dòng bên mã QR')),
                ('frame', models.CharField(choices=[('woven', 'hoa văn dệt giữa hai đường viền'), ('double', 'hai đường viền, góc có hoa văn')], default='woven', max_length=10, verbose_name='khung')),
                ('colour', models.CharField(choices=[('red', 'đỏ và vàng'), ('green', 'lục và vàng'), ('blue', 'lam và vàng'), ('black', 'đen và xám')], default='red', max_length=10, verbose_name='màu')),
                ('orientation', models.CharField(choices=[('landscape', 'khổ ngang'), ('portrait', 'khổ dọc')], default='landscape', max_length=10, verbose_name='khổ giấy')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='công bố lúc')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='lần sửa')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người công bố')),
            ],
            options={
                'verbose_name': 'mẫu giấy chứng nhận',
                'verbose_name_plural': 'mẫu giấy chứng nhận',
                'ordering': ['-valid_from', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('published_at__isnull', False)), fields=('valid_from',), name='certificatelayout_one_a_day', violation_error_message='Đã có mẫu được công bố, áp dụng từ ngày này.'), models.CheckConstraint(condition=models.Q(('frame__in', ['woven', 'double'])), name='certificatelayout_frame_known'), models.CheckConstraint(condition=models.Q(('colour__in', ['red', 'green', 'blue', 'black'])), name='certificatelayout_colour_known'), models.CheckConstraint(condition=models.Q(('orientation__in', ['landscape', 'portrait'])), name='certificatelayout_orientation_known')],
            },
        ),
        migrations.RunPython(publish_the_first, migrations.RunPython.noop),
        migrations.RunPython(
            *refuse(
                "reports_certificatelayout_published",
                "reports_certificatelayout",
                ("UPDATE", "DELETE"),
                "a published layout of certificates never changes",
                condition="OLD.published_at IS NOT NULL",
            )
        ),
        migrations.RunPython(*never_emptied("reports_certificatelayout")),
    ]
