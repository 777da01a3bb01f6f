"""The tables of a database as text, to be compared with another's."""

import re
from typing import Final

from django.db import connection

# Names that Django and PostgreSQL make up are left out: they differ between a table made so and a table renamed.
SHAPE: Final = """
SELECT 'column', table_name || '.' || column_name, data_type || COALESCE(character_maximum_length::text, '')
    || is_nullable || COALESCE(column_default, '') || is_identity || COALESCE(generation_expression, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes
    WHERE schemaname = 'public'
UNION ALL SELECT 'table', relname, relkind::text || relpersistence::text || COALESCE(reloptions::text, '')
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'S')
UNION ALL SELECT 'trigger', tgrelid::regclass::text || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger
    WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'type', typname, typtype::text FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
ORDER BY 1, 2, 3
"""


def shape() -> list[str]:
    """Tables, columns, sequences, constraints, indexes, triggers, functions and types of the database, one a line."""
    with connection.cursor() as cursor:
        cursor.execute(SHAPE)
        return [_as_first_written(" ".join(row)) for row in cursor.fetchall()]


def _as_first_written(definition: str) -> str:
    """A list in a condition as PostgreSQL prints it for a new table: a restored one has a cast on each element."""
    plain = re.sub(r"\(ARRAY\[([^]]*)\]\)::text\[\]", r"ARRAY[\1]", definition)
    return re.sub(r"\(('[^']*'::character varying)\)::text", r"\1", plain)
