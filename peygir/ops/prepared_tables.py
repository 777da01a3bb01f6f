"""The tables of an empty city as one SQL file that a wheel carries, so that a first start need not walk all migrations.

`./run wheel` makes the file from the migrations; it names their digest and the server that wrote it. Where it does not
fit (other migrations, another Django, an older server, a database that is not empty), the migrations are applied.
"""

import gzip
import hashlib
import re
import subprocess
from pathlib import Path
from typing import Final

import django
from django.db import connection

from peygir.ops.binaries import wheel_programs

PACKAGE: Final = Path(__file__).resolve().parents[1]
FILE: Final = PACKAGE / "ops" / "prepared" / "tables.sql.gz"
_HEAD: Final = "-- peygir {digest} {server}\n"
_OPTIONS: Final = (
    "--no-owner",
    "--no-privileges",
    "--no-comments",
    "--exclude-extension=*",
    "--rows-per-insert=1000",
)
# What psql alone understands, and the line that leaves a session without a search path.
_NOT_SQL: Final = re.compile(r"^(\\(un)?restrict .*|SELECT pg_catalog\.set_config\('search_path'.*)\n", re.MULTILINE)
_SETS: Final = re.compile(r"^SET ([a-z_]+ = .*;)$", re.MULTILINE)
_TABLES: Final = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


def migrations_digest() -> str:
    """Return a digest of all migrations and of the Django that runs them."""
    digest = hashlib.sha256(django.__version__.encode())
    for path in sorted(PACKAGE.rglob("migrations/*.py")):
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def read(file: Path = FILE, *, server_version: int | None = None) -> str | None:
    """Return the statements of the file; None where it is missing, of other migrations, or of a newer server."""
    if not file.exists():
        return None
    with gzip.open(file, "rt", encoding="utf-8") as text:
        head = text.readline().split()
        if head[:3] != ["--", "peygir", migrations_digest()]:
            return None
        if server_version is not None and server_version < int(head[3]):
            return None
        return text.read()


def load_if_it_fits(file: Path = FILE) -> bool:
    """Create the tables of an empty database from the file, in one transaction, as the connection's role.

    Returns False, and changes nothing, where the file is missing or does not fit.
    """
    if not file.exists():
        return False
    connection.ensure_connection()
    content = read(file, server_version=connection.connection.info.server_version)
    if content is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        if cursor.fetchone()[0]:
            return False
    session = connection.connection
    with session.transaction():
        session.execute(content)
    return True


def write(url: str, server_version: int, file: Path = FILE) -> None:
    """Write the tables of the database at `url`, to which all migrations and nothing else were applied."""
    done = subprocess.run(
        [wheel_programs() / "pg_dump", *_OPTIONS, f"--dbname={url}"], check=True, capture_output=True, text=True
    )
    head = _HEAD.format(digest=migrations_digest(), server=server_version)
    file.parent.mkdir(exist_ok=True)
    making = file.with_suffix(".making")
    # Without a moment in it: the same tables make the same file.
    text = _SETS.sub(r"SET LOCAL \1", _NOT_SQL.sub("", done.stdout))
    making.write_bytes(gzip.compress((head + text).encode(), mtime=0))
    making.replace(file)
