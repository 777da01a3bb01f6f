from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='storedfile',
            name='stored_kind_is_known',
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'photo', 'sound'])), name='stored_kind_is_known'),
        ),
    ]
