"""Writes a change of an account under its lock, with its event; shared by direct and by two-person changes."""

import secrets
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.people import StaffChanged
from peygir.people.actions.absences import NoSuchPerson
from peygir.people.actions.post_writing import replace_post_in_effect
from peygir.people.actions.role_locks import share_roles
from peygir.people.actions.staff import refuse_unknown_role
from peygir.people.actions.staff_sessions import end_sessions_of
from peygir.people.models import DirectoryLink, Post, RecoveryCode, Staff, StaffPasskey
from peygir.people.permissions import Permission
from peygir.people.role_catalogue import roles_with
from peygir.people.rules import Actor

# The fields of an account that decide how its holder signs in.
SECOND_STEP_FIELDS: Final = ("totp_secret", "totp_last_step", "has_passkey")
ACCESS: Final = ("password", "must_change_password", *SECOND_STEP_FIELDS)
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that are easily confused


class NotOnYourself(Invalid):
    """Nobody changes their own role, unit or account; another person must do it."""

    message = gettext_lazy("Your own role, unit and account are changed by a colleague, not by yourself.")


class OwnSignInIsChangedByProof(Invalid):
    """Nobody resets their own password or second step here; that needs the present ones."""

    message = gettext_lazy(
        "Change your own password and second step under “My account”, where the present password is asked for."
    )


class LastAdministrator(Invalid):
    """The change would leave no administrator."""

    message = gettext_lazy("This is the only administrator; first appoint another.")


class LastOfTheHighest(Invalid):
    """The change would leave nobody of the inspectorate or the mayor's desk to confirm account changes."""

    message = gettext_lazy(
        "This is the only open account of the inspectorate and the mayor's desk; it can be closed on the "
        "server alone, by ./run change-staff."
    )


class NothingToChange(Invalid):
    """The account has these values already."""

    message = gettext_lazy("Nothing was changed; it was so already.")


class ChangedSince(Conflict):
    """The account was changed again after the change that this would take back or put into effect."""

    message = gettext_lazy("It was changed again since; undo the newest change first.")


def lock_account(staff_id: int) -> Staff:
    """Lock an account, and with it all administrators', so that two administrators cannot close each other's at once.

    Raises NoSuchPerson.
    """
    return lock_accounts(staff_id)[0]


def lock_accounts(*staff_ids: int) -> list[Staff]:
    """Lock several accounts as `lock_account` does one, in the order in which they are given. Raises NoSuchPerson."""
    share_roles()
    wanted = Q(pk__in=staff_ids) | Q(role__in=roles_with(Permission.ADMINISTER), is_active=True)
    rows = {row.pk: row for row in Staff.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")}
    if not rows.keys() >= set(staff_ids):
        raise NoSuchPerson()
    return [rows[staff_id] for staff_id in staff_ids]


def standing_of(staff: Staff) -> dict[str, Any]:
    """Role, unit and state of an account, as a proposal stores them."""
    return {"role": staff.role, "unit_id": staff.unit_id, "is_active": staff.is_active}


def write_change(
    staff: Staff,
    new_values: dict[str, Any],
    *,
    by: Actor,
    own: dict[str, str] | None = None,
    undoes: int | None = None,
    also: Sequence[str] = (),
    yields: bool = False,
) -> None:
    """Write what differs, with an event of role, unit and state before and after; names and addresses stay out of it.

    Another role or unit ends the post in effect and begins one today (`replace_post_in_effect`, with `yields`). `also`
    names fields that were set on `staff` already. Raises NotOnYourself, RoleIsUnknown, LastAdministrator,
    LastOfTheHighest, PostIsHeld, PostIsOnRecord.
    """
    pairs = {
        field: [getattr(staff, field), value] for field, value in new_values.items() if getattr(staff, field) != value
    }
    if pairs and by.kind == "staff" and by.id == staff.pk:
        raise NotOnYourself()
    if new_values.get("role") and "role" in pairs:
        refuse_unknown_role(new_values["role"])
    if staff.is_active and ("role" in pairs or "is_active" in pairs):
        _refuse_to_lose_the_last(staff, str(new_values.get("role", staff.role)), new_values.get("is_active", True), by)
    if "role" in pairs or "unit_id" in pairs:
        role, unit_id = new_values.get("role", staff.role), new_values.get("unit_id", staff.unit_id)
        replace_post_in_effect(staff, role=role, unit_id=unit_id, by=by, yields=yields)
        also = [*also, "post_id"]
    elif new_values.get("is_active") and staff.role and not Post.objects.filter(staff=staff).exists():
        # An account of the highest roles was made closed; its post begins with the second person's word.
        replace_post_in_effect(staff, role=staff.role, unit_id=staff.unit_id, by=by)
        also = [*also, "post_id"]
    for field, value in {**new_values, **(own or {})}.items():
        setattr(staff, field, value)
    event = StaffChanged(
        changed=pairs,
        own=True if own is not None else ABSENT,  # names or an address may have changed too
        undoes=undoes if undoes is not None else ABSENT,
    )
    if new_values.get("is_active") is False:
        end_sessions_of(staff.pk)  # they would be valid again if the account were reopened
    record(staff, event, by=str(by), at=clock.now(), write=[*new_values, *(own or {}), *also])


def begin_anew(staff: Staff) -> str:
    """Set a fresh password that its holder must change, and nothing else to sign in with; returns the password.

    It is to be shown once. The caller writes the fields of `ACCESS`.
    """
    password = fresh_password(staff)
    take_second_step_off(staff)
    DirectoryLink.objects.filter(staff=staff).delete()
    return password


def fresh_password(staff: Staff) -> str:
    """Set a password that its holder must change, and end all sessions. The caller writes `ACCESS`."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    staff.set_password(password)
    end_sessions_of(staff.pk)
    staff.must_change_password = True
    return password


def take_second_step_off(staff: Staff) -> None:
    """Remove authenticator, passkeys and recovery codes; the caller writes `SECOND_STEP_FIELDS`."""
    StaffPasskey.objects.filter(staff=staff).delete()
    RecoveryCode.objects.filter(staff=staff).delete()
    staff.totp_secret, staff.totp_last_step, staff.has_passkey = "", 0, False


def _refuse_to_lose_the_last(staff: Staff, role: str, is_active: bool, by: Actor) -> None:
    others = Staff.objects.filter(is_active=True).exclude(pk=staff.pk)
    if _is_last(staff, others, role if is_active else "", roles_with(Permission.ADMINISTER)):
        raise LastAdministrator()
    # Commands on the server are exempt: they are the documented way when the last person leaves.
    confirming = roles_with(Permission.CONFIRM_ACCOUNTS)
    if by.kind == "staff" and _is_last(staff, others, role if is_active else "", confirming):
        raise LastOfTheHighest()


def _is_last(staff: Staff, others: QuerySet[Staff], role_after: str, roles: frozenset[str]) -> bool:
    """Whether an account leaves these roles, and nobody else is in one."""
    return staff.role in roles and role_after not in roles and not others.filter(role__in=roles).exists()
