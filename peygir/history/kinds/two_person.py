"""Events of changes that two people make, beside those of accounts and roles."""

from dataclasses import dataclass

from peygir.history.catalogue import EventData, event


@dataclass(frozen=True, kw_only=True)
class TwoPersonStep(EventData):
    """A step of a change by two people: its id, its kind, what it is about, and a hash of what was proposed."""

    change: int
    what: str
    subject: str
    digest: str


@event("change_proposed", file="city", ends=True)
class ChangeProposed(TwoPersonStep):
    """A person proposed a change that needs a second person."""


@event("change_confirmed", file="city", ends=True)
class ChangeConfirmed(TwoPersonStep):
    """A second person confirmed a change."""

    proposed_by: str


@event("change_refused", file="city", ends=True)
class ChangeRefused(TwoPersonStep):
    """A second person refused a change, with a reason that the proposal keeps."""

    proposed_by: str


@event("change_withdrawn", file="city", ends=True)
class ChangeWithdrawn(TwoPersonStep):
    """A proposed change was withdrawn."""


@event("change_carried_out", file="city", ends=True)
class ChangeCarriedOut(TwoPersonStep):
    """A command or the night carried out a confirmed change; `result` is what it made (a key, a log, a version)."""

    result: str
