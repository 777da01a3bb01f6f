"""Lets two people change days, office hours and keys, and gives objections to looks a time for their answer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0022_corrections'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='twopersonchange',
            name='change_of_two_is_of_a_kind',
        ),
        migrations.AddField(
            model_name='lookobjection',
            name='due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='twopersonchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['api_key', 'calendar', 'correction', 'groups', 'hold_lift', 'objection_days', 'office_hours', 'promise_hours', 'record_key', 'record_log', 'retention', 'witness', 'witness_end'])), name='change_of_two_is_of_a_kind'),
        ),
    ]
