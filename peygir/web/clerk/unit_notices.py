"""What the page of a case points out to its unit: a leader's question that waits, a finding to which it may object."""

from collections.abc import Sequence

from peygir.core.json_values import text_in
from peygir.desks.inspection.actions.objecting import may_object
from peygir.desks.inspection.rules import InspectionFinding
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_work import CaseInspected, FindingObjected
from peygir.people.rules import Actor
from peygir.web.clerk.inquiry_notice import waits_for_answer


def unit_notices(by: Actor, unit_id: int | None, events: Sequence[EventFacts]) -> dict[str, bool]:
    """Return whether each notice is shown to this person; `events` are those of the case. No statement."""
    return {
        "inquiry_waits": by.unit_id == unit_id and waits_for_answer(events),
        "may_object": may_object(by, unit_id) and _was_found_undone(events),
    }


def _was_found_undone(events: Sequence[EventFacts]) -> bool:
    """Return whether the last inspection found "not fixed", and the unit has not objected to it."""
    last = next((event for event in reversed(events) if event.kind in (CaseInspected.kind, FindingObjected.kind)), None)
    return (
        last is not None
        and last.kind == CaseInspected.kind
        and text_in(last.data, "finding") == InspectionFinding.NOT_FIXED
    )
