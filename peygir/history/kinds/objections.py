"""Events of the objections of citizens; `told` are the ids of the staff who get a notice."""

from peygir.history.catalogue import EventData, event
from peygir.history.kinds.cases import CaseEvent


@event("citizen_objected", file="case", is_internal=True)
class CitizenObjected(CaseEvent):
    """A reporter (`report`) objected on a ground; a level is to answer by a moment (ISO 8601)."""

    objection: int
    report: int
    ground: str
    level: str
    due: str
    told: list[int]


@event("citizen_objection_answered", file="case", is_internal=True)
class CitizenObjectionAnswered(CaseEvent):
    """A level agreed with the reporter or rejected the objection."""

    objection: int
    report: int
    level: str
    outcome: str
    late: bool


@event("citizen_objection_raised", file="case", is_internal=True)
class CitizenObjectionRaised(CaseEvent):
    """The objection went from a level to the next one: by the reporter, or because nobody answered in time.

    `to` is "" at the last level, which still owes its answer.
    """

    objection: int
    report: int
    level: str
    to: str
    unanswered: bool
    due: str
    told: list[int]


@event("citizen_objection_ended", file="case", is_internal=True, ends=True)
class CitizenObjectionEnded(CaseEvent):
    """The objection is over: accepted by the reporter, not carried further, or rejected at the last level."""

    objection: int
    report: int
    end: str


@event("objection_days_changed", file="city", ends=True)
class ObjectionDaysChanged(EventData):
    """From a day on a level answers objections within so many working days; two people decided it."""

    from_: str
    level: str
    days: int
