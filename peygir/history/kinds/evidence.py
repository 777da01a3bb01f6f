"""Events of evidence: signals about it, their explanations, and the rules of what “done” needs."""

from typing import Any

from peygir.history.catalogue import ABSENT, EventData, event
from peygir.history.kinds.cases import CaseEvent


@event("evidence_signalled", file="case", is_internal=True, ends=True)
class EvidenceSignalled(CaseEvent):
    """A signal about a piece of evidence was computed; its figures stand beside the photo and go with it."""

    signal: int
    evidence: int
    what: str


@event("signal_explained", file="case", is_internal=True, ends=True)
class SignalExplained(CaseEvent):
    """A manager or the inspectorate explained a signal (`why` is a code; the words are the note of this event)."""

    signal: int
    what: str
    why: str


@event("evidence_rules_changed", file="city", ends=True)
class EvidenceRulesChanged(EventData):
    """What “done” needs for topics was changed from a day on: [topic, id before, id after] of each rule."""

    from_: str
    rules: list[list[Any]]
    undoes: int = ABSENT
