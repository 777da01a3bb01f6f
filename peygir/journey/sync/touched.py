"""Which fields of a case a verb changes, and which an event has changed: both from the catalogue of events."""

from typing import Final

from peygir.cases.commands import COMMANDS
from peygir.history.catalogue import EventData, catalogue, read
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_work import CaseInspected, MoreTimeGranted, MoreTimeRequested, VisitMade
from peygir.history.kinds.cases import CaseAssigned, CaseRead, NoteAdded
from peygir.journey.sync.rules import INSPECT, FileChange

# The event of a command that is no move, with the values that tell what it changes.
_EVENTS: Final[dict[str, EventData]] = {
    "assign": CaseAssigned(assignee=None),
    "note": NoteAdded(),
    "topic": CaseRead(topic="", topic_by="person", place_by="kept"),
    "place": CaseRead(place_by="person"),
    "visit": VisitMade(visit=0),
    "ask_replan": MoreTimeRequested(replan=0, reason="", until=""),
    "decide_replan": MoreTimeGranted(replan=0, reason="", new=""),
}
_FIELDS: Final[dict[str, frozenset[str]]] = {
    **{command.verb: command.move.event.touches for command in COMMANDS if command.move is not None},
    **{verb: event.touched() for verb, event in _EVENTS.items()},
    INSPECT: CaseInspected.touches | {"state"},
}
_OF_PEOPLE: Final = frozenset({"staff", "citizen", "anonymous"})


def fields_of(verb: str) -> frozenset[str]:
    """Return the fields that a command of the table changes."""
    return _FIELDS[verb]


def change_of(event: EventFacts) -> FileChange:
    """Return what an event changed. What the system reads of a topic or place does not raise the version."""
    known = catalogue().get(event.kind)
    if event.kind != CaseRead.kind:
        touched = known.touches if known is not None else frozenset[str]()
        return FileChange(event.number, touched, bool(touched))
    touched = read(event.kind, event.data).touched()
    return FileChange(event.number, touched, event.by.partition(":")[0] in _OF_PEOPLE)
