"""Events of accounts of staff, of their absences, and of citizens."""

from dataclasses import dataclass
from typing import Any

from peygir.history.catalogue import ABSENT, EventData, event


@event("staff_added", file="staff")
class StaffAdded(EventData):
    """An account was made."""

    role: str
    unit: int | None


@event("staff_changed", file="staff")
class StaffChanged(EventData):
    """An account was changed: [before, after] of role, unit and state by the name of the field.

    `own` says that names or an address may have changed too; `undoes` is the number of the event that is taken back.
    """

    changed: dict[str, list[Any]]
    own: bool = ABSENT
    undoes: int = ABSENT


@event("password_changed", file="staff")
class PasswordChanged(EventData):
    """The holder of an account changed its password."""


@event("password_reset", file="staff")
class PasswordReset(EventData):
    """Somebody else set a new password for an account."""


@event("second_step_taken", file="staff")
class SecondStepEnabled(EventData):
    """The holder of an account added the second step of the sign-in."""


@event("second_step_given_up", file="staff")
class SecondStepDisabled(EventData):
    """The holder of an account removed the second step of the sign-in."""


@event("second_step_reset", file="staff")
class SecondStepReset(EventData):
    """Somebody else removed the second step of an account's sign-in."""


@event("passkey_added", file="staff")
class PasskeyAdded(EventData):
    """The holder of an account added a passkey; `passkey` is the id of its row."""

    passkey: int


@event("passkey_removed", file="staff")
class PasskeyRemoved(EventData):
    """The holder of an account removed a passkey."""

    passkey: int


@event("recovery_codes_made", file="staff", ends=True)
class RecoveryCodesMade(EventData):
    """The holder of an account made new recovery codes; former ones are void."""

    count: int


@event("recovery_code_used", file="staff")
class RecoveryCodeUsed(EventData):
    """Somebody signed in with a recovery code in place of the second step; `left` are as many as remain."""

    left: int


@event("directory_linked", file="staff")
class DirectoryLinked(EventData):
    """The account belongs to a person of the organisation's directory from now on (`ldap`, `oidc`, `scim`)."""

    source: str
    follows: bool


@event("directory_unlinked", file="staff")
class DirectoryUnlinked(EventData):
    """The account belongs to nobody of that directory any more."""

    source: str


@event("directory_groups_seen", file="staff", ends=True)
class DirectoryGroupsSeen(EventData):
    """The groups of the directory give this account another post; `role` is empty where none gives one."""

    source: str
    role: str
    unit: str


@event("directory_left", file="staff", ends=True)
class DirectoryLeft(EventData):
    """The directory says that the person has left, is locked or has expired: the account closes, its sessions end."""

    source: str
    why: str


@event("directory_returned", file="staff", ends=True)
class DirectoryReturned(EventData):
    """The directory says that the person works here again."""

    source: str


@event("sessions_ended", file="staff")
class StaffSessionsEnded(EventData):
    """An administrator signed an account out everywhere; `count` is the number of its sessions."""

    count: int


@event("staff_phone_withdrawn", file="staff", ends=True)
class StaffPhoneWithdrawn(EventData):
    """The key of a phone that keeps a person's work was withdrawn, with so many entries that it had not sent."""

    phone: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class AccountChangeEvent(EventData):
    """A step of a change that needs a second person: its id, what it does, and the role after and before it."""

    change: int
    deed: str
    role: str
    was: str


@event("account_change_proposed", file="staff")
class AccountChangeProposed(AccountChangeEvent):
    """An administrator proposed a change of an account."""


@event("account_change_confirmed", file="staff")
class AccountChangeConfirmed(AccountChangeEvent):
    """A second person confirmed a change of an account."""

    proposed_by: str


@event("account_change_refused", file="staff")
class AccountChangeRefused(AccountChangeEvent):
    """A second person refused a change of an account."""


@event("account_change_withdrawn", file="staff")
class AccountChangeWithdrawn(AccountChangeEvent):
    """An administrator took a proposed change of an account back."""


@event("post_recorded", file="staff", ends=True)
class PostRecorded(EventData):
    """A post of this person was recorded; `unit` is null for the whole city, `to` is the last day."""

    post: int
    unit: int | None
    role: str
    post_kind: str
    from_: str
    to: str | None


@event("post_ended", file="staff", ends=True)
class PostEnded(EventData):
    """The last day of a post was recorded; `was` is the id of the row without it."""

    post: int
    was: int
    to: str


@event("post_corrected", file="staff", ends=True)
class PostCorrected(EventData):
    """A post had been recorded wrongly: row `was` is withdrawn, and `post` stands instead (null: none does)."""

    post: int | None
    was: int


@event("post_chosen", file="staff", ends=True)
class PostChosen(EventData):
    """A person with several valid posts chose the one in which they act."""

    post: int
    role: str
    unit: int | None


@event("absence_said", file="staff", ends=True)
class AbsenceRecorded(EventData):
    """A member of staff is away from one day to another, both included; `deputy` is the id of the colleague."""

    absence: int
    from_: str
    to: str
    deputy: int | None


@event("absence_called_off", file="staff", ends=True)
class AbsenceCalledOff(EventData):
    """An absence ended early, or does not take place."""

    absence: int


@event("citizen_merged", file="citizen", ends=True)
class CitizenMerged(EventData):
    """A citizen was merged into another; `into` is the id of the one that is kept."""

    into: int


@event("citizen_joined", file="citizen", ends=True)
class CitizenJoined(EventData):
    """Another citizen was merged into this one."""

    from_: int


@event("citizen_silenced", file="citizen", ends=True)
class CitizenSilenced(EventData):
    """A citizen is sent no messages of our own accord any more."""


@event("citizen_unsilenced", file="citizen", ends=True)
class CitizenUnsilenced(EventData):
    """A citizen is sent messages again."""


@event("citizen_erased", file="citizen", ends=True)
class CitizenErased(EventData):
    """The number, name and address of a citizen were erased; `request` is the citizen's own, 0 for none."""

    request: int


@event("citizen_hold_placed", file="citizen", ends=True)
class CitizenHoldPlaced(EventData):
    """A legal hold (an id) stops erasure for the citizen."""

    hold: int


@event("citizen_hold_lifted", file="citizen", ends=True)
class CitizenHoldLifted(EventData):
    """A legal hold (an id) for the citizen was lifted."""

    hold: int
