"""A Quy chế says who signed its decision, for the paper that is printed of it."""

from django.db import migrations, models

_TRIGGERS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%councils_councilrules%'"
)
_kept = []


def take_triggers(apps, schema_editor):
    """SQLite makes the table anew for another column: its triggers, and those that ask it, wait."""
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            _kept[:] = cursor.execute(_TRIGGERS).fetchall()
        for name, _ in _kept:
            schema_editor.execute(f"DROP TRIGGER {name}")


def put_triggers(apps, schema_editor):
    for _, sql in _kept:
        schema_editor.execute(sql, params=None)
    _kept.clear()


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0006_own_gates_and_versions'),
    ]

    operations = [
        migrations.RunPython(take_triggers, put_triggers),
        migrations.AddField(
            model_name='councilrules',
            name='signer',
            field=models.CharField(blank=True, max_length=150, verbose_name='người ký'),
        ),
        migrations.AddField(
            model_name='councilrules',
            name='signer_title',
            field=models.CharField(blank=True, default='TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH', help_text='Ví dụ TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.', max_length=100, verbose_name='chức vụ người ký'),
        ),
        migrations.RunPython(put_triggers, take_triggers),
    ]
