"""Events of roles: each step of a change, which two people make."""

from dataclasses import dataclass

from peygir.history.catalogue import EventData, event


@dataclass(frozen=True, kw_only=True)
class RoleChangeEvent(EventData):
    """A step of a change of a role: its id, what it does ("add", "change", "retire"), and the role's code.

    `base` is the version of the role that is changed (0: a new role); `digest` a hash of what was proposed.
    """

    change: int
    deed: str
    role: str
    base: int
    digest: str


@event("role_change_proposed", file="roles", ends=True)
class RoleChangeProposed(RoleChangeEvent):
    """An administrator proposed a new role, a change of one, or that one is retired."""


@event("role_change_confirmed", file="roles", ends=True)
class RoleChangeConfirmed(RoleChangeEvent):
    """A second person confirmed a change of a role, which is in force from then on."""

    proposed_by: str


@event("role_change_refused", file="roles", ends=True)
class RoleChangeRefused(RoleChangeEvent):
    """A second person refused a change of a role, with a reason that the proposal keeps."""

    proposed_by: str


@event("role_change_withdrawn", file="roles", ends=True)
class RoleChangeWithdrawn(RoleChangeEvent):
    """An administrator withdrew a proposed change of a role."""
