"""Who may only add events can still wait until those in flight are written, without a right to change any."""

from django.db import migrations

# A lock that holds writers off asks for a right to update, which the application's role does not have.
FORWARD = """
CREATE FUNCTION history_event_hold() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE public.history_event IN SHARE MODE;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0004_audit")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION history_event_hold();")]
