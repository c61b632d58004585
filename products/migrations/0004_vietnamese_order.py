"""Products and producers are sorted as Vietnamese words are."""

from importlib import import_module

from django.db import migrations, models

# SQLite makes a table anew to change it, and its triggers would be lost.
_sealed = import_module("products.migrations.0002_sealed").Migration.operations[1]
_seal, _unseal = _sealed.code, _sealed.reverse_code


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0003_row_drafts'),
        ('programs', '0005_vietnamese_order'),
    ]

    operations = [
        migrations.RunPython(_unseal, _seal),
        migrations.AlterField(
            model_name='registration',
            name='address',
            field=models.CharField(blank=True, db_collation='vietnamese', max_length=300, verbose_name='địa chỉ'),
        ),
        migrations.AlterField(
            model_name='registration',
            name='producer_name',
            field=models.CharField(db_collation='vietnamese', max_length=200, verbose_name='chủ thể sản xuất'),
        ),
        migrations.AlterField(
            model_name='registration',
            name='product_name',
            field=models.CharField(db_collation='vietnamese', max_length=200, verbose_name='tên sản phẩm'),
        ),
        migrations.RunPython(_seal, _unseal),
    ]
