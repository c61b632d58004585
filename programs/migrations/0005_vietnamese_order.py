"""Names are sorted as Vietnamese words are.

SQLite is taught the collation by ocop_portal.sqlite at every connection.
"""

from django.db import migrations, models


def _on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


_CREATE = _on_postgresql("CREATE COLLATION vietnamese (provider = icu, locale = 'vi')")
_DROP = _on_postgresql("DROP COLLATION vietnamese")


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0004_saved_views'),
    ]

    operations = [
        migrations.RunPython(_CREATE, _DROP),
        migrations.AlterField(
            model_name='accountrequest',
            name='full_name',
            field=models.CharField(db_collation='vietnamese', max_length=150, verbose_name='họ và tên'),
        ),
        migrations.AlterField(
            model_name='agency',
            name='name',
            field=models.CharField(db_collation='vietnamese', max_length=200, verbose_name='tên'),
        ),
        migrations.AlterField(
            model_name='campaign',
            name='document',
            field=models.CharField(blank=True, db_collation='vietnamese', help_text='Ví dụ: Công văn số 123/SNNPTNT-NTM ngày 25/3/2024.', max_length=200, verbose_name='văn bản'),
        ),
        migrations.AlterField(
            model_name='savedview',
            name='name',
            field=models.CharField(db_collation='vietnamese', max_length=60, verbose_name='tên'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='name',
            field=models.CharField(db_collation='vietnamese', max_length=100, verbose_name='tên'),
        ),
        migrations.AlterField(
            model_name='user',
            name='full_name',
            field=models.CharField(db_collation='vietnamese', max_length=150, verbose_name='họ và tên'),
        ),
    ]
