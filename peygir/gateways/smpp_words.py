"""Decodes what a message centre delivers: texts in three alphabets, multipart messages, and delivery reports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from peygir.core import clock
from peygir.core.charsets import decoded
from peygir.gateways.kavenegar import phone_in
from peygir.gateways.magfa import name_of
from peygir.gateways.results import DeliveryReport, InboundMessage

LONGEST_WAIT: Final = timedelta(minutes=30)
"""The longest wait for the rest of a multipart message; then the received parts are taken as the message."""
_LATIN1 = 3
_SAR = 1 << 16
"""Added to references from sar_ parameters, so that they never equal one from a header."""
_UDHI, _RECEIPT = 0x40, 0x04
_STATED: Final = re.compile(r"\bid:(\S+).*?\bstat:([A-Z]+)", re.DOTALL)
# SMPP 3.4, appendix B (in the text) and 5.2.28 (the parameter message_state).
_FATES: Final[dict[str, Literal["delivered", "failed"]]] = {
    "DELIVRD": "delivered",
    "EXPIRED": "failed",
    "DELETED": "failed",
    "UNDELIV": "failed",
    "REJECTD": "failed",
}
_STATES: Final[dict[int, Literal["delivered", "failed"]]] = {
    2: "delivered",
    3: "failed",
    4: "failed",
    5: "failed",
    8: "failed",
}


@dataclass(slots=True)
class _Torn:
    """The received parts of one message, the first PDU, and since when the rest is awaited."""

    first: Any
    since: datetime = field(default_factory=clock.now)
    parts: dict[int, bytes] = field(default_factory=dict)

    def joined(self) -> bytes:
        return b"".join(self.parts[number] for number in sorted(self.parts))


class PendingParts:
    """Received parts of incomplete messages.

    The centre keeps such parts unacknowledged, and delivers nothing more when their number reaches its window. So
    nothing is awaited for longer than LONGEST_WAIT: anybody may send the first part of two, again and again.
    """

    def __init__(self) -> None:
        self._torn: dict[tuple[str, int, int], _Torn] = {}

    def add(self, key: tuple[str, int, int], number: int, part: bytes, pdu: Any) -> bytes | None:
        """Add a part; returns the whole text once all of its parts are there."""
        mine = self._torn.setdefault(key, _Torn(pdu))
        mine.parts[number] = part
        if len(mine.parts) < key[2]:
            return None
        del self._torn[key]
        return mine.joined()

    def is_waiting_for(self, pdu: Any) -> bool:
        """Whether this is a part of an incomplete message."""
        key, _, _ = _part_of(pdu)
        return key is not None and key in self._torn

    def take_overdue(self, now: datetime) -> list[InboundMessage]:
        """Remove and return the messages whose rest has not come in time, as far as they came."""
        overdue = [key for key, mine in self._torn.items() if now - mine.since > LONGEST_WAIT]
        torn = [self._torn.pop(key) for key in overdue]
        return [_spoken(mine.first, mine.joined()) for mine in torn]


def receipt_in(pdu: Any) -> DeliveryReport | None:
    """Parse a delivery report; None for a message, or for a state that is not final."""
    if not _number(pdu.esm_class) & _RECEIPT:
        return None
    match = _STATED.search(_payload(pdu).decode("ascii", "replace"))
    name = _plain(getattr(pdu, "receipted_message_id", None)) or (match[1] if match else "")
    state = getattr(pdu, "message_state", None)
    fate = _STATES.get(_number(state)) if state else _FATES.get(match[2][:7]) if match else None
    return DeliveryReport(name, fate) if name and fate else None


def whole_of(pdu: Any, parts: PendingParts) -> InboundMessage | None:
    """Return a complete inbound message; None for a delivery report and for a part of an incomplete message."""
    if _number(pdu.esm_class) & _RECEIPT:
        return None
    key, number, text_bytes = _part_of(pdu)
    if key is not None:
        joined = parts.add(key, number, text_bytes, pdu)
        if joined is None:
            return None
        text_bytes = joined
    return _spoken(pdu, text_bytes)


def _spoken(pdu: Any, words: bytes) -> InboundMessage:
    coding, sender = _number(pdu.data_coding), _plain(pdu.source_addr)
    text = _decoded(words, coding)
    # The centre gives no id; a redelivered message has the same sequence number and text.
    return InboundMessage(
        name_of(sender, pdu.sequence, text), phone_in(f"+{sender}" if sender.startswith("98") else sender), text
    )


def _decoded(raw: bytes, coding: int) -> str:
    """Decode a text by its data_coding (SMPP 3.4, 5.2.19; 3GPP TS 23.038, 4).

    Up to 0x3F bits 3 and 2 give the alphabet, whatever the class (0x18: UCS2 for immediate display); in 0xE0 to 0xEF
    it is UCS2; the other groups use the default alphabet or eight bits, whose encoding is guessed.
    """
    is_ucs2 = coding & 0x0C == 0x08 if coding < 0x40 else coding & 0xF0 == 0xE0
    if is_ucs2:
        return raw.decode("utf-16-be", "replace")
    return raw.decode("latin-1") if coding == _LATIN1 else decoded(raw)[0]


def _part_of(pdu: Any) -> tuple[tuple[str, int, int] | None, int, bytes]:
    """((sender and message, number of parts), part number, text) of a PDU.

    By the header of 3GPP TS 23.040, 9.2.3.24, or by the parameters sar_… of SMPP 3.4, 5.3.2.22 to 24.
    """
    payload, total = _payload(pdu), _number(getattr(pdu, "sar_total_segments", None))
    if total > 1:
        reference = _number(getattr(pdu, "sar_msg_ref_num", None)) + _SAR
        part = _number(getattr(pdu, "sar_segment_seqnum", None))
        return (_plain(pdu.source_addr), reference, total), part, payload
    if not _number(pdu.esm_class) & _UDHI or len(payload) < 2:
        return None, 0, payload
    length = payload[0] + 1
    head, rest = payload[1:length], payload[length:]
    if len(head) >= 5 and head[0] == 0x00:
        return (_plain(pdu.source_addr), head[2], head[3]), head[4], rest
    if len(head) >= 6 and head[0] == 0x08:
        return (_plain(pdu.source_addr), head[2] << 8 | head[3], head[4]), head[5], rest
    return None, 0, rest


def _payload(pdu: Any) -> bytes:
    short = getattr(pdu, "short_message", None) or getattr(pdu, "message_payload", None) or b""
    return short if isinstance(short, bytes) else str(short).encode()


def _plain(value: object) -> str:
    return value.decode("ascii", "replace").strip("\x00 ") if isinstance(value, bytes) else str(value or "")


def _number(value: object) -> int:
    if isinstance(value, bytes):
        return int.from_bytes(value)
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else 0
