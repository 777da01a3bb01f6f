"""When the exchange said that a call of the voice menu failed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inspection', '0002_voice'),
    ]

    operations = [
        migrations.AddField(
            model_name='surveycall',
            name='failed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
