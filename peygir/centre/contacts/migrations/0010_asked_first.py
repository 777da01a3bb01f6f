"""A colleague is asked before a call is handed over."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0009_one_contact_per_sheet'),
    ]

    operations = [
        migrations.AddField(
            model_name='passorder',
            name='consulted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='passorder',
            name='is_asked_first',
            field=models.BooleanField(default=False),
        ),
    ]
