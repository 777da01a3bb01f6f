"""Events of what members of staff declare about their ties to units and contractors."""

from peygir.history.catalogue import EventData, event


@event("interest_declared", file="staff", ends=True)
class InterestDeclared(EventData):
    """A person declared a tie to a unit (an id) or a contractor (a code), and decides nothing about it from then on."""

    interest: int
    unit: int | None
    contractor: str
    reason: str


@event("interest_ended", file="staff", ends=True)
class InterestEnded(EventData):
    """A person ended a declaration (an id) with the day, which it still covers."""

    interest: int
