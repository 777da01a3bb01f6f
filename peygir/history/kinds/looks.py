"""Events of citizens' objections to looks at their numbers, and of what the inspectorate found."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("look_objected", file="citizen", ends=True)
class LookObjected(EventData):
    """A citizen objected to a look at their number or words; `look` is the id of the event that recorded the look.

    `due`: until when the inspectorate answers.
    """

    look: int
    objection: int
    due: str = ABSENT


@event("look_objection_answered", file="citizen")
class LookObjectionAnswered(EventData):
    """The inspectorate answered an objection to a look, and said what it found."""

    objection: int
    finding: str


@event("looks_reviewed", file="staff", ends=True)
class LooksReviewed(EventData):
    """The inspectorate said what it found about a person's looks in a month (its first day)."""

    month: str
    finding: str
