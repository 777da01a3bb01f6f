"""One PostgreSQL cluster on disk: its place, its creation and its configuration.

A place holds `data` (PostgreSQL's own), `socket` and `log` for the account alone, and `etc` with the configuration,
which is rewritten before each start. Settings changed by ALTER SYSTEM override it.
"""

import hashlib
import os
import pwd
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy
from peygir.ops.accounts import Account
from peygir.ops.archiving import archive_of, archiving_lines, is_wanted
from peygir.ops.binaries import programs_for
from peygir.ops.standing import STANDBY_ROLE, standing_lines

LENT_PLACES = Path("/var/lib/peygir")
SHORT_SOCKETS = Path("/tmp")  # noqa: S108 - the folder made in it is private and checked to be ours
LONGEST_SOCKET = 100  # a socket's path has 107 bytes; the file name in it varies by a few
RECORD = "database-lies-in"
SUPERUSER = "peygir"
"""Creates roles and databases only; initdb's own role, which cannot have fewer rights."""
OWNER = "peygir_owner"
APP = "peygir_app"
PORT = 5432

SETTINGS = """\
# Written by Peygir before each start. For settings of your own use ALTER SYSTEM.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 200
reserved_connections = 5
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 256MB
work_mem = 8MB
maintenance_work_mem = 128MB
effective_cache_size = 2GB
random_page_cost = 1.1
effective_io_concurrency = 64
max_parallel_workers_per_gather = 1
jit = off
wal_compression = on
wal_buffers = 16MB
min_wal_size = 256MB
max_wal_size = 2GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
autovacuum_naptime = 20s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.05
autovacuum_vacuum_cost_delay = 2ms
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
log_min_messages = warning
log_checkpoints = off
log_line_prefix = '%m [%p] '
log_error_verbosity = terse  # details of an error are values of the row: names and phones
log_min_error_statement = panic  # statements have values in them, too
"""


class DatabaseNotMade(Invalid):
    """initdb failed."""

    message = gettext_lazy("The database could not be made:\n{words}")


class DatabaseOfAnotherVersion(Conflict):
    """The data was written by another major version of PostgreSQL."""

    message = gettext_lazy(
        "This data was written by PostgreSQL {there}, and this version brings {here}. Take a `backup` "
        "with the former version of Peygir and `restore` it into a fresh home with this one."
    )


class SocketFolderIsNotOurs(NotAllowed):
    """The folder for our socket was made by another account."""

    message = gettext_lazy("The folder {folder} is not this account's: remove it, or set a shorter PEYGIR_HOME.")


class HomeIsClosed(NotAllowed):
    """The home belongs to another account."""

    message = gettext_lazy(
        "This account may not use {folder}: run as the account that made it, or set another PEYGIR_HOME."
    )


@dataclass(frozen=True)
class Cluster:
    """A cluster's place, the account it runs under, and its programs."""

    place: Path
    socket: Path
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.place / "log" / "server.log"

    def url(self, database: str, *, role: str = OWNER) -> str:
        """Return the URL of a database in it, for libpq and for Django."""
        host = quote(str(self.socket), safe="")
        return f"postgresql://{role}@/{quote(database, safe='')}?host={host}&port={PORT}"


def cluster_of(home: Path, account: Account) -> Cluster:
    """Return the cluster of a home, with its folders made (but not its data).

    Raises HomeIsClosed, NoDatabasePrograms, SocketFolderIsNotOurs.
    """
    place = _place(home, account)
    try:
        for folder in (place / "socket", place / "log"):
            account.make_folder(folder)
        (place / "etc").mkdir(mode=0o755, exist_ok=True)
        _give_to_account(place / "etc", account)
    except PermissionError:
        raise HomeIsClosed(folder=place) from None
    return Cluster(place, _socket(place, account), account, programs_for(account, place=place))


def make_data(cluster: Cluster) -> None:
    """Run initdb if there is no data yet: the data appears complete or not at all.

    The builtin provider with C.UTF-8 sorts and folds case alike on every machine, and `lc-ctype` must be UTF-8 too:
    under plain C, pg_trgm finds no letter in a Persian word. Raises DatabaseNotMade, DatabaseOfAnotherVersion.
    """
    for left in cluster.place.glob("data.making-*"):
        shutil.rmtree(left)
    if cluster.data.exists():
        _check_version(cluster)
        return
    making = cluster.place / f"data.making-{os.getpid()}"
    cluster.account.make_folder(making)
    command: list[str | Path] = [
        cluster.programs / "initdb",
        f"--pgdata={making}",
        f"--username={SUPERUSER}",
        "--auth=reject",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--lc-ctype=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
    ]
    done = cluster.account.run(command, folder=cluster.place, seconds=300)
    if done.returncode != 0:
        shutil.rmtree(making, ignore_errors=True)
        raise DatabaseNotMade(words=done.stdout.strip())
    making.rename(cluster.data)


def write_configuration(cluster: Cluster) -> list[str]:
    """Write settings and access rules; returns the options that make the server read them."""
    etc = cluster.place / "etc"
    if is_wanted():
        for folder in (archive_of(cluster.place).parent, archive_of(cluster.place)):
            cluster.account.make_folder(folder)
    # The account, the current user, and the owner of the place: root, even if an unprivileged process of it writes
    # this.
    uids = {cluster.account.uid, os.geteuid(), cluster.place.stat().st_uid}
    names = sorted(pwd.getpwuid(uid).pw_name for uid in uids)
    roles = (SUPERUSER, OWNER, APP, STANDBY_ROLE)
    people = "".join(f'house "{name}" {role}\n' for name in names for role in roles)
    files = {
        "postgresql.conf": SETTINGS.format(port=PORT, socket=cluster.socket)
        + archiving_lines(cluster.place)
        + standing_lines(cluster.place, cluster.socket),
        "pg_hba.conf": f"# The data's owner, as the kernel knows him, and nobody else.\n"
        f"local all {SUPERUSER},{OWNER},{APP} peer map=house\n"
        f"local postgres {STANDBY_ROLE} peer map=house\n"
        f"local replication {SUPERUSER},{STANDBY_ROLE} peer map=house\n",
        "pg_ident.conf": people,
    }
    for name, content in files.items():
        making = etc / f"{name}.making"
        making.unlink(missing_ok=True)
        # The folder belongs to the account: as root, follow no link in it.
        descriptor = os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o644)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(content)
        making.replace(etc / name)
    return [
        f"config_file={etc / 'postgresql.conf'}",
        f"hba_file={etc / 'pg_hba.conf'}",
        f"ident_file={etc / 'pg_ident.conf'}",
    ]


def _give_to_account(folder: Path, account: Account) -> None:
    """Its own processes may have to restart the server, and write the configuration before."""
    if account.is_lent and folder.lstat().st_uid == 0:
        folder.chmod(0o755)
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)


def _place(home: Path, account: Account) -> Path:
    """Return `home/database`, or, if the account cannot enter that, a place of its own that the home records."""
    inside = home / "database"
    if not account.is_lent:
        if (place := _recorded(home)) is not None:  # root started the city, and this is one of its processes
            return place
        inside.mkdir(mode=0o700, exist_ok=True)
        if not (os.access(inside, os.R_OK | os.W_OK | os.X_OK) or _is_ours(inside / "socket", account)):
            raise HomeIsClosed(folder=inside)
        return inside
    record = home / RECORD
    if record.exists():
        recorded = _recorded(home)
        if recorded is not None and account.may_enter(recorded):
            return recorded
    elif inside.exists() or account.may_enter(home):
        inside.mkdir(mode=0o755, exist_ok=True)
        if account.may_enter(inside):
            return inside
    place_outside = LENT_PLACES / hashlib.sha256(str(home).encode()).hexdigest()[:16]
    for folder in (LENT_PLACES, place_outside):
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)
    record.write_text(f"{place_outside}\n{home}\n", encoding="utf-8")
    record.chmod(0o644)  # it is a path and no secret, and the account's processes read it
    return place_outside


def _is_ours(folder: Path, account: Account) -> bool:
    """Whether root made a folder for this account, under which we run."""
    try:
        return folder.stat().st_uid == account.uid
    except OSError:
        return False


def _recorded(home: Path) -> Path | None:
    """Return the place that the home records for its database, unless the home is a copy of one that still uses it."""
    record = home / RECORD
    if not record.exists():
        return None
    place, _, owner = record.read_text(encoding="utf-8").strip().partition("\n")
    is_copy = owner != str(home) and (Path(owner) / RECORD).exists()
    return None if is_copy else Path(place)


def _socket(place: Path, account: Account) -> Path:
    """Return the folder of the socket; a short one elsewhere if the path is too long for a socket's address, or has
    characters (a comma, a quote) with a meaning in PostgreSQL's settings.
    """
    folder = place / "socket"
    is_short = len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET
    if is_short and re.fullmatch(r"[\w./-]+", str(folder)):
        return folder
    short = SHORT_SOCKETS / f"peygir-{hashlib.sha256(str(place).encode()).hexdigest()[:12]}"
    account.make_folder(short)
    seen = short.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != account.uid or stat.S_IMODE(seen.st_mode) != 0o700:
        raise SocketFolderIsNotOurs(folder=short)
    return short


def _check_version(cluster: Cluster) -> None:
    there = (cluster.data / "PG_VERSION").read_text().strip()
    shown = cluster.account.run([cluster.programs / "postgres", "--version"], folder=cluster.place)
    here = shown.stdout.split()[-1].partition(".")[0]
    if there != here:
        raise DatabaseOfAnotherVersion(there=there, here=here)
