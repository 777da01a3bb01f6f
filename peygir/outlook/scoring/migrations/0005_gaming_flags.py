"""Gaming flags: tested months, flags with their cases, and the rates of the tests."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_case_asset'),
        ('city', '0001_initial'),
        ('scoring', '0004_comparisons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='GamingMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('first_on', models.DateField()),
                ('tested_at', models.DateTimeField()),
                ('tests', models.IntegerField()),
                ('rates', models.JSONField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.CreateModel(
            name='GamingFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=9)),
                ('p_value', models.FloatField()),
                ('q_value', models.FloatField()),
                ('figures', models.JSONField()),
                ('finding', models.CharField(blank=True, default='', max_length=7)),
                ('found_at', models.DateTimeField(null=True)),
                ('found_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='scoring.gamingmonth')),
            ],
        ),
        migrations.CreateModel(
            name='GamingRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=9)),
                ('rate', models.FloatField()),
                ('set_by', models.CharField(max_length=32)),
                ('set_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.CreateModel(
            name='GamingFlagCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.SmallIntegerField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('flag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='scoring.gamingflag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('flag', 'place'), name='one_case_per_place_of_a_flag')],
            },
        ),
        migrations.AddConstraint(
            model_name='gamingmonth',
            constraint=models.UniqueConstraint(fields=('city', 'first_on'), name='one_gaming_month'),
        ),
        migrations.AddConstraint(
            model_name='gamingflag',
            constraint=models.UniqueConstraint(fields=('month', 'unit', 'kind'), name='one_gaming_flag_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='gamingflag',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['copied', 'declined', 'filed', 'heaped', 'merged', 'moved_out', 'paused', 'photos', 'retouched', 'series', 'verdicts'])), name='gaming_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='gamingflag',
            constraint=models.CheckConstraint(condition=models.Q(('finding__in', ['', 'honest', 'real', 'unclear'])), name='gaming_finding_is_known'),
        ),
        migrations.AddConstraint(
            model_name='gamingflag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('found_at__isnull', True), ('found_by__isnull', True)), models.Q(models.Q(('finding', ''), _negated=True), ('found_at__isnull', False), ('found_by__isnull', False)), _connector='OR'), name='gaming_finding_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='gamingrate',
            constraint=models.UniqueConstraint(fields=('city', 'kind'), name='one_rate_per_gaming_kind'),
        ),
        migrations.AddConstraint(
            model_name='gamingrate',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['copied', 'declined', 'filed', 'heaped', 'merged', 'moved_out', 'paused', 'photos', 'retouched', 'series', 'verdicts'])), name='gaming_rate_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='gamingrate',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gte', 0.0001), ('rate__lte', 0.1)), name='gaming_rate_is_small'),
        ),
            ]
        ),
    ]
