"""Events of published figures: a version of a month was published, and one was withdrawn."""

from peygir.history.catalogue import EventData, event


@event("figures_published", file="publication", ends=True)
class FiguresPublished(EventData):
    """A version of a month's figures was published, for a reason; of the lake with this root and last event.

    `digest`: SHA-256 of the figures; `files`: SHA-256 of each file by its name.
    """

    month: int
    number: int
    reason: str
    root: str
    last_event: int
    digest: str
    files: dict[str, object]


@event("figures_withdrawn", file="publication", ends=True)
class FiguresWithdrawn(EventData):
    """A version was withdrawn because it counts records that are no longer public; `by_number` took its place."""

    by_number: int
