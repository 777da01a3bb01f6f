"""Puts the test database back into the state in which the run began: the small town, and nothing else.

For tests that commit. Django's own way empties every table (TRUNCATE takes a second for all of them) and then makes
permissions and content types anew; the town would have to be loaded again, with other ids. Here one function in the
database deletes the rows that are there and writes the kept ones back, in a few hundredths of a second.
"""

from typing import Final

from django.core.management import call_command
from django.db import connection

from tests.town import load_town, town

# In a session that replicates, neither foreign keys nor the guard of the event table are asked.
_KEEP: Final = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;
GRANT USAGE ON SCHEMA kept TO PUBLIC;
CREATE TABLE kept.tables (name text PRIMARY KEY, columns text);
DO $$
DECLARE name text; is_full boolean;
BEGIN
    FOR name IN SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_migrations'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO is_full;
        IF is_full THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', 'of_' || name, name);
            INSERT INTO kept.tables SELECT name, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0
                AND NOT attisdropped AND attgenerated = '';
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET session_replication_role = replica SET search_path = public AS $$
DECLARE name text; columns text; is_full boolean;
BEGIN
    FOR name, columns IN SELECT c.relname, t.columns FROM pg_class c LEFT JOIN kept.tables t ON t.name = c.relname
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'django_migrations'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_full;
        IF is_full THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
        IF columns IS NOT NULL THEN
            EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM kept.%I', name, columns, columns, 'of_' || name);
        END IF;
    END LOOP;
END $$;
"""


def keep() -> None:
    """Keep the rows of all tables as the state to come back to, if the connection's role is a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):
            cursor.execute(_KEEP)


def restore() -> None:
    """Bring all tables back to the kept state, outside any transaction; sequences go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('kept') IS NOT NULL")
        if cursor.fetchone() == (True,):
            cursor.execute("SELECT kept.restore()")
            return
    # On a server of somebody else's our role may own the tables and no more.
    call_command("flush", interactive=False, verbosity=0)
    town.cache_clear()
    load_town()
