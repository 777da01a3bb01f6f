"""The database itself refuses to change or delete a line of history."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION history_event_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is insert-only: % of history_event refused', TG_OP;
END $$;
CREATE TRIGGER history_event_insert_only BEFORE UPDATE OR DELETE ON history_event
    FOR EACH ROW EXECUTE FUNCTION history_event_is_insert_only();
"""
BACKWARD = """
DROP TRIGGER history_event_insert_only ON history_event;
DROP FUNCTION history_event_is_insert_only();
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
