"""The installation that is looked at: its home, settings, program and database, none of which is changed."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    import psycopg

READ_ONLY: Final = "-c default_transaction_read_only=on -c statement_timeout=20000 -c lock_timeout=2000"
CONNECT_SECONDS: Final = 8
DATABASE: Final = "peygir"
WEB_ROLE, OWNER_ROLE, SUPERUSER = "peygir_app", "peygir_owner", "peygir"


@dataclass
class Installation:
    """One installation, by the paths and settings that a command would use.

    `served_by` holds the settings of the running processes, where there are any that may be read.
    """

    home: Path
    root: Path
    environment: Mapping[str, str]
    is_checkout: bool
    is_outside: bool = False
    served_by: dict[str, str] = field(default_factory=dict)
    is_sample: bool = False

    @property
    def own_server(self) -> str:
        """DATABASE_URL; empty for the embedded database."""
        return self.environment.get("DATABASE_URL", "").strip()

    @property
    def is_served_once(self) -> bool:
        """Whether this home has ever been served."""
        return (self.home / "peygir.lock").exists()

    @property
    def place(self) -> Path:
        """The folder of the embedded database, which the home names if it lies elsewhere."""
        record = self.home / "database-lies-in"  # as `cluster` writes it
        if record.exists() and (named := record.read_text(encoding="utf-8").partition("\n")[0].strip()):
            return Path(named)
        return self.home / "database"

    @property
    def account_id(self) -> int:
        """The id of the account that serves the home: whom its uploads belong to, else who runs the doctor."""
        try:
            return (self.home / "uploads").stat().st_uid
        except OSError:
            return os.geteuid()

    def socket_folder(self) -> str:
        """The folder of the running embedded server's socket; empty where none runs."""
        try:
            lines = (self.place / "data" / "postmaster.pid").read_text().split("\n")
        except OSError:
            return ""
        is_alive = len(lines) > 4 and lines[0].strip().isdigit() and Path("/proc", lines[0].strip()).exists()
        return lines[4].strip() if is_alive else ""

    def url(self, role: str) -> str:
        """The address of the database for a role; empty while the embedded one does not run."""
        if self.own_server:
            owner = self.environment.get("PEYGIR_OWNER_DATABASE_URL", "").strip()
            return read_only(owner if owner and role != WEB_ROLE else self.own_server)
        folder = self.socket_folder()
        return read_only(f"postgresql://{role}@/{DATABASE}?host={quote(folder, safe='')}&port=5432") if folder else ""

    @contextmanager
    def connected(self, role: str) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
        """Yield a connection that can change nothing. Raises psycopg.OperationalError."""
        import psycopg

        with psycopg.connect(
            self.url(role),
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            client_encoding="utf8",  # of a database without an encoding psycopg would return bytes
        ) as connection:
            yield connection


def read_only(url: str) -> str:
    """Return the address with options that keep its sessions from changing anything."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["options"] = f"{query.get('options', '')} {READ_ONLY}".strip()
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
