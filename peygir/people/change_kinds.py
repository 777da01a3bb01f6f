"""What only two people together may change, beside accounts and roles; plain values."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

OUTCOMES: Final = ("confirmed", "refused", "withdrawn")
LONGEST_WHY: Final = 300


class TwoPersonKind(Vocabulary):
    """A sort of change that two people make."""

    WITNESS = "witness", pgettext_lazy("change by two people", "a witness of the public record is registered")
    WITNESS_END = "witness_end", pgettext_lazy("change by two people", "a witness of the public record ends")
    RECORD_KEY = "record_key", pgettext_lazy("change by two people", "the public record gets another key")
    RECORD_LOG = "record_log", pgettext_lazy("change by two people", "the public record begins a new log")
    RETENTION = "retention", pgettext_lazy("change by two people", "personal data are kept for another time")
    PROMISE_HOURS = "promise_hours", pgettext_lazy("change by two people", "topics get other hours")
    CALENDAR = (
        "calendar",
        pgettext_lazy("change by two people", "days of the calendar change"),
    )
    OFFICE_HOURS = "office_hours", pgettext_lazy("change by two people", "office hours change")
    API_KEY = "api_key", pgettext_lazy("change by two people", "a key gets a wide scope")
    OBJECTION_DAYS = "objection_days", pgettext_lazy("change by two people", "objections get other days")
    HOLD_LIFT = "hold_lift", pgettext_lazy("change by two people", "a hold against erasure is lifted")
    GROUPS = "groups", pgettext_lazy("change by two people", "groups of the directory give other posts")
    CORRECTION = "correction", pgettext_lazy("change by two people", "published figures of a month are corrected")


BY_COMMAND: Final = frozenset({TwoPersonKind.RECORD_KEY, TwoPersonKind.RECORD_LOG})
"""What a command on the server carries out after it was confirmed."""

BY_NIGHT: Final = frozenset({TwoPersonKind.CORRECTION})
"""What the night carries out after it was confirmed."""
CARRIED_OUT_LATER: Final = BY_COMMAND | BY_NIGHT


def digest_of_change(kind: str, subject: str, content: Mapping[str, Any]) -> str:
    """A hash of what a change would do: the page that is confirmed carries it, and so does its event."""
    text = json.dumps([kind, subject, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
