"""What an inspector may find, who may inspect a case, and in which order finished cases are worth a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.cases.states import CaseState, CloseKind
from peygir.city.urgencies import Urgency
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility, may_write

FINISHED: Final = frozenset({CaseState.DONE, CaseState.CONFIRMED})
"""The open states in which work is called done."""
WORK_DONE: Final = frozenset({CloseKind.CONFIRMED, CloseKind.SILENCE, CloseKind.DELIVERED})
"""The kinds of closing after work that was called done."""


class InspectionFinding(Vocabulary):
    """What an inspector found at the place of finished work."""

    FIXED = "fixed", pgettext_lazy("what an inspector found", "Fixed")
    PARTLY = "partly", pgettext_lazy("what an inspector found", "Partly fixed")
    NOT_FIXED = "not_fixed", pgettext_lazy("what an inspector found", "Not fixed")
    ANOTHER_PROBLEM = "another_problem", pgettext_lazy("what an inspector found", "Fixed, but another problem")
    NOT_SEEN = "not_seen", pgettext_lazy("what an inspector found", "Could not see")


class DrawState(Vocabulary):
    """What became of a case in the draw."""

    PASSED = "passed", pgettext_lazy("draw of an inspection", "Not drawn")
    WAITING = "waiting", pgettext_lazy("draw of an inspection", "To be visited")
    VISITED = "visited", pgettext_lazy("draw of an inspection", "Visited")
    MISSED = "missed", pgettext_lazy("draw of an inspection", "Not visited in time")
    OVERTAKEN = "overtaken", pgettext_lazy("draw of an inspection", "Opened again by the citizen before the visit")
    VOID = "void", pgettext_lazy("draw of an inspection", "No finished work any more")


class ObjectionOutcome(Vocabulary):
    """What the centre decided about a unit's objection to a finding."""

    OPEN = "open", pgettext_lazy("objection to a finding", "Not decided yet")
    UPHELD = "upheld", pgettext_lazy("objection to a finding", "The unit is right: it was fixed")
    REJECTED = "rejected", pgettext_lazy("objection to a finding", "The finding stands")


class ConflictReason(Vocabulary):
    """Why an inspector does not inspect a unit or a district."""

    FAMILY = "family", pgettext_lazy("conflict of interest", "Family or friends work there")
    FORMER_WORK = "former_work", pgettext_lazy("conflict of interest", "Worked there before")
    OWN_HOME = "own_home", pgettext_lazy("conflict of interest", "Lives or owns property there")
    BUSINESS = "business", pgettext_lazy("conflict of interest", "Business interest")


@dataclass(frozen=True, slots=True)
class FinishedWork:
    """What decides how soon finished work should be looked at."""

    key: int
    finished_at: datetime
    urgency: str = ""
    reports: int = 1
    returns: int = 0
    is_unconfirmed: bool = False  # closed because nobody answered
    metres: int | None = None


def may_inspect(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether the actor may record a finding: an inspector, not of the unit that did the work, nor its assignee."""
    if visibility.is_confidential or not actor.may(Permission.INSPECT) or not may_write(actor, visibility):
        return False
    is_own_unit = actor.unit_id is not None and actor.unit_id == visibility.unit_id
    return not is_own_unit and visibility.assignee_id != actor.id


def is_called_done(state: str, close_kind: str) -> bool:
    """Whether a case in this state, closed in this way ("" if it is open), is one of finished work."""
    return state in FINISHED or (state == CaseState.CLOSED and close_kind in WORK_DONE)


def risk_of(work: FinishedWork) -> int:
    """Points that say how likely, and how bad, it would be that the work is not done.

    Three for an urgent topic, two for each time that a unit gave the case back (at most four), one for each further
    reporter (at most three), and one if it was closed without anybody's confirmation.
    """
    points = 3 if work.urgency == Urgency.URGENT else 0
    return points + min(2 * work.returns, 4) + min(max(work.reports - 1, 0), 3) + (1 if work.is_unconfirmed else 0)


def in_order(works: Sequence[FinishedWork]) -> list[FinishedWork]:
    """The works in the order in which they are worth a look: the riskiest first, then the nearest or the newest."""
    return sorted(
        works,
        key=lambda work: (
            -risk_of(work),
            work.metres if work.metres is not None else 0,
            -work.finished_at.timestamp(),
            work.key,
        ),
    )


def is_looked_at(finished_at: datetime, inspected_at: datetime | None) -> bool:
    """Whether the work was inspected since it was last called done."""
    return inspected_at is not None and inspected_at >= finished_at
