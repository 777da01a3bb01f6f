"""Whether the page of a case leads its unit to an objection: the last inspection found that it is not fixed."""

from collections.abc import Sequence

from peygir.core.json_values import text_in
from peygir.desks.inspection.actions.objecting import may_object
from peygir.desks.inspection.rules import InspectionFinding
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_work import CaseInspected, FindingObjected
from peygir.people.rules import Actor


def may_object_now(by: Actor, unit_id: int | None, events: Sequence[EventFacts]) -> bool:
    """Return whether this person may still object for the unit to the last finding; `events` are those of the case."""
    if not may_object(by, unit_id):
        return False
    last = next((event for event in reversed(events) if event.kind in (CaseInspected.kind, FindingObjected.kind)), None)
    return (
        last is not None
        and last.kind == CaseInspected.kind
        and text_in(last.data, "finding") == InspectionFinding.NOT_FIXED
    )
