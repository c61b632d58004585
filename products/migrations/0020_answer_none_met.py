"""A criterion is answered too by saying that none of its levels is reached."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0019_settled_extensions'),
        ('programs', '0014_dossier_items'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='meets_none',
            field=models.BooleanField(default=False, verbose_name='không đạt mức nào'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('meets_none', False), ('option', None), _connector='OR'), name='answer_one_level_or_none'),
        ),
    ]
