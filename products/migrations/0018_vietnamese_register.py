"""Products, producers and the people behind them are sorted as Vietnamese words are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0017_never_emptied'),
        ('programs', '0013_provisional_holiday_year'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='producer',
            options={'ordering': ['name', 'pk'], 'verbose_name': 'chủ thể', 'verbose_name_plural': 'chủ thể'},
        ),
        migrations.AlterModelOptions(
            name='product',
            options={'ordering': ['name', 'pk'], 'verbose_name': 'sản phẩm', 'verbose_name_plural': 'sản phẩm'},
        ),
        migrations.RemoveIndex(
            model_name='product',
            name='product_group_name',
        ),
        migrations.AlterField(
            model_name='producer',
            name='name',
            field=models.CharField(db_collation='vietnamese', max_length=200, verbose_name='tên'),
        ),
        migrations.AlterField(
            model_name='producer',
            name='representative',
            field=models.CharField(blank=True, db_collation='vietnamese', max_length=150, verbose_name='người đại diện'),
        ),
        migrations.AlterField(
            model_name='product',
            name='name',
            field=models.CharField(db_collation='vietnamese', max_length=200, verbose_name='tên'),
        ),
        migrations.AddIndex(
            model_name='producer',
            index=models.Index(fields=['name', 'id'], name='producer_name'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['name', 'id'], name='product_name'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['product_group', 'name'], name='product_group_name'),
        ),
    ]
