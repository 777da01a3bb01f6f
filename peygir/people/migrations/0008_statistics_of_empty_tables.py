from django.db import migrations

# ANALYZE leaves the statistics of a table as they are once it has no rows; PostgreSQL 18 can clear them.
RENEW_STATISTICS = """
CREATE OR REPLACE FUNCTION people_renew_statistics(analyzed regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_empty boolean;
    spot record;
BEGIN
    EXECUTE format('ANALYZE %s', analyzed);
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', analyzed) INTO is_empty;
    IF is_empty AND current_setting('server_version_num')::integer >= 180000 THEN
        FOR spot IN
            SELECT nspname, relname, attname FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE attrelid = analyzed AND attnum > 0 AND NOT attisdropped
        LOOP
            EXECUTE format(
                'SELECT pg_clear_attribute_stats(%L, %L, %L, false)', spot.nspname, spot.relname, spot.attname
            );
        END LOOP;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION people_renew_statistics(regclass) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_roles_are_rows")]

    operations = [migrations.RunSQL(RENEW_STATISTICS, migrations.RunSQL.noop)]
