"""What a dossier holds, by regulation, kind of dossier and product set."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0013_provisional_holiday_year'),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.CharField(blank=True, max_length=60, verbose_name='điều, khoản')),
                ('mark', models.CharField(choices=[('C', 'theo văn bản'), ('C-2', 'theo nguồn dẫn lại'), ('D', 'suy ra từ văn bản')], max_length=3, verbose_name='độ tin cậy')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                ('event', models.CharField(blank=True, choices=[('first', 'đánh giá lần đầu'), ('upgrade', 'nâng hạng'), ('re_evaluation', 'đánh giá lại'), ('recognition', 'công nhận'), ('revocation', 'thu hồi')], max_length=20, verbose_name='loại hồ sơ')),
                ('item', models.SlugField(max_length=30, verbose_name='thành phần')),
                ('need', models.CharField(choices=[('mandatory', 'bắt buộc'), ('if_applicable', 'khi áp dụng, không có thì ghi là không có'), ('free', 'không bắt buộc')], max_length=20, verbose_name='mức cần')),
                ('amount', models.PositiveSmallIntegerField(default=1, verbose_name='số lượng')),
                ('product_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossier_items', to='programs.productset', verbose_name='bộ sản phẩm')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='programs.regulation', verbose_name='quy định')),
            ],
            options={
                'verbose_name': 'thành phần hồ sơ',
                'verbose_name_plural': 'thành phần hồ sơ',
                'ordering': ['regulation', 'item', 'event', 'product_set'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('mark__in', ['C', 'C-2', 'D'])), name='dossieritem_mark_known'), models.UniqueConstraint(fields=('regulation', 'event', 'product_set', 'item'), name='dossieritem_once_a_set'), models.UniqueConstraint(condition=models.Q(('product_set', None)), fields=('regulation', 'event', 'item'), name='dossieritem_once_for_all'), models.CheckConstraint(condition=models.Q(('need__in', ['mandatory', 'if_applicable', 'free'])), name='dossieritem_need_known'), models.CheckConstraint(condition=models.Q(('event__in', ['', 'first', 'upgrade', 're_evaluation', 'recognition', 'revocation'])), name='dossieritem_event_known')],
            },
        ),
    ]
