"""Dumps and restores a database as streams, with PostgreSQL's own pg_dump and pg_restore from the wheel."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE, STDOUT
from threading import Thread
from typing import IO, Final
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.binaries import wheel_programs

# pg_dump 17 and later begin with a setting that a server of version 16 does not know.
NOT_FOR_OLDER_SERVERS: Final = b"SET transaction_timeout = 0;\n"
HEAD_ENDS_WITH: Final = (b"CREATE ", b"COPY ")
WITHOUT_OWNERS: Final = ("--no-owner", "--no-acl")
AS_ONE: Final = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
# pg_restore begins its script with this command and a random key; until the key is repeated at the end, psql runs none
# of its own commands (\! runs a program), whatever the dump holds.
RESTRICTED: Final = b"\\restrict "

WITHOUT_ROWS: Final = ("django_session", "people_staffsession", "people_citizensession", "people_onetimecode")
"""Tables whose rows are in no backup: a stolen backup must not contain sessions or codes, which would outlive their
end.
"""

# A line of pg_restore --list: number; two object ids; type; schema; name.
ENTRY: Final = re.compile(r"\d+; \d+ \d+ ([A-Z ]+) (\S+) .+")
OURS: Final = frozenset(
    {
        "TABLE",
        "TABLE DATA",
        "SEQUENCE",
        "SEQUENCE SET",
        "SEQUENCE OWNED BY",
        "DEFAULT",
        "CONSTRAINT",
        "CHECK CONSTRAINT",
        "FK CONSTRAINT",
        "INDEX",
        "TRIGGER",
        "FUNCTION",
        "TYPE",
        "VIEW",
    }
)
"""The kinds of objects in a database of ours."""
MADE_BEFOREHAND: Final = frozenset({"EXTENSION", "COMMENT"})
"""Every start creates the extensions, and only their owner could set their comments."""


class ProgramFailed(Conflict):
    """pg_dump or pg_restore did not succeed."""

    message = _("{program} did not finish:\n{words}")


class DumpHoldsMore(Invalid):
    """The dump would create objects that no database of ours has."""

    message = _("This backup holds what no database of Peygir has ({entry}), and was not restored.")


@dataclass(frozen=True)
class Snapshot:
    """A snapshot of a database, with the name by which other sessions can use it, and its number of rows."""

    name: str
    rows: dict[str, int]


@contextmanager
def snapshot(url: str, tables: Sequence[str]) -> Iterator[Snapshot]:
    """Hold a snapshot of the database while the block lasts; rows are counted in those tables that exist.

    Raises ProgramFailed if there is no database.
    """
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=15)
    except psycopg.OperationalError as failure:
        raise ProgramFailed(program="pg_dump", words=str(failure).strip()) from failure
    with connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        rows = {}
        for table in tables:
            if _one(connection, "SELECT to_regclass(%s) IS NOT NULL", [table]):
                count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
                assert count is not None
                rows[table] = int(count[0])
        yield Snapshot(str(_one(connection, "SELECT pg_export_snapshot()")), rows)


@contextmanager
def take(url: str, *, snapshot: str) -> Iterator[IO[bytes]]:
    """Yield pg_dump's custom format of a database as of a snapshot, to be read to its end; without sessions.

    Raises ProgramFailed.
    """
    command = _program(
        "pg_dump",
        f"--dbname={_bare(url)}",
        "--format=custom",
        f"--snapshot={snapshot}",
        *WITHOUT_OWNERS,
        *(f"--exclude-table-data={table}" for table in WITHOUT_ROWS),
    )
    with (
        tempfile.TemporaryFile() as error_output,
        subprocess.Popen(command, env=_environment(url), stdin=DEVNULL, stdout=PIPE, stderr=error_output) as program,
    ):
        assert program.stdout is not None
        try:
            yield program.stdout
        except BaseException:
            program.kill()
            raise
        if program.wait() != 0:
            error_output.seek(0)
            raise ProgramFailed(program="pg_dump", words=error_output.read().decode(errors="replace").strip())


def size_of(url: str) -> int:
    """Return the bytes of the database on the server's disk; 0 if it does not answer."""
    try:
        with psycopg.connect(url, connect_timeout=15) as connection:
            return int(str(_one(connection, "SELECT pg_database_size(current_database())")))
    except psycopg.OperationalError:
        return 0


def list_contents(dumped: Iterable[bytes]) -> str:
    """Return the table of contents of a dump, as pg_restore --list prints it. Raises ProgramFailed."""
    # Its output goes to a file: a pipe would not be read while the dump is being written to it.
    with (
        tempfile.TemporaryFile() as error_output,
        subprocess.Popen(
            _program("pg_restore", "--list"), stdin=PIPE, stdout=error_output, stderr=STDOUT, env=_environment()
        ) as program,
    ):
        assert program.stdin is not None
        with suppress(BrokenPipeError):  # it stops reading after the table of contents
            for data in dumped:
                program.stdin.write(data)
        with suppress(BrokenPipeError):
            program.stdin.close()
        program.wait()
        error_output.seek(0)
        listed = error_output.read().decode(errors="replace")
    if program.returncode != 0:
        raise ProgramFailed(program="pg_restore", words=listed.strip())
    return listed


def what_to_restore(contents: str) -> str:
    """Return the entries to restore from a table of contents. Raises DumpHoldsMore."""
    chosen = []
    for contents_line in contents.splitlines():
        if contents_line.startswith(";") or not contents_line.strip():
            continue
        entry = ENTRY.fullmatch(contents_line)
        kind, schema = (entry[1], entry[2]) if entry else ("", "")
        if kind in MADE_BEFOREHAND:
            continue
        if kind not in OURS or schema != "public":
            raise DumpHoldsMore(entry=contents_line.strip()[:120])
        chosen.append(contents_line)
    return "\n".join([*chosen, ""])


def put_back(url: str, dumped: Iterable[bytes], *, chosen: str) -> None:
    """Restore the chosen entries of a dump into an empty database, all or nothing, as the role of the URL.

    Use an ordinary role: a foreign dump may hold any statement. Raises ProgramFailed.
    """
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".list") as entries:
        entries.write(chosen)
        entries.flush()
        reading = _program("pg_restore", "--file=-", f"--use-list={entries.name}", *WITHOUT_OWNERS)
        writing = _program("psql", f"--dbname={_bare(url)}", *AS_ONE)
        with (
            subprocess.Popen(writing, stdin=PIPE, stdout=PIPE, stderr=STDOUT, env=_environment(url)) as writer,
            subprocess.Popen(reading, stdin=PIPE, stdout=PIPE, env=_environment()) as restore_process,
        ):
            words = _pour(dumped, restore_process, writer)
    if restore_process.returncode != 0 or writer.returncode != 0:
        raise ProgramFailed(program="pg_restore", words=words or f"exit {restore_process.returncode}")


def is_empty(url: str) -> bool:
    """Whether a database has no table, view or sequence of a user."""
    with psycopg.connect(url) as connection:
        return not _one(
            connection,
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
            " AND c.relkind IN ('r', 'p', 'v', 'm', 'S')",
        )


def _pour(
    dumped: Iterable[bytes], restore_process: "subprocess.Popen[bytes]", writer: "subprocess.Popen[bytes]"
) -> str:
    """Pipe the dump through pg_restore into psql; returns psql's output."""
    assert restore_process.stdin is not None
    assert restore_process.stdout is not None
    assert writer.stdin is not None
    assert writer.stdout is not None
    script, target, source = restore_process.stdout, writer.stdin, restore_process.stdin

    def pass_on() -> None:
        try:
            _pass_script(script, target)
        except BrokenPipeError:
            restore_process.kill()
        except NotRestricted:
            restore_process.kill()
            writer.kill()
        with suppress(BrokenPipeError):
            target.close()

    passing = Thread(target=pass_on)
    passing.start()
    with suppress(BrokenPipeError):
        for data in dumped:
            source.write(data)
    with suppress(BrokenPipeError):
        source.close()
    words = writer.stdout.read().decode(errors="replace").strip()
    passing.join()
    return words


class NotRestricted(Exception):
    """pg_restore's script does not begin by disabling psql's own commands."""


def _pass_script(script: IO[bytes], target: IO[bytes]) -> None:
    is_restricted = False
    for script_line in script:
        is_restricted = is_restricted or script_line.startswith(RESTRICTED)
        if script_line.strip() and not script_line.startswith(b"--") and not is_restricted:
            raise NotRestricted
        if script_line != NOT_FOR_OLDER_SERVERS:
            target.write(script_line)
        if script_line.startswith(HEAD_ENDS_WITH):
            break
    shutil.copyfileobj(script, target, 1024 * 1024)


def _one(connection: "psycopg.Connection[tuple[object, ...]]", question: str, values: Sequence[object] = ()) -> object:
    row = connection.execute(question.encode(), values or None).fetchone()
    return row[0] if row else None


def _program(name: str, *arguments: str) -> list[str]:
    return [str(wheel_programs() / name), *arguments]


def _bare(url: str) -> str:
    """Return the URL without its password: a program's arguments are visible to everybody on the machine."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")))


def _environment(url: str = "") -> dict[str, str]:
    password = urlsplit(url).password
    given = {"PGPASSWORD": unquote(password)} if password else {}
    return {**os.environ, **given, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "15", "PGCLIENTENCODING": "UTF8"}
