"""The table of events, which the database itself refuses to change, and a moment kept for each process."""

import django.db.models.fields.json
import django.db.models.functions.comparison
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


INSERT_ONLY = """
CREATE FUNCTION history_event_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is insert-only: % of history_event refused', TG_OP;
END $$;
CREATE TRIGGER history_event_insert_only BEFORE UPDATE OR DELETE ON history_event
    FOR EACH ROW EXECUTE FUNCTION history_event_is_insert_only();
"""
DROP_INSERT_ONLY = """
DROP TRIGGER history_event_insert_only ON history_event;
DROP FUNCTION history_event_is_insert_only();
"""

# A lock that keeps writers out asks for the right to update, which the application's role does not have. The function
# runs with its owner's rights, and only roles that may add events may execute it (peygir.ops.roles grants that).
HOLD = """
CREATE FUNCTION history_event_hold() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE public.history_event IN SHARE MODE;
END $$;
REVOKE ALL ON FUNCTION public.history_event_hold() FROM PUBLIC;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.TextField()),
                ('file_id', models.BigIntegerField()),
                ('number', models.IntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=32)),
                ('body', models.TextField()),
                ('hash', models.BinaryField(max_length=32)),
                ('values', models.GeneratedField(db_column='data', db_persist=True, expression=django.db.models.fields.json.KeyTransform('data', django.db.models.functions.comparison.Cast('body', models.JSONField())), output_field=models.JSONField())),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('by__startswith', 'staff:')), fields=['by', 'at', 'id'], name='event_by_person'), models.Index(condition=models.Q(('by__startswith', 'staff:')), fields=['kind', 'at', 'id'], name='event_by_kind'), models.Index(condition=models.Q(('by__startswith', 'staff:')), fields=['at', 'id'], name='event_by_time'), models.Index(fields=['kind', 'at'], name='event_kind_and_time')],
                'constraints': [models.UniqueConstraint(fields=('file', 'file_id', 'number'), name='one_line_per_number')],
            },
        ),
            ]
        ),
        migrations.RunSQL(INSERT_ONLY, DROP_INSERT_ONLY),
        migrations.RunSQL(HOLD, "DROP FUNCTION history_event_hold();"),
    ]
