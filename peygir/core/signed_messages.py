"""Signatures of messages between systems, by the Standard Webhooks scheme: made, and checked with their age."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _

PREFIX: Final = "whsec_"
TOLERANCE: Final = 300
"""Seconds by which the time of a message may differ from ours."""
_ID: Final = re.compile(r"[A-Za-z0-9._:\-]{1,120}")


class MessageIsNotSigned(NotAllowed):
    """The signature is missing or wrong, or the message is too old or from the future."""

    message = _("The signature of this message is missing, wrong or too old.")


def signature(secret: str, *, message_id: str, timestamp: int, body: str) -> str:
    """One signature: v1, HMAC-SHA256 over id, timestamp and body, in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    said = hmac.new(key, f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(said).decode()}"


def check_signed(
    secrets: Iterable[str], *, message_id: str, timestamp: str, signatures: str, body: bytes, now: datetime
) -> None:
    """Check a message that came: one of its signatures must be by one of our secrets, and its time near ours.

    What came within the tolerance may come again: the caller takes each message id once. Raises MessageIsNotSigned.
    """
    if not _ID.fullmatch(message_id) or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        raise MessageIsNotSigned()
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE:
        raise MessageIsNotSigned()
    try:
        text = body.decode()
        right = [signature(one, message_id=message_id, timestamp=int(timestamp), body=text) for one in secrets if one]
    except (UnicodeDecodeError, binascii.Error) as error:
        raise MessageIsNotSigned() from error
    given = signatures.split()[:10]
    # Every pair is compared, whatever matched before.
    matches = [hmac.compare_digest(ours.encode(), theirs.encode()) for ours in right for theirs in given]
    if not any(matches):
        raise MessageIsNotSigned()
