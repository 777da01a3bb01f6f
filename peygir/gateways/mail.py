"""Sends an email in Persian or English through the server in the setting EMAIL_URL.

`smtp://user:password@host:port?tls=1` uses STARTTLS, `smtps://…` TLS from the first byte; `&from=137@city.example`
sets the sender, `&ca=/path.pem` trusts a city's own authority, and `&dkim=/path/key.pem&selector=name` signs each
email. Without EMAIL_URL emails are kept in
`<home>/outbox/mail.jsonl`. The same message sent again has the same Message-ID, so a mailbox shows it once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.core import clock
from peygir.core.writing import writing_of
from peygir.gateways.outbox import OutboxFile
from peygir.gateways.results import GatewayFailed, ProviderReceipt, checked_message_id
from peygir.gateways.smtp import ADDRESS, deliver, read_mail_url


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that an email carries: its name, its media type ("application/pdf") and its bytes."""

    name: str
    kind: str
    content: bytes


def html_of(text: str, language: str) -> str:
    """An HTML page of the text's paragraphs, right to left in such a language, without external resources."""
    direction, align = ("rtl", "right") if writing_of(language).is_from_right else ("ltr", "left")
    paragraphs = [escape(part.strip()).replace("\n", "<br>") for part in re.split(r"\n\s*\n", text)]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)
    style = f"font-family:Vazirmatn,Tahoma,sans-serif;line-height:1.9;text-align:{align}"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"></head>'
        f'<body dir="{direction}" style="{style}">{body}</body></html>'
    )


def compose(
    sender: str,
    to: str,
    subject: str,
    text: str,
    html: str | None,
    *,
    message_id: str,
    language: str,
    answers: str = "",
    ways_out: Sequence[str] = (),
    files: Sequence[MailFile] = (),
) -> EmailMessage:
    """Build the email: plain text and HTML alternatives, in UTF-8 in a transfer encoding that every server carries.

    `answers` is the Message-ID that this email answers; `ways_out` are URLs (https:, mailto:) for
    unsubscribing. Raises ValueError if `to` is not an address.
    """
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    name, _, domain = to.rpartition("@")
    letter["To"] = Address(username=name, domain=domain)
    letter["Subject"] = " ".join(subject.split())  # a line end in the subject would start another header
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: asks out-of-office robots to stay silent
    letter["Content-Language"] = language
    if _OTHERS_ID.fullmatch(answers):
        letter["In-Reply-To"] = letter["References"] = answers
    if ways_out:
        letter["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways_out)  # RFC 2369
    letter.set_content(text, charset="utf-8", cte="base64")
    letter.add_alternative(html or html_of(text, language), subtype="html", charset="utf-8", cte="base64")
    for file in files:
        main, _, sub = file.kind.partition("/")
        letter.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return letter


_OTHERS_ID: Final = re.compile(r"<[!-;=?-~]{1,240}>")


@lru_cache(maxsize=8)
def _outbox(path: Path) -> OutboxFile:
    """One per path and process, because it remembers the ids that it wrote."""
    return OutboxFile(path)


def send_mail(
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    *,
    message_id: str,
    language: str = "fa",
    answers: str = "",
    ways_out: Sequence[str] = (),
    files: Sequence[MailFile] = (),
) -> ProviderReceipt:
    """Send one email to one address under our message id; `html` is made from `text` if it is not given.

    Returns when the server has taken it; the receipt has the Message-ID. `answers`, `ways_out` and `files` as in
    `compose`; of files, the file that stands for a server names only the names.
    Raises GatewayFailed, GatewayUnsure, ValueError for an invalid message id.
    """
    checked_message_id(message_id)
    if not ADDRESS.fullmatch(to):
        raise GatewayFailed("the address is not an e-mail address", is_permanent=True)
    if settings.SANDBOX or not settings.EMAIL_URL:
        fields = {"to": to, "subject": subject, "text": text, "at": clock.now().isoformat()}
        if files:
            fields["files"] = " ".join(file.name for file in files)
        _outbox(Path(settings.HOME) / "outbox" / "mail.jsonl").write(message_id, fields)
        return ProviderReceipt(provider_id=f"file:{message_id}")
    try:
        server = read_mail_url(settings.EMAIL_URL, settings.DEFAULT_FROM_EMAIL)
    except ValueError as wrong:
        raise GatewayFailed(str(wrong), is_permanent=False) from wrong
    try:
        letter = compose(
            server.sender,
            to,
            subject,
            text,
            html,
            message_id=message_id,
            language=language,
            answers=answers,
            ways_out=ways_out,
            files=files,
        )
    except ValueError as unfit:
        raise GatewayFailed("the letter cannot be written to this address", is_permanent=True) from unfit
    deliver(server, letter, to)
    return ProviderReceipt(provider_id=str(letter["Message-ID"]))
