"""What happened to the money of a work order, as the story on the page of its costs."""

from collections.abc import Mapping, Sequence
from typing import Final

from peygir.history.facts import EventFacts
from peygir.history.kinds import costs
from peygir.web.kit.actor_names import who
from peygir.web.kit.cost_event_names import COST_NAMES
from peygir.web.kit.parts import TimelineLine

_ICONS: Final = {
    costs.CostAdded.kind: ("plus", "tone-info"),
    costs.CostWithdrawn.kind: ("trash-2", "tone-quiet"),
    costs.CostChecked.kind: ("badge-check", "tone-work"),
    costs.PenaltyProposed.kind: ("timer", "tone-yellow"),
    costs.PenaltyDropped.kind: ("undo-2", "tone-quiet"),
    costs.PenaltyDecided.kind: ("circle-check", "tone-orange"),
    costs.PenaltyObjected.kind: ("hand", "tone-orange"),
    costs.ClaimMade.kind: ("landmark", "tone-info"),
    costs.ClaimPaid.kind: ("check", "tone-green"),
    costs.ClaimEnded.kind: ("ban", "tone-quiet"),
    costs.ContractorLinkMade.kind: ("key-round", "tone-info"),
    costs.ContractorLinkWithdrawn.kind: ("ban", "tone-quiet"),
    costs.PastOrderImported.kind: ("upload", "tone-quiet"),
}


def cost_story(events: Sequence[EventFacts], notes: Mapping[int, str], names: Mapping[int, str]) -> list[TimelineLine]:
    """Return the events about the money of an order, the newest first, with the words beside them."""
    return [
        TimelineLine(
            *_ICONS[event.kind],
            str(COST_NAMES[event.kind]),
            event.at,
            who(event.by, names),
            notes.get(event.number, ""),
        )
        for event in reversed(events)
        if event.kind in _ICONS
    ]
