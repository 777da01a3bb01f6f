"""Starts, adopts and stops the embedded PostgreSQL server of a cluster.

A server is alive when it answers; a pid file alone proves nothing, since its number may be another program's by now.
"""

import os
import signal
from pathlib import Path

import psycopg

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops.cluster import APP, OWNER, PORT, SUPERUSER, Cluster, make_data, write_configuration
from peygir.ops.progress import Progress
from peygir.ops.standing import begin_alone

LONGEST_RECOVERY = 900.0
LONGEST_FAST_STOP = 20.0
LONGEST_STOP = 10.0
MAKING = 0x70656779  # "pegy": held while a database is created
BIGGEST_LOG = 10 * 1024 * 1024
LAUNCH = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 &'


class DatabaseDidNotStart(Conflict):
    """The server ended while starting, or never answered."""

    message = _("The database did not start. The last lines of {log}:\n{words}")


def answers(cluster: Cluster) -> bool:
    """Whether a server accepts our connection at the cluster's socket now."""
    try:
        connect(cluster).close()
    except psycopg.OperationalError:
        return False
    return True


def start(cluster: Cluster) -> None:
    """Start the server, making its data first if there is none; a server that answers is adopted.

    The caller holds the start lock. Raises DatabaseDidNotStart, DatabaseNotMade, DatabaseOfAnotherVersion.
    """
    if answers(cluster):
        return
    with Progress("database: first start" if not cluster.data.exists() else "database"):
        make_data(cluster)
        if not alive_pid(cluster):
            clear_what_a_kill_left(cluster)
            _launch(cluster)
        _wait_until_it_answers(cluster)


def stop(cluster: Cluster) -> None:
    """Stop the server: fast (open transactions are rolled back), then immediately if that fails."""
    for what, patience in ((signal.SIGINT, LONGEST_FAST_STOP), (signal.SIGQUIT, LONGEST_STOP)):
        pid = alive_pid(cluster)
        if pid is None:
            return
        _signal(pid, what)
        until = clock.monotonic() + patience
        while clock.monotonic() < until:
            if alive_pid(cluster) is None:
                return
            clock.pause(0.02)


def alive_pid(cluster: Cluster) -> int | None:
    """Return the pid of the cluster's postmaster, if the one in its pid file is really it."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid > 1 and _works_in(pid, cluster.data) else None


def reload_configuration(cluster: Cluster) -> None:
    """Let a running server reload its configuration files."""
    if pid := alive_pid(cluster):
        _signal(pid, signal.SIGHUP)


def connect(
    cluster: Cluster, database: str = "postgres", *, role: str = SUPERUSER
) -> "psycopg.Connection[tuple[object, ...]]":
    """Open a connection as PostgreSQL's own superuser, or as another role. Raises psycopg.OperationalError."""
    url = cluster.url(database, role=role)
    return psycopg.connect(url, autocommit=True, connect_timeout=10, options="-c search_path=pg_catalog")


def make_database(cluster: Cluster, name: str) -> None:
    """Create the roles and a database in the running cluster, unless they exist.

    A database of an earlier version, in which one role owned and did everything, is given to the owner's role.
    """
    with connect(cluster) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MAKING])  # released with the connection
        for role in (OWNER, APP):
            if not _is_there(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                statement = psycopg.sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION")
                connection.execute(statement.format(psycopg.sql.Identifier(role)))
        # Reserve a connection for the owner, however many processes of the city hold one.
        connection.execute(psycopg.sql.SQL("GRANT pg_use_reserved_connections TO {}").format(_OWNER))
        if not _is_there(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            statement = psycopg.sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(statement.format(psycopg.sql.Identifier(name), _OWNER))
        with connect(cluster, name) as inside:
            _hand_to_owner(inside, name)
    _let_roles_in(cluster, name)


_OWNER = psycopg.sql.Identifier(OWNER)
# Whatever the superuser owns in the database's own schema, except what belongs to an extension.
_OWNED_BY_SUPERUSER = """
    SELECT format('ALTER %s %s OWNER TO %I', kind, name, {owner}) FROM (
        SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                            ELSE 'TABLE' END AS kind, oid::regclass::text AS name, 'pg_class'::regclass AS of, oid
        FROM pg_class WHERE relnamespace = {schema} AND relowner = {me} AND relkind IN ('r', 'p', 'S', 'v', 'm')
        UNION ALL
        SELECT 'ROUTINE', oid::regprocedure::text, 'pg_proc'::regclass, oid FROM pg_proc
        WHERE pronamespace = {schema} AND proowner = {me}
        UNION ALL
        SELECT 'TYPE', oid::regtype::text, 'pg_type'::regclass, oid FROM pg_type
        WHERE typnamespace = {schema} AND typowner = {me} AND typelem = 0
          AND (typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c')
    ) AS owned
    WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = owned.of AND d.objid = owned.oid
                        -- of an extension, or a sequence that follows its column's table by itself
                        AND d.deptype IN ('e', 'a', 'i'))
"""


def _hand_to_owner(inside: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    with inside.transaction():
        statement = psycopg.sql.SQL("ALTER DATABASE {} OWNER TO {}")
        inside.execute(statement.format(psycopg.sql.Identifier(name), _OWNER))
        question = psycopg.sql.SQL(_OWNED_BY_SUPERUSER).format(
            owner=psycopg.sql.Literal(OWNER),
            schema=psycopg.sql.SQL("'public'::regnamespace"),
            me=psycopg.sql.SQL("(SELECT oid FROM pg_roles WHERE rolname = {})").format(psycopg.sql.Literal(SUPERUSER)),
        )
        for (alter,) in inside.execute(question).fetchall():
            inside.execute(str(alter).encode())


def _let_roles_in(cluster: Cluster, name: str) -> None:
    """Let a server of an earlier version, which does not know the roles, reload its access rules."""
    until = clock.monotonic() + LONGEST_STOP
    is_told = False
    while True:
        try:
            for role in (OWNER, APP):
                connect(cluster, name, role=role).close()
            return
        except psycopg.OperationalError:
            if clock.monotonic() > until:
                raise
            if not is_told:
                write_configuration(cluster)
                reload_configuration(cluster)
                is_told = True
            clock.pause(0.05)


def _is_there(connection: "psycopg.Connection[tuple[object, ...]]", question: str, name: str) -> bool:
    return connection.execute(question.encode(), [name]).fetchone() is not None


def _launch(cluster: Cluster) -> None:
    begin_alone(cluster.place)
    options = [word for option in write_configuration(cluster) for word in ("-c", option)]
    if cluster.log.exists() and cluster.log.stat().st_size > BIGGEST_LOG:
        cluster.log.replace(cluster.log.with_suffix(".old.log"))
    # Not through pg_ctl: it builds a shell command from which a quote in the home's name would break out.
    command: list[str | Path] = ["/bin/sh", "-c", LAUNCH, "sh", cluster.log, cluster.programs / "postgres"]
    done = cluster.account.run([*command, "-D", cluster.data, *options], folder=cluster.place, own_session=True)
    if done.returncode != 0:
        raise DatabaseDidNotStart(log=cluster.log, words=done.stdout.strip() or _last_words(cluster))


def _wait_until_it_answers(cluster: Cluster) -> None:
    """Recovery after a kill may take long; waiting ends when the server has exited."""
    began = clock.monotonic()
    while not answers(cluster):
        waited = clock.monotonic() - began
        if waited > LONGEST_RECOVERY or (waited > 3 and alive_pid(cluster) is None):
            raise DatabaseDidNotStart(log=cluster.log, words=_last_words(cluster))
        clock.pause(0.02)


def clear_what_a_kill_left(cluster: Cluster) -> None:
    """After kill -9: end server processes that lost their postmaster, and delete its lock files.

    PostgreSQL itself deletes a lock file whose process is gone, but not one whose pid is in use again or belongs to a
    zombie.
    """
    patience = clock.monotonic() + 5
    while orphans := _processes_in(cluster.data):
        for pid in orphans:
            _signal(pid, signal.SIGTERM if clock.monotonic() < patience else signal.SIGKILL)
        clock.pause(0.05)
    for left in (cluster.data / "postmaster.pid", cluster.socket / f".s.PGSQL.{PORT}.lock"):
        left.unlink(missing_ok=True)


def _processes_in(folder: Path) -> list[int]:
    """Return the server processes of a data folder, whose working directory it is."""
    if not Path("/proc/self").exists():
        return []
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _works_in(pid, folder)]


def _works_in(pid: int, folder: Path) -> bool:
    """Whether a living process is a PostgreSQL process of this data folder."""
    process = Path("/proc") / str(pid)
    if not Path("/proc/self").exists():  # without /proc only the pid can be checked
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    try:
        return (process / "cwd").resolve(strict=True) == folder.resolve() and _is_postgres(process)
    except OSError:
        return False


def _is_postgres(process: Path) -> bool:
    return (process / "comm").read_text().strip() == "postgres"


def _signal(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def _last_words(cluster: Cluster) -> str:
    try:
        lines = cluster.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-12:])
