"""Signed slips: the promise that an event will be in the public record, given before the night that records it."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core.transparency.notes import SignedNote, sign_note
from peygir.history.kinds.privacy import PrivacyDone, RetentionRunEnded
from peygir.history.models import Event
from peygir.history.queries import stories, timeline
from peygir.history.record.folder import RecordFolder
from peygir.history.record.keys import RecordKeys, entry_of
from peygir.history.record.proving import prove_event

SLIP: Final = "slip"
_OF_REPORTS: Final = frozenset({"case_opened", "report_joined"})


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """What proves an event: the text of a proof, or of a slip while the record does not hold it yet (`is_slip`)."""

    text: str
    is_slip: bool


def report_receipt(
    folder: RecordFolder, keys: RecordKeys, *, case_id: int, report_id: int, now: datetime
) -> RecordReceipt | None:
    """Return the receipt for the event by which a report came into its case; None where there is no such event."""
    event = next((line for line in timeline("case", case_id) if _is_of(line, report_id)), None)
    return receipt_of(folder, keys, event, now) if event is not None else None


def erasure_receipt(folder: RecordFolder, keys: RecordKeys, *, request_id: int, now: datetime) -> RecordReceipt | None:
    """Return the receipt for the event by which a citizen's erasure was carried out; None before that."""
    done = [line for line in timeline("privacy", request_id) if line.kind == PrivacyDone.kind]
    return receipt_of(folder, keys, done[-1], now) if done else None


def night_receipt(
    folder: RecordFolder, keys: RecordKeys, *, city_id: int, day: str, now: datetime
) -> RecordReceipt | None:
    """Return the receipt for the event of a night's erasure (its day in ISO 8601); None where none has ended."""
    runs = stories("city", [city_id], [RetentionRunEnded.kind])
    event = next((line for line in reversed(runs) if line.data["day"] == day), None)
    return receipt_of(folder, keys, event, now) if event is not None else None


def receipt_of(folder: RecordFolder, keys: RecordKeys, event: Event, now: datetime) -> RecordReceipt:
    """Return the receipt for an event: a proof, or a slip while the record does not hold it yet."""
    proved = prove_event(folder, keys, event.pk)
    if proved is None:
        return RecordReceipt(slip_of(event, keys, now), is_slip=True)
    return RecordReceipt(proved.text, is_slip=False)


def slip_of(event: Event, keys: RecordKeys, now: datetime) -> str:
    """Return a signed note that promises the entry of an event: its parts, and when it was promised."""
    blind, digest = keys.blind_of(event.pk), bytes(event.hash)
    entry = base64.b64encode(entry_of(blind, digest)).decode()
    lines = (keys.origin, SLIP, entry, f"blind {blind.hex()}", f"hash {digest.hex()}", f"time {int(now.timestamp())}")
    text = "".join(f"{line}\n" for line in lines)
    return str(SignedNote(text, (sign_note(text, keys.private, keys.origin),)))


def _is_of(event: Event, report_id: int) -> bool:
    return event.kind in _OF_REPORTS and event.data.get("report") == report_id
