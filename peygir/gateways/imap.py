"""Fetches unread emails from a mailbox (IMAP4rev1, RFC 3501) and marks them read once they are stored.

`imaps://user:password@host/INBOX` in the setting IMAP_URL; `imap://…?tls=1` uses STARTTLS, `&ca=/path.pem` trusts a
city's own authority.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.results import GatewayFailed

SECONDS: Final = 20.0
MOST: Final = 20
MOST_BYTES: Final = 30 * 1024 * 1024
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class MailboxUrl:
    """The mailbox's server, credentials and folder."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    is_tls: bool
    is_starttls: bool
    authority: str | None


def read_imap_url(url: str) -> MailboxUrl:
    """Parse an IMAP_URL. Raises ValueError with a sentence if it is invalid."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise ValueError("IMAP_URL must look like imaps://user:password@host/INBOX")
    if unknown := set(query) - {"tls", "ca"}:
        raise ValueError(f"IMAP_URL has an unknown option: {', '.join(sorted(unknown))}")
    is_tls = parts.scheme == "imaps"
    if not is_tls and "tls" not in query:
        raise ValueError("IMAP_URL would send its password in the open: add tls=1 (or tls=0 to allow it)")
    return MailboxUrl(
        parts.hostname,
        parts.port or (993 if is_tls else 143),
        unquote(parts.username),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
        is_tls,
        query.get("tls") == "1" and not is_tls,
        query.get("ca"),
    )


class Mailbox:
    """An open mailbox: lists unread emails, fetches them, marks them."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """(UID, email), oldest first; of an email that is far too big only the header is fetched."""
        found = self._ask("SEARCH", "UNSEEN")
        for number in found[0].split()[:MOST] if found and found[0] else []:
            uid = number.decode()
            told = self._ask("FETCH", uid, "(RFC822.SIZE)")
            size = _SIZE.search(_joined(told))
            part = "BODY.PEEK[]" if size and int(size[1]) <= MOST_BYTES else "BODY.PEEK[HEADER]"
            for row in self._ask("FETCH", uid, f"({part})"):
                if isinstance(row, tuple):
                    yield uid, row[1]

    def mark_read(self, uid: str) -> None:
        """Mark an email as read, so that it is not fetched again."""
        self._ask("STORE", uid, "+FLAGS", r"(\Seen)")

    def _ask(self, *command: str) -> list[Any]:
        kind, response_data = self._connection.uid(*command)
        if kind != "OK":
            raise GatewayFailed(f"the mailbox answered {kind} to {command[0]}", is_permanent=False)
        return response_data


def _joined(told: list[Any]) -> bytes:
    return b" ".join(part for row in told for part in (row if isinstance(row, tuple) else (row,)) if part)


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """Open the mailbox of an IMAP_URL. Raises GatewayFailed; unmarked emails are fetched again."""
    try:
        at = read_imap_url(url)
    except ValueError as wrong:
        raise GatewayFailed(str(wrong), is_permanent=False) from wrong
    trust = ssl.create_default_context(cafile=at.authority)
    refuse_in_sandbox()
    connection: imaplib.IMAP4 | None = None
    try:
        if at.is_tls:
            connection = imaplib.IMAP4_SSL(at.host, at.port, ssl_context=trust, timeout=SECONDS)
        else:
            connection = imaplib.IMAP4(at.host, at.port, timeout=SECONDS)
        if at.is_starttls:
            connection.starttls(trust)
        connection.login(at.user, at.password)
        if connection.select(f'"{at.folder}"')[0] != "OK":
            raise GatewayFailed("the mailbox has no such folder", is_permanent=False)
        yield Mailbox(connection)
    except (OSError, imaplib.IMAP4.error) as trouble:
        raise GatewayFailed(f"the mailbox broke off: {type(trouble).__name__}", is_permanent=False) from trouble
    finally:
        if connection is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                connection.logout()
