import django.db.models.deletion
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('city', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['city', 'last_at'], name='incident_latest')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('topic_by', models.CharField(max_length=12)),
                ('place_by', models.CharField(max_length=12)),
                ('read_at', models.DateTimeField()),
                ('guesses', models.JSONField(default=list)),
                ('urgency', models.CharField(blank=True, max_length=1)),
                ('kind', models.CharField(blank=True, max_length=12)),
                ('reader', models.CharField(blank=True, max_length=40)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('district', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.district')),
                ('neighbourhood', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.neighbourhood')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['read_at'], name='reading_by_time')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_reading_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Resemblance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField()),
                ('metres', models.IntegerField()),
                ('is_follow_up', models.BooleanField(default=False)),
                ('seen_at', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('other', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'other'), name='one_resemblance_of_two')],
            },
        ),
        migrations.CreateModel(
            name='TrainingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('phrases', models.IntegerField()),
                ('cases', models.IntegerField()),
                ('heldout_count', models.IntegerField()),
                ('heldout_top1', models.FloatField()),
                ('heldout_before', models.FloatField()),
                ('recent_count', models.IntegerField()),
                ('recent_top1', models.FloatField(null=True)),
                ('recent_before', models.FloatField(null=True)),
                ('went_live', models.BooleanField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'version'), name='one_reader_of_a_version')],
            },
        ),
            ]
        ),
    ]
