"""Delivers one email to an SMTP server (RFC 5321), and distinguishes a permanent refusal from a temporary one."""

from __future__ import annotations

import re
import smtplib
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from socket import SHUT_RDWR
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from peygir.core import clock
from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.dkim import Seal, read_seal, signed
from peygir.gateways.results import GatewayFailed, GatewayUnsure

STEP_SECONDS: Final = 10.0
"""The time limit for each answer of the server."""
WHOLE_SECONDS: Final = 30.0
"""The time limit for the whole delivery, however slowly a server answers."""

ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")
# Our password or sender is not accepted: the email is not at fault, and a person will correct the setting.
_OUR_FAULTS: Final = frozenset({530, 534, 535, 538})


@dataclass(frozen=True)
class MailServer:
    """The SMTP server's address, security and credentials."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool
    is_starttls: bool
    sender: str
    authority: str | None
    step_seconds: float = STEP_SECONDS
    whole_seconds: float = WHOLE_SECONDS
    seal: Seal | None = None


def read_mail_url(url: str, default_sender: str) -> MailServer:
    """Parse an EMAIL_URL. Raises ValueError with a sentence if it is invalid."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("EMAIL_URL must look like smtp://user:password@host:587?tls=1")
    if unknown := set(query) - {"tls", "from", "ca", "dkim", "selector"}:
        raise ValueError(f"EMAIL_URL has an unknown option: {', '.join(sorted(unknown))}")
    is_tls, is_starttls = parts.scheme == "smtps", query.get("tls") == "1"
    if parts.username and not is_tls and "tls" not in query:
        raise ValueError("EMAIL_URL would send its password in the open: add tls=1 (or tls=0 to allow it)")
    sender = query.get("from", default_sender)
    if not ADDRESS.fullmatch(sender) or not sender.isascii():
        raise ValueError("EMAIL_URL needs a sender: add from=137@city.example")
    if ("dkim" in query) != ("selector" in query):
        raise ValueError("EMAIL_URL needs both to sign letters: dkim=/path/key.pem and selector=name")
    domain = sender.rpartition("@")[2]
    seal = read_seal(query["dkim"], selector=query["selector"], domain=domain) if "dkim" in query else None
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 587 if is_starttls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        is_starttls=is_starttls and not is_tls,
        sender=sender,
        authority=query.get("ca"),
        seal=seal,
    )


def deliver(server: MailServer, letter: EmailMessage, to: str) -> None:
    """Return when the server has taken `letter` for the one address `to`.

    Raises GatewayFailed; GatewayUnsure if the whole email was sent and no answer came to that.
    """
    try:
        connection = _connect(server)
    except smtplib.SMTPResponseException as refused:
        # Greeting or login: says nothing about this email, whatever the code.
        raise GatewayFailed(_reason(refused), is_permanent=False) from refused
    except (OSError, ValueError, smtplib.SMTPException) as trouble:
        reason = f"no connection to the mail server: {type(trouble).__name__}"
        raise GatewayFailed(reason, is_permanent=False) from trouble
    try:
        if server.seal is not None and to.isascii():
            data = signed(letter.as_bytes(), server.seal, at=int(clock.now().timestamp()))
            connection.sendmail(server.sender, [to], data)
        else:
            connection.send_message(letter, from_addr=server.sender, to_addrs=[to])
    except smtplib.SMTPNotSupportedError as unsupported:
        reason = "the mail server takes ASCII addresses only"
        raise GatewayFailed(reason, is_permanent=True) from unsupported
    except smtplib.SMTPRecipientsRefused as refused:
        code = refused.recipients[to][0]
        raise GatewayFailed(f"the address was refused ({code})", is_permanent=_is_lasting(code)) from None
    except smtplib.SMTPResponseException as refused:
        if connection.has_said_all and not 400 <= refused.smtp_code < 600:  # a closed connection looks like an answer
            raise GatewayUnsure("the mail server's answer to the letter is torn") from refused
        raise GatewayFailed(_reason(refused), is_permanent=_is_lasting(refused.smtp_code)) from refused
    except (OSError, smtplib.SMTPException) as trouble:
        reason = f"the mail server broke off: {type(trouble).__name__}"
        if connection.has_said_all:
            raise GatewayUnsure(reason) from trouble
        raise GatewayFailed(reason, is_permanent=False) from trouble
    finally:
        connection.leave()


class _WithEnd:
    """Limits an SMTP connection's whole duration; smtplib itself limits single steps only."""

    sock: Any
    has_said_all = False
    """Whether the email's last line was sent: from then on only an answer says whether it was taken."""

    def send(self, s: Any) -> None:
        """As in smtplib, which sends the end of an email with its closing dot in one piece."""
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            self.has_said_all = True
        super().send(s)  # type: ignore[misc]

    def __init__(self, *arguments: Any, whole_seconds: float, **options: Any) -> None:
        self._end = threading.Timer(whole_seconds, self._cut)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(*arguments, **options)
        except BaseException:
            self._end.cancel()
            raise

    def _cut(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(SHUT_RDWR)

    def leave(self) -> None:
        """Quit; the email is taken or not by now, so an error changes nothing."""
        self._end.cancel()
        with suppress(OSError, smtplib.SMTPException):
            self.quit()  # type: ignore[attr-defined]
        self.close()  # type: ignore[attr-defined]


class _Plain(_WithEnd, smtplib.SMTP):
    """SMTP with a limit on the whole duration."""


class _Tls(_WithEnd, smtplib.SMTP_SSL):
    """SMTP inside TLS with a limit on the whole duration."""


def _connect(server: MailServer) -> _Plain | _Tls:
    refuse_in_sandbox()
    # EHLO names the sender's domain: the machine's own name is private and slow to find.
    options: dict[str, Any] = {
        "local_hostname": server.sender.rpartition("@")[2],
        "timeout": server.step_seconds,
        "whole_seconds": server.whole_seconds,
    }
    connection: _Plain | _Tls
    if server.is_tls:
        connection = _Tls(server.host, server.port, context=_trust(server), **options)
    else:
        connection = _Plain(server.host, server.port, **options)
    try:
        if server.is_starttls:
            connection.starttls(context=_trust(server))  # raises rather than continue without encryption
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.leave()
        raise
    return connection


def _trust(server: MailServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.authority)


def _is_lasting(code: int) -> bool:
    return 500 <= code <= 599 and code not in _OUR_FAULTS


def _reason(refused: smtplib.SMTPResponseException) -> str:
    # The server's text may repeat the address, so only its code is kept.
    return f"the mail server answered {refused.smtp_code}"
