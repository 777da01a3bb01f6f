"""Events of citizens' objections to looks at their numbers, and of what the inspectorate found."""

from peygir.history.catalogue import EventData, event


@event("look_objected", file="citizen", ends=True)
class LookObjected(EventData):
    """A citizen objected to a look at their number; `look` is the id of the event that recorded the look."""

    look: int
    objection: int


@event("look_objection_answered", file="citizen", ends=True)
class LookObjectionAnswered(EventData):
    """The inspectorate answered an objection to a look, and said what it found."""

    objection: int
    finding: str


@event("looks_reviewed", file="staff", ends=True)
class LooksReviewed(EventData):
    """The inspectorate said what it found about a person's looks at phone numbers in a month (its first day)."""

    month: str
    finding: str
