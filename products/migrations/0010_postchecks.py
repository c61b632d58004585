"""Letters before certificates end, why some lapsed, and post-checks."""

import django.core.validators
import django.db.models.deletion
import products.models.inspections
from django.conf import settings
from django.db import migrations, models

from programs.append_only import append_only, refuse


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0009_documents'),
        ('programs', '0007_published_criteria'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExpiryLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('symbol', models.CharField(max_length=40, verbose_name='ký hiệu')),
                ('sent_on', models.DateField(verbose_name='ngày gửi')),
                ('content', models.TextField(verbose_name='nội dung')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expiry_letter', to='programs.mail', verbose_name='thư điện tử')),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expiry_letters', to='products.producer', verbose_name='chủ thể')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gửi')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.unit', verbose_name='đơn vị cùng nhận')),
            ],
            options={
                'verbose_name': 'công văn báo hết hạn',
                'verbose_name_plural': 'công văn báo hết hạn',
                'ordering': ['-year', '-number'],
            },
        ),
        migrations.CreateModel(
            name='ExpiryNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='hết hạn ngày')),
                ('notice_by', models.DateField(blank=True, null=True, verbose_name='thông báo chậm nhất ngày')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='products.certificate', verbose_name='giấy chứng nhận')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='products.expiryletter', verbose_name='công văn')),
            ],
            options={
                'verbose_name': 'lần báo hết hạn',
                'verbose_name_plural': 'lần báo hết hạn',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'chờ kiểm tra'), ('skipped', 'không kiểm tra được'), ('recorded', 'chờ ý kiến chủ thể'), ('replied', 'chủ thể đã có ý kiến'), ('mending', 'phải khắc phục'), ('kept', 'giữ giấy chứng nhận'), ('revoking', 'đã đề nghị thu hồi')], default='planned', max_length=10, verbose_name='trạng thái')),
                ('inspected_on', models.DateField(blank=True, null=True, verbose_name='ngày kiểm tra')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='nơi kiểm tra')),
                ('inspectors', models.TextField(blank=True, max_length=1000, verbose_name='thành phần đoàn kiểm tra')),
                ('attendants', models.TextField(blank=True, max_length=1000, verbose_name='đại diện chủ thể, địa phương')),
                ('conclusion', models.TextField(blank=True, max_length=2000, verbose_name='nhận xét, kiến nghị')),
                ('reply_until', models.DateField(blank=True, null=True, verbose_name='chủ thể có ý kiến đến hết ngày')),
                ('reply', models.TextField(blank=True, max_length=2000, verbose_name='ý kiến của chủ thể')),
                ('decision', models.TextField(blank=True, max_length=2000, verbose_name='kết luận')),
                ('mend_by', models.DateField(blank=True, null=True, verbose_name='khắc phục đến hết ngày')),
                ('mended_on', models.DateField(blank=True, null=True, verbose_name='khắc phục xong ngày')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần sửa')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='products.certificate', verbose_name='giấy chứng nhận')),
                ('revocation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspection', to='products.revocation', verbose_name='đề nghị thu hồi')),
            ],
            options={
                'verbose_name': 'lần hậu kiểm',
                'verbose_name_plural': 'lần hậu kiểm',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='InspectionFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('text', models.CharField(max_length=300, verbose_name='nội dung')),
                ('result', models.CharField(choices=[('met', 'đạt'), ('not_met', 'không đạt'), ('noted', 'ghi nhận')], max_length=10, verbose_name='kết quả')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                ('criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.criterion', verbose_name='tiêu chí')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='products.inspection', verbose_name='lần hậu kiểm')),
            ],
            options={
                'verbose_name': 'nội dung kiểm tra',
                'verbose_name_plural': 'nội dung kiểm tra',
                'ordering': ['inspection', 'position'],
            },
        ),
        migrations.CreateModel(
            name='InspectionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2018), django.core.validators.MaxValueValidator(2100)], verbose_name='năm')),
                ('title', models.CharField(max_length=200, verbose_name='tên kế hoạch')),
                ('body', models.CharField(max_length=200, verbose_name='cơ quan, đoàn kiểm tra')),
                ('product_group', models.CharField(blank=True, choices=[('food', 'Thực phẩm'), ('drink', 'Đồ uống'), ('herbal', 'Dược liệu và sản phẩm từ dược liệu'), ('craft', 'Thủ công mỹ nghệ'), ('ornamental', 'Sinh vật cảnh'), ('tourism', 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch')], help_text='Để trống: mọi nhóm.', max_length=10, verbose_name='nhóm sản phẩm')),
                ('starts_on', models.DateField(verbose_name='từ ngày')),
                ('ends_on', models.DateField(verbose_name='đến hết ngày')),
                ('sample_size', models.PositiveIntegerField(blank=True, help_text='Để trống: kiểm tra tất cả.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='số giấy chọn mẫu')),
                ('seed', models.CharField(default=products.models.inspections.new_seed, editable=False, max_length=16, verbose_name='mã rút mẫu')),
                ('frame', models.JSONField(blank=True, default=list, editable=False, verbose_name='danh sách để rút')),
                ('drawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='ngày rút mẫu')),
                ('state', models.CharField(choices=[('draft', 'đang soạn'), ('open', 'đang thực hiện'), ('closed', 'đã kết thúc'), ('dropped', 'đã hủy')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần sửa')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người lập')),
                ('ground', models.ForeignKey(blank=True, help_text='Để trống: toàn tỉnh.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.unit', verbose_name='địa bàn')),
            ],
            options={
                'verbose_name': 'kế hoạch hậu kiểm',
                'verbose_name_plural': 'kế hoạch hậu kiểm',
                'ordering': ['-year', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='inspection',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='products.inspectionplan', verbose_name='kế hoạch'),
        ),
        migrations.CreateModel(
            name='Lapse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('stopped', 'không còn sản xuất'), ('not_applied', 'không đăng ký đánh giá lại'), ('failed', 'không đạt tiêu chí'), ('other', 'lý do khác')], max_length=12, verbose_name='lý do')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi rõ')),
                ('recorded_at', models.DateTimeField(auto_now=True, verbose_name='ghi lúc')),
                ('certificate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lapse', to='products.certificate', verbose_name='giấy chứng nhận')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
            ],
            options={
                'verbose_name': 'lý do không đánh giá lại',
                'verbose_name_plural': 'lý do không đánh giá lại',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='expiryletter',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='expiryletter_number_once'),
        ),
        migrations.AddConstraint(
            model_name='expirynotice',
            constraint=models.UniqueConstraint(fields=('certificate', 'ends_on'), name='expirynotice_once_an_end', violation_error_message='Giấy chứng nhận này đã có công văn báo hết hạn.'),
        ),
        migrations.AddConstraint(
            model_name='inspectionfinding',
            constraint=models.UniqueConstraint(fields=('inspection', 'position'), name='inspectionfinding_position_once'),
        ),
        migrations.AddConstraint(
            model_name='inspectionfinding',
            constraint=models.UniqueConstraint(fields=('inspection', 'criterion'), name='inspectionfinding_criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='inspectionfinding',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['met', 'not_met', 'noted'])), name='inspectionfinding_result_known'),
        ),
        migrations.AddConstraint(
            model_name='inspectionfinding',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='inspectionfinding_says_what'),
        ),
        migrations.AddConstraint(
            model_name='inspectionplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed', 'dropped'])), name='inspectionplan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='inspectionplan',
            constraint=models.CheckConstraint(condition=models.Q(('product_group__in', ['', 'food', 'drink', 'herbal', 'craft', 'ornamental', 'tourism'])), name='inspectionplan_group_known'),
        ),
        migrations.AddConstraint(
            model_name='inspectionplan',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='inspectionplan_ends_after_it_starts', violation_error_message='Ngày kết thúc không được trước ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='inspectionplan',
            constraint=models.CheckConstraint(condition=models.Q(('sample_size', None), ('sample_size__gte', 1), _connector='OR'), name='inspectionplan_sample_of_some'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.UniqueConstraint(fields=('plan', 'certificate'), name='inspection_once_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'skipped', 'recorded', 'replied', 'mending', 'kept', 'revoking'])), name='inspection_state_known'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'skipped']), models.Q(('inspected_on__isnull', False), ('reply_until__isnull', False)), _connector='OR'), name='inspection_recorded_has_its_days'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'mending'), _negated=True), ('mend_by__isnull', False), _connector='OR'), name='inspection_mending_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'revoking'), _negated=True), ('revocation__isnull', False), _connector='OR'), name='inspection_revoking_has_its_proposal'),
        ),
        migrations.AddConstraint(
            model_name='lapse',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['stopped', 'not_applied', 'failed', 'other'])), name='lapse_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='lapse',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), ('reason', 'other'), _negated=True), name='lapse_other_reason_is_told', violation_error_message='Hãy ghi rõ lý do khác.'),
        ),
        migrations.RunPython(*append_only("products_expiryletter")),
        migrations.RunPython(*append_only("products_expirynotice")),
        migrations.RunPython(
            *refuse(
                "products_inspectionfinding_recorded",
                "products_inspectionfinding",
                ("INSERT", "UPDATE", "DELETE"),
                "findings of a post-check that was recorded never change",
                condition="(SELECT state FROM products_inspection WHERE id = {row}.inspection_id) <> 'planned'",
            )
        ),
    ]
