"""The function that runs with the owner's rights is open to roles that add events, and to nobody else."""

from django.db import migrations

# A new function may be executed by every role. A role that has no right in this database could hold all writers up
# with this one. Who adds events needs it, and keeps it without a moment in between.
FORWARD = """
REVOKE ALL ON FUNCTION public.history_event_hold() FROM PUBLIC;
DO $$
DECLARE writer regrole;
BEGIN
    FOR writer IN
        SELECT DISTINCT privilege.grantee::regrole FROM pg_class, aclexplode(relacl) AS privilege
        WHERE pg_class.oid = 'public.history_event'::regclass AND privilege.privilege_type = 'INSERT'
            AND privilege.grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION public.history_event_hold() TO %s', writer);
    END LOOP;
END $$;
"""
BACKWARD = "GRANT EXECUTE ON FUNCTION public.history_event_hold() TO PUBLIC;"


class Migration(migrations.Migration):
    dependencies = [("history", "0006_pulse")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
