"""Gives every command a running database fit for Persian, and stops the embedded one after its last user.

The home has two locks. `database.start.lock` is held while a server is started or stopped. `database.users.lock` is
shared by all processes that use the server: a process that can lock it exclusively is the last and stops the server.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg import sql

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import APP, Cluster, cluster_of
from peygir.ops.paths import home as default_home
from peygir.ops.paths import make_home
from peygir.ops.roles import OWNER_URL, with_role
from peygir.ops.standing import refuse_unless_it_may_run
from peygir.ops.unfinished import refuse_unfinished

OLDEST_SERVER = 16
NAME = "peygir"
EXTENSIONS = ("pg_trgm", "btree_gin")
"""Trigrams of words, and an index that also contains the unit."""


class ServerTooOld(Invalid):
    """The server in DATABASE_URL is older than required."""

    message = _("The PostgreSQL server is version {found}; Peygir needs {needed} or later.")


class ExtensionIsMissing(Invalid):
    """One of EXTENSIONS is missing and we may not create it."""

    message = _("The extension {name} is missing and this role may not make it (CREATE EXTENSION {name}).")


class DatabaseCannotReadPersian(Invalid):
    """This database does not treat non-ASCII letters as letters, so search and duplicates would find nothing."""

    message = _(
        "This database does not take Persian letters for letters (its LC_CTYPE is {ctype}, its encoding "
        "{encoding}): create one with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8'."
    )


class DatabaseIsAway(Conflict):
    """Nothing answers at DATABASE_URL."""

    message = _("The database at DATABASE_URL does not answer: {words}")


class AlreadyServed(Conflict):
    """Another demo or serve runs on the same home."""

    message = _("Peygir is already running on this data ({home}): stop it first, or set another PEYGIR_HOME.")


@contextmanager
def running_database(home: Path | None = None, *, name: str = NAME) -> Iterator[str]:
    """Yield the URL of a running database, with its owner's role, for libpq and Django, while the block lasts.

    With DATABASE_URL it is that server (as PEYGIR_OWNER_DATABASE_URL, if that is set); else the embedded one of `home`
    (by default PEYGIR_HOME or `var`), which is started if it is not up and stopped when its last user leaves. Raises a
    Refusal that says what to do.
    """
    if url := os.environ.get("DATABASE_URL"):
        refuse_unfinished(home or default_home())
        url = os.environ.get(OWNER_URL) or url
        check(url)
        yield url
        return
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(home))
        postgres.make_database(cluster, name)
        check(cluster.url(name))
        yield cluster.url(name)


@contextmanager
def running_cluster(home: Path | None = None, *, as_standby: bool = False) -> Iterator[Cluster]:
    """Yield the running embedded server of a home while the block lasts; see `running_database`.

    Raises HomeIsUnfinished, ThisMachineIsFenced, ThisIsTheStandby (unless `as_standby`: the caller only reads, or
    follows the primary).
    """
    folder = make_home((home or default_home()).resolve())
    with (folder / "database.users.lock").open("ab") as users:
        with _alone(folder):
            cluster = cluster_of(folder, database_account())
            refuse_unfinished(folder)
            refuse_unless_it_may_run(cluster.place, as_standby=as_standby)
            fcntl.flock(users, fcntl.LOCK_SH)
            postgres.start(cluster)
        try:
            yield cluster
        finally:
            with _alone(folder):
                if _is_last(users):
                    postgres.stop(cluster)


def app_url(url: str) -> str:
    """Return the URL of the role of web and worker, from the owner's URL that `running_database` yields."""
    return os.environ.get("DATABASE_URL") or with_role(url, APP)


def keep_up(home: Path | None = None, *, as_standby: bool = False) -> None:
    """Restart the embedded server if it has ended while in use; does nothing for DATABASE_URL.

    Raises ThisMachineIsFenced, ThisIsTheStandby: then it must not run.
    """
    if os.environ.get("DATABASE_URL"):
        return
    folder = make_home((home or default_home()).resolve())
    cluster = cluster_of(folder, database_account())
    refuse_unless_it_may_run(cluster.place, as_standby=as_standby)
    if not postgres.answers(cluster):
        with _alone(folder):
            postgres.start(cluster)


@contextmanager
def only_server(home: Path | None = None) -> Iterator[None]:
    """Hold a home for one demo or serve. Raises AlreadyServed."""
    folder = make_home((home or default_home()).resolve())
    with (folder / "peygir.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(home=folder) from None
        yield


def check(url: str) -> None:
    """Reject a database that is too old, or that does not recognise Persian letters.

    Raises ServerTooOld, ExtensionIsMissing, DatabaseCannotReadPersian, DatabaseIsAway.
    """
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=15) as connection:
            version = connection.info.server_version // 10000
            if version < OLDEST_SERVER:
                raise ServerTooOld(found=version, needed=OLDEST_SERVER)
            for name in EXTENSIONS:
                _make_extension(connection, name)
            row = connection.execute(
                "SELECT cardinality(show_trgm('آسفالت')), datctype, pg_encoding_to_char(encoding)"
                " FROM pg_database WHERE datname = current_database()"
            ).fetchone()
    except psycopg.OperationalError as failure:
        raise DatabaseIsAway(words=str(failure).strip()) from failure
    assert row is not None
    trigrams, ctype, encoding = row
    if not trigrams or encoding != "UTF8":
        raise DatabaseCannotReadPersian(ctype=ctype, encoding=encoding)


def _make_extension(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    try:
        connection.execute("SELECT set_config('client_min_messages', 'warning', false)")
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    except psycopg.errors.UniqueViolation:
        return  # another process created it at the same moment
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as failure:
        raise ExtensionIsMissing(name=name) from failure


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock for starting or stopping the server."""
    with (folder / "database.start.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: BinaryIO) -> bool:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
