"""The promises that are scored are found by when they fall due, and the months that are over are counted once a night."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_cards'),
        ('city', '0003_decisions'),
        ('promises', '0004_open_steps'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField()),
                ('judged', models.IntegerField()),
                ('kept', models.IntegerField()),
                ('counted_at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('is_first', True), ('kind', 'finish')), fields=['due_at'], name='promise_scored'),
        ),
        migrations.AddField(
            model_name='monthcount',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city'),
        ),
        migrations.AddConstraint(
            model_name='monthcount',
            constraint=models.UniqueConstraint(fields=('city', 'first_on'), name='one_count_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='monthcount',
            constraint=models.CheckConstraint(condition=models.Q(('judged__gte', models.F('kept')), ('kept__gte', 0)), name='kept_are_among_the_judged'),
        ),
    ]
