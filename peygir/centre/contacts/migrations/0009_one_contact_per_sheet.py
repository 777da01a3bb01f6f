"""A form on paper is entered once, however often its press comes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0008_passing'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(condition=models.Q(('entered_at__isnull', False), models.Q(('told_key', ''), _negated=True)), fields=('city', 'told_key'), name='one_contact_per_sheet'),
        ),
    ]
