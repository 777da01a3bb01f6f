"""The job table; what waits in the tables of the library that kept our jobs before (procrastinate) moves into it."""

import django.db.models.functions.datetime
from django.db import migrations, models

# A job that was running when the database was left is taken as one whose worker did not die: it waits.
MOVE_WAITING_JOBS = """
DO $$
DECLARE
    drop_it text;
BEGIN
    IF to_regclass('procrastinate_jobs') IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO jobs_job (queue, action, file_id, number, state, due_at, attempts, deaths)
    SELECT queue_name, COALESCE(args->>'action', task_name), COALESCE(args->>'file_id', args->>'city_id')::bigint,
        COALESCE((args->>'number')::int, 0), CASE status WHEN 'failed' THEN 'failed' ELSE 'waiting' END,
        COALESCE(scheduled_at, now()), attempts, GREATEST(0, priority / -1000)
    FROM procrastinate_jobs WHERE task_name IN ('wake', 'learn_anew') AND status IN ('todo', 'doing', 'failed')
    ORDER BY id;
    FOR drop_it IN
        SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'procrastinate_')
    LOOP
        EXECUTE drop_it;
    END LOOP;
    DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers;
    FOR drop_it IN
        SELECT format('DROP TYPE %s', oid::regtype) FROM pg_type WHERE typnamespace = current_schema()::regnamespace
        AND starts_with(typname, 'procrastinate_') AND (typtype = 'e' OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
    LOOP
        EXECUTE drop_it;
    END LOOP;
    DELETE FROM django_migrations WHERE app = 'procrastinate';
END $$;
"""


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
        migrations.RunSQL(MOVE_WAITING_JOBS, migrations.RunSQL.noop),
    ]
