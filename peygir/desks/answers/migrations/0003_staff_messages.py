"""A message to one of the staff is written once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answers', '0002_initial'),
        ('cases', '0003_place_and_seasons'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('case__isnull', False), ('report__isnull', True)), fields=('case', 'number', 'kind', 'channel', 'address'), name='one_message_to_staff'),
        ),
    ]
