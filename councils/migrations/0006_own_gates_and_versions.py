"""Seats and members get an edition; a Quy chế may add conditions, which then never change."""


import django.db.models.deletion
from django.db import migrations, models

from programs.append_only import never_emptied, refuse

MESSAGE = "published rules of a Council never change"
STATE = "(SELECT state FROM councils_councilrules WHERE id = {row}.rules_id)"


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_outside_results'),
        ('products', '0029_paper_fields'),
        ('programs', '0020_councils_ground'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmember',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='lần sửa'),
        ),
        migrations.AddField(
            model_name='historicalseat',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='lần sửa'),
        ),
        migrations.AddField(
            model_name='member',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='lần sửa'),
        ),
        migrations.AddField(
            model_name='seat',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='lần sửa'),
        ),
        migrations.CreateModel(
            name='OwnGate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=200, verbose_name='nội dung')),
                ('effect', models.CharField(choices=[('disqualify', 'loại hồ sơ'), ('not_evaluated', 'không đánh giá'), ('stop_evaluation', 'dừng đánh giá'), ('requirement_not_met', 'không công nhận vì không đạt yêu cầu bắt buộc')], max_length=20, verbose_name='hệ quả')),
                ('sets', models.JSONField(blank=True, default=list, verbose_name='bộ sản phẩm')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                ('rules', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_gates', to='councils.councilrules', verbose_name='Quy chế')),
            ],
            options={
                'verbose_name': 'điều kiện loại của Quy chế',
                'verbose_name_plural': 'điều kiện loại của Quy chế',
                'ordering': ['rules', 'position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='evaluation',
            name='own_gate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='councils.owngate', verbose_name='điều kiện loại của Quy chế'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('gate', None), ('own_gate', None), _connector='OR'), name='evaluation_one_gate', violation_error_message='Chọn một điều kiện loại: của quy định, hoặc của Quy chế.'),
        ),
        migrations.AddConstraint(
            model_name='owngate',
            constraint=models.UniqueConstraint(fields=('rules', 'label'), name='owngate_once'),
        ),
        migrations.AddConstraint(
            model_name='owngate',
            constraint=models.CheckConstraint(condition=models.Q(('effect__in', ['disqualify', 'not_evaluated', 'stop_evaluation', 'requirement_not_met'])), name='owngate_effect_known'),
        ),
        migrations.RunPython(
            *refuse(
                "councils_owngate_published",
                "councils_owngate",
                ("INSERT", "UPDATE", "DELETE"),
                MESSAGE,
                condition=f"{STATE} <> 'draft'",
            )
        ),
        migrations.RunPython(*never_emptied("councils_owngate")),
    ]
