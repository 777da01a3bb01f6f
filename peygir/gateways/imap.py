"""Fetches unread emails from a mailbox (IMAP4rev1, RFC 3501) and marks them read once they are stored.

`imaps://user:password@host/INBOX` in the setting IMAP_URL; `imap://…?tls=1` uses STARTTLS, `&ca=/path.pem` trusts a
city's own authority.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.results import GatewayFailed

SECONDS: Final = 20.0
MOST: Final = 20
MOST_BYTES: Final = 30 * 1024 * 1024


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

    def __init__(self, client: IMAPClient) -> None:
        self._client = client

    def unread(self) -> Iterator[tuple[int, bytes]]:
        """(UID, email), oldest first; of an email that is far too big only the header is fetched."""
        for uid in sorted(self._client.search(["UNSEEN"]))[:MOST]:
            size = self._client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", MOST_BYTES + 1)
            part = "BODY[]" if size <= MOST_BYTES else "BODY[HEADER]"
            email = self._client.fetch([uid], [part.replace("BODY", "BODY.PEEK")]).get(uid, {}).get(part.encode())
            if email is not None:
                yield uid, email

    def mark_read(self, uid: int) -> None:
        """Mark an email as read, so that it is not fetched again."""
        self._client.add_flags([uid], [SEEN])


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """Open the mailbox of an IMAP_URL. Raises GatewayFailed; unmarked emails are fetched again."""
    try:
        at = read_imap_url(url)
    except ValueError as wrong:
        raise GatewayFailed(str(wrong), is_permanent=False) from wrong
    trust = ssl.create_default_context(cafile=at.authority)
    refuse_in_sandbox()
    client: IMAPClient | None = None
    try:
        client = IMAPClient(at.host, at.port, ssl=at.is_tls, ssl_context=trust, timeout=SECONDS)
        if at.is_starttls:
            client.starttls(trust)
        client.login(at.user, at.password)
        client.select_folder(at.folder)
        yield Mailbox(client)
    except (OSError, IMAPClientError) as trouble:
        raise GatewayFailed(f"the mailbox broke off: {type(trouble).__name__}", is_permanent=False) from trouble
    finally:
        if client is not None:
            with suppress(OSError, IMAPClientError):
                client.logout()
