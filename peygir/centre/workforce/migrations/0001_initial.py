import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('city', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='CallGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('from_at', models.DateTimeField()),
                ('share_percent', models.SmallIntegerField()),
                ('within_seconds', models.IntegerField()),
                ('handling_seconds', models.IntegerField()),
                ('patience_seconds', models.IntegerField()),
                ('away_percent', models.SmallIntegerField()),
                ('least_operators', models.SmallIntegerField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'from_at'), name='one_call_goal_per_moment'), models.CheckConstraint(condition=models.Q(('share_percent__gte', 1), ('share_percent__lte', 99)), name='goal_is_a_share'), models.CheckConstraint(condition=models.Q(('away_percent__gte', 0), ('away_percent__lte', 90)), name='away_is_a_share'), models.CheckConstraint(condition=models.Q(('handling_seconds__gte', 1), ('patience_seconds__gte', 1)), name='talks_take_time')],
            },
        ),
        migrations.CreateModel(
            name='RainDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('on', models.DateField()),
                ('is_rainy', models.BooleanField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'on'), name='one_word_on_rain_a_day')],
            },
        ),
        migrations.CreateModel(
            name='RosterWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('first_on', models.DateField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'first_on'), name='one_roster_per_week'), models.CheckConstraint(condition=models.Q(('first_on__week_day', 7)), name='roster_begins_on_a_saturday')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('name_fa', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=40)),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('begins', models.F('ends')), _negated=True), name='shift_is_no_whole_day'), models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='shift_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('week', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='workforce.rosterweek')),
                ('shift', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.shift')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'on'), name='one_shift_a_day')],
            },
        ),
            ]
        ),
    ]
