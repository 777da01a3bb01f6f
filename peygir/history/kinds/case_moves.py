"""The moves of a case from state to state; `cases.lifecycle.MOVES` names the event of each."""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, event
from peygir.history.kinds.cases import CaseEvent


@dataclass(frozen=True, kw_only=True)
class MoveEvent(CaseEvent):
    """A move: the state before it and after it."""

    from_: str
    to: str


@event("case_referred", file="case", touches="state unit assignee agency")
class CaseReferred(MoveEvent):
    """A case went to a unit: `unit` and `was` are ids, `how` and `why` say who chose, `rule` is the rule's id."""

    unit: int
    was: int | None
    how: str = ABSENT
    why: str = ABSENT
    rule: str = ABSENT


@event("case_returned", file="case", touches="state assignee")
class CaseReturned(MoveEvent):
    """The owning unit (an id) gave the case back, because it is not theirs."""

    reason: str
    unit: int | None


@event("case_accepted", file="case", touches="state assignee")
class CaseAccepted(MoveEvent):
    """The owning unit took the case in hand; `assignee` is the person who did, where a person did."""

    assignee: int | None


@event("case_paused", file="case", touches="state")
class CasePaused(MoveEvent):
    """The owning unit waits for somebody or something, until a moment (ISO 8601) or, with "", for no known time."""

    reason: str
    until: str


@event("case_scheduled", file="case", touches="state")
class CaseScheduled(MoveEvent):
    """The work needs money and goes into the programme."""


@event("case_declined", file="case", touches="state")
class CaseDeclined(MoveEvent):
    """An expert of the owning unit said that no action is needed."""


@event("case_referred_out", file="case", touches="state agency unit")
class CaseReferredOut(MoveEvent):
    """A case went to an outside agency (an id): by which means it was told, and under which reference of its own."""

    agency: int
    means: str = ABSENT
    reference: str = ABSENT
    how: str = ABSENT
    why: str = ABSENT
    rule: str = ABSENT


@event("case_finished", file="case", touches="state")
class CaseFinished(MoveEvent):
    """The owning unit called the work done and brought evidence (an id)."""

    evidence: int


@event("case_confirmed", file="case", touches="state")
class CaseConfirmed(MoveEvent):
    """The citizen, or somebody of the centre for them, confirmed that it is fixed."""


@event("case_reopened", file="case", touches="state")
class CaseReopened(MoveEvent):
    """It is not fixed: `why` is a code, `said_in` the report whose reporter said so."""

    why: str
    said_in: int = ABSENT


@event("case_closed", file="case", touches="state", keys={"close_kind": "kind"})
class CaseClosed(MoveEvent):
    """The case ended in one of the kinds of `cases.states.CloseKind`."""

    close_kind: str


@event("case_merged", file="case", touches="state")
class CaseMerged(MoveEvent):
    """The case became part of another (an id), to which its reports (ids) moved; `owner` is the unit that had it."""

    into: int
    reports: list[int]
    owner: int | None


@event("case_split", file="case", touches="state")
class CaseSplit(MoveEvent):
    """A merged case became a case of its own again, with these reports (ids)."""

    reports: list[int]


@event("case_withdrawn", file="case", touches="state")
class CaseWithdrawn(MoveEvent):
    """The reporter took the report back."""
