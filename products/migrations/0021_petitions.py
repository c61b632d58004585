"""What units ask to be revoked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0020_answer_none_met'),
        ('programs', '0014_dossier_items'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Petition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'đang soạn'), ('handed_in', 'chờ lãnh đạo gửi'), ('sent', 'đã gửi tỉnh'), ('taken_up', 'đã mở thủ tục thu hồi'), ('checking', 'đưa vào hậu kiểm'), ('answered', 'tỉnh đã trả lời'), ('dropped', 'đã bỏ')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('reason', models.CharField(choices=[('below_standard', 'không còn đạt tiêu chuẩn'), ('uncompetitive', 'không còn sức cạnh tranh trên thị trường'), ('other', 'lý do khác')], max_length=20, verbose_name='lý do')),
                ('facts', models.TextField(max_length=2000, verbose_name='sự việc, căn cứ đề nghị')),
                ('evidence', models.TextField(max_length=2000, verbose_name='minh chứng')),
                ('file', models.FileField(blank=True, upload_to='petitions/', verbose_name='tệp minh chứng')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='tên tệp')),
                ('content_type', models.CharField(blank=True, max_length=100, verbose_name='kiểu tệp')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('prepared_at', models.DateTimeField(auto_now_add=True, verbose_name='soạn lúc')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='ngày gửi')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='trả lời của cấp tỉnh')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần sửa')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='products.certificate', verbose_name='giấy chứng nhận')),
                ('ground', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='programs.revocationground', verbose_name='căn cứ thu hồi')),
                ('inspection', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petition', to='products.inspection', verbose_name='lần hậu kiểm')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người soạn')),
                ('revocation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petition', to='products.revocation', verbose_name='thủ tục thu hồi')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gửi')),
            ],
            options={
                'verbose_name': 'đề nghị thu hồi của đơn vị',
                'verbose_name_plural': 'đề nghị thu hồi của đơn vị',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'handed_in', 'sent', 'taken_up', 'checking', 'answered', 'dropped'])), name='petition_state_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['below_standard', 'uncompetitive', 'other'])), name='petition_reason_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'handed_in', 'sent'])), fields=('certificate',), name='petition_one_open_a_certificate', violation_error_message='Giấy chứng nhận này đang có một đề nghị chưa giải quyết.'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'dropped', 'handed_in']), models.Q(('sent_by__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='petition_sent_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='petition_answered_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken_up'), _negated=True), ('revocation__isnull', False), _connector='OR'), name='petition_taken_up_by_a_revocation'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'checking'), _negated=True), ('inspection__isnull', False), _connector='OR'), name='petition_checked_by_an_inspection')],
            },
        ),
    ]
