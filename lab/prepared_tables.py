"""Makes the file of the prepared tables from the migrations: `python -m lab.prepared_tables HOME`."""

import os
import sys

from peygir.ops import prepared_tables


def main() -> None:
    """Apply all migrations to a fresh database in the given home, and write what they made."""
    if prepared_tables.read() is not None:
        return
    os.environ["PEYGIR_HOME"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "peygir.settings"
    for name in ("DATABASE_URL", "PEYGIR_DATABASE_URL"):
        os.environ.pop(name, None)
    from peygir.ops.cli import django_ready
    from peygir.ops.cluster import SUPERUSER
    from peygir.ops.roles import OWNER_URL, with_role
    from peygir.ops.tables import migrate_if_needed

    prepared_tables.FILE.unlink(missing_ok=True)
    with django_ready():
        from django.db import connection

        migrate_if_needed()
        connection.ensure_connection()
        version = connection.connection.info.server_version
        connection.close()
        prepared_tables.write(with_role(os.environ[OWNER_URL], SUPERUSER), version)


if __name__ == "__main__":
    main()
