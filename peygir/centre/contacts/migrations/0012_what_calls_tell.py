"""Why a call-back's last try did not reach anybody, and the outcome of a call in which our own phone did not answer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0011_how_asking_ends'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='contact',
            name='outcome_is_known',
        ),
        migrations.AddField(
            model_name='callback',
            name='words',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'abandoned', 'agency', 'answered', 'complaint', 'follow_up', 'no_answer', 'not_called', 'reported', 'thanks', 'voice_mail', 'wrong_number'])), name='outcome_is_known'),
        ),
    ]
