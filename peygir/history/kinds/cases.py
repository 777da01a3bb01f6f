"""Events of a case: how it opens, moves from state to state and ends."""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, EventData, event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(EventData):
    """An event of a case; `note` is the salted digest of the words that are kept beside it, where there are any."""

    note: str = ABSENT


@dataclass(frozen=True, kw_only=True)
class MoveEvent(CaseEvent):
    """A move of the table `cases.lifecycle.MOVES`: the state before and after it."""

    from_: str
    to: str


@event("case_referred", file="case")
class CaseReferred(MoveEvent):
    """A case went to a unit: `unit` and `was` are ids of the new and the former one, `how` and `why` codes."""

    unit: int
    was: int | None
    how: str
    why: str
