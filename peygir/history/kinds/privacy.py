"""Events of citizens' requests about their own data, of retention times, and of the nightly erasure."""

from dataclasses import dataclass

from peygir.history.catalogue import EventData, event


@event("retention_decided", file="city", ends=True)
class RetentionDecided(EventData):
    """A kind of personal data is kept for this many months from a day on."""

    from_: str
    data_kind: str
    months: int


@event("retention_run_ended", file="city", ends=True)
class RetentionRunEnded(EventData):
    """A night's erasure has ended: rows erased and cases or citizens held, each by kind; it names nobody."""

    day: str
    erased: dict[str, int]
    held: dict[str, int]


@event("privacy_asked", file="privacy", ends=True)
class PrivacyAsked(EventData):
    """A citizen asked for a copy of their data or for erasure, after a fresh code; `citizens` are ids."""

    wish: str
    citizens: list[int]
    with_open: bool


@dataclass(frozen=True, kw_only=True)
class PrivacyStep(EventData):
    """A step of a citizen's request."""

    wish: str


@event("privacy_cancelled", file="privacy", ends=True)
class PrivacyCancelled(PrivacyStep):
    """The citizen called the request off."""


@event("privacy_waits", file="privacy", ends=True)
class PrivacyWaits(PrivacyStep):
    """What could be done was done; this many cases are open or held, and are done when they end."""

    open_cases: int
    held: int


@event("privacy_done", file="privacy", ends=True)
class PrivacyDone(PrivacyStep):
    """The request was carried out."""


@event("privacy_copy_taken", file="privacy", ends=True)
class PrivacyCopyTaken(PrivacyStep):
    """The citizen downloaded the copy of their data."""


@event("privacy_copy_deleted", file="privacy", ends=True)
class PrivacyCopyDeleted(PrivacyStep):
    """The copy was deleted when its time was over."""
