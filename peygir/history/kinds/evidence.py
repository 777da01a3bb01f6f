"""Events of evidence: explanations of signals about it, and the rules of what “done” needs."""

from typing import Any

from peygir.history.catalogue import ABSENT, EventData, event
from peygir.history.kinds.cases import CaseEvent


@event("signal_explained", file="case", is_internal=True, ends=True)
class SignalExplained(CaseEvent):
    """A manager or the inspectorate explained a signal (`why` is a code; the words are the note of this event)."""

    signal: int
    what: str
    why: str


@event("inspection_forms_changed", file="city", ends=True)
class InspectionFormsChanged(EventData):
    """What inspectors fill in for a topic was changed from a day on: [topic, id before, id after] of each form."""

    from_: str
    forms: list[list[Any]]


@event("evidence_rules_changed", file="city", ends=True)
class EvidenceRulesChanged(EventData):
    """What “done” needs for topics was changed from a day on: [topic, id before, id after] of each rule."""

    from_: str
    rules: list[list[Any]]
    undoes: int = ABSENT
