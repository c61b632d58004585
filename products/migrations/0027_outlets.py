import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0026_search_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('site', 'tại nơi sản xuất'), ('point', 'điểm bán sản phẩm OCOP'), ('shop', 'cửa hàng, chợ, siêu thị'), ('online', 'gian hàng trên mạng')], max_length=10, verbose_name='loại nơi bán')),
                ('name', models.CharField(max_length=120, verbose_name='tên nơi bán')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='địa chỉ')),
                ('link', models.URLField(blank=True, max_length=300, verbose_name='địa chỉ trên mạng')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='products.product', verbose_name='sản phẩm')),
            ],
            options={
                'verbose_name': 'nơi bán',
                'verbose_name_plural': 'nơi bán',
                'ordering': ['product', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['site', 'point', 'shop', 'online'])), name='outlet_kind_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='outlet_is_named'), models.CheckConstraint(condition=models.Q(('address', ''), ('link', ''), _negated=True), name='outlet_says_where', violation_error_message='Phải ghi địa chỉ, hoặc địa chỉ trên mạng.'), models.CheckConstraint(condition=models.Q(('link', ''), ('link__startswith', 'https://'), _connector='OR'), name='outlet_link_is_safe', violation_error_message='Địa chỉ trên mạng phải bắt đầu bằng https://.')],
            },
        ),
    ]
