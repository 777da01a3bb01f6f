"""Events of votes of citizens on a part of the budget; none of them names a voter or a ballot."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("voting_kept", file="voting", ends=True)
class VotingKept(EventData):
    """A vote was written or changed; `digest` is the SHA-256 of its terms and projects."""

    digest: str
    projects: int


@event("voting_step_asked", file="voting", ends=True)
class VotingStepAsked(EventData):
    """Somebody wants the vote opened, closed or cancelled; `note` is the salted digest of the reason."""

    step: str
    digest: str
    note: str = ABSENT


@event("voting_step_dropped", file="voting", ends=True)
class VotingStepDropped(EventData):
    """The step that was wanted is refused by a second person, or taken back by the first (`is_own`)."""

    step: str
    is_own: bool


@event("voting_opened", file="voting", ends=True)
class VotingOpened(EventData):
    """A second person confirmed: ballots are taken between these moments, by exactly these terms and projects."""

    digest: str
    asked_by: int
    opens_at: str
    closes_at: str


@event("voting_closed", file="voting")
class VotingClosed(EventData):
    """A second person confirmed: the key is destroyed, and the ballots are without their voters, in random order.

    `digest` is the SHA-256 of these ballots.
    """

    ballots: int
    digest: str
    asked_by: int


@event("voting_counted", file="voting", ends=True)
class VotingCounted(EventData):
    """The ballots were counted: the funded projects (their numbers) in order, their cost, and the file's SHA-256."""

    ballots: int
    funded: list[int]
    spent: int
    digest: str


@event("voting_cancelled", file="voting", ends=True)
class VotingCancelled(EventData):
    """A second person confirmed: so many ballots were deleted uncounted, with the key."""

    ballots: int
    asked_by: int
