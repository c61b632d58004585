"""The words by which producers and products are found stand beside them."""

import products.models.register
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0023_known_titles'),
    ]

    operations = [
        migrations.AddField(
            model_name='producer',
            name='words',
            field=products.models.register.WordsField('name', 'representative', 'registration_number', 'phone', 'email', 'address', default='', editable=False, verbose_name='từ để tìm'),
        ),
        migrations.AddField(
            model_name='product',
            name='words',
            field=models.TextField(default='', editable=False, verbose_name='từ để tìm'),
        ),
    ]
