import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queue', models.CharField(max_length=8)),
                ('action', models.CharField(max_length=64)),
                ('file_id', models.BigIntegerField()),
                ('number', models.IntegerField(db_default=0)),
                ('state', models.CharField(db_default='waiting', max_length=8)),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('attempts', models.SmallIntegerField(db_default=0)),
                ('deaths', models.SmallIntegerField(db_default=0)),
                ('started_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['queue', 'deaths', 'id'], name='job_to_take'), models.Index(condition=models.Q(('state', 'running')), fields=['started_at'], name='job_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(('queue__in', ('events', 'outside'))), name='job_has_a_queue'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'running', 'failed'))), name='job_has_a_state')],
            },
        ),
    ]
