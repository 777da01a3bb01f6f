"""Changes a colleague's account: role, unit, names, open or closed; each change has an event and can be taken back.

A change that touches an account of the highest roles is proposed and waits for a second person (`two_person`).
"""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from peygir.city.queries import current_city, unit_by_code
from peygir.city.queries import unit as city_unit
from peygir.core import clock
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import PasswordReset, SecondStepReset, StaffChanged
from peygir.history.queries import timeline
from peygir.people.actions.accounts import (
    SECOND_STEP_FIELDS,
    ChangedSince,
    NothingToChange,
    OwnSignInIsChangedByProof,
    lock_account,
    take_second_step_off,
    write_change,
)
from peygir.people.actions.post_writing import held_by
from peygir.people.actions.role_locks import share_roles
from peygir.people.actions.staff import NotYourWork, PasswordIsWeak, UnitIsMissing, refuse_unknown_role
from peygir.people.actions.staff_sessions import end_sessions_of
from peygir.people.actions.two_person import propose
from peygir.people.models import Staff
from peygir.people.role_catalogue import highest_roles, needs_unit
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_rules import CHANGE, PASSWORD, SECOND_STEP, needs_second_person

# The fields that an event stores and that can be taken back; names and addresses are personal and stay out
# of it.
KEPT: Final = ("role", "unit_id", "is_active")


@transaction.atomic
def change_staff(staff_id: int, *, role: str, unit_code: str, name: str, name_en: str, email: str, by: Actor) -> bool:
    """Change role, unit, name or address. Open work stays with the person until it is reassigned.

    Returns True when it took effect, False when it waits for a second person. Raises NoSuchPerson, NotYourWork,
    NotOnYourself, RoleIsUnknown, UnitIsMissing, LastAdministrator, NothingToChange, PostIsHeld, what `propose` does.
    """
    staff = _locked(staff_id, by)
    refuse_unknown_role(role)
    unit = unit_by_code(current_city(settings.CITY).id, unit_code) if unit_code else None
    is_known = unit is not None and (unit.is_open or unit.id == staff.unit_id)
    if not is_known and (unit_code or needs_unit(role)):
        raise UnitIsMissing()
    new_values = {"role": role, "unit_id": unit.id if unit is not None else None}
    own = {"name_fa": plain(name)[:120], "name_en": plain(name_en)[:120], "email": plain(email)[:254]}
    if all(getattr(staff, field) == value for field, value in (new_values | own).items()):
        raise NothingToChange()
    if needs_second_person(by, role, *held_by(staff)):
        propose(staff, CHANGE, {**new_values, **own}, by=by)
        return False
    write_change(staff, new_values, by=by, own=own)
    return True


@transaction.atomic
def change_role(staff_id: int, *, role: str, unit_code: str | None, by: Actor) -> bool:
    """Change the role, and the unit unless `unit_code` is None; names and address stay. As `change_staff`."""
    staff = _locked(staff_id, by)
    unit = city_unit(staff.unit_id) if staff.unit_id else None
    code = unit_code if unit_code is not None else unit.code if unit is not None else ""
    return change_staff(
        staff_id, role=role, unit_code=code, name=staff.name_fa, name_en=staff.name_en, email=staff.email, by=by
    )


@transaction.atomic
def open_account(staff_id: int, *, is_active: bool, by: Actor) -> bool:
    """Open or close an account; accounts are never deleted, because events reference them.

    Closing takes effect at once for any account: a stolen one must be closed without waiting. Returns
    True when it took effect, False when it waits for a second person. Raises NoSuchPerson, NotYourWork,
    NotOnYourself, LastAdministrator, LastOfTheHighest, NothingToChange, what `propose` does.
    """
    staff = _locked(staff_id, by)
    if staff.is_active == is_active:
        raise NothingToChange()
    if is_active and needs_second_person(by, *held_by(staff)):
        propose(staff, CHANGE, {"is_active": True}, by=by)
        return False
    write_change(staff, {"is_active": is_active}, by=by)
    return True


@transaction.atomic
def reset_second_step(staff_id: int, *, by: Actor) -> bool:
    """Remove authenticator, passkeys and codes of somebody who lost their phone: until then the password is enough.

    Returns True when it took effect, False when it waits for a second person. Raises NoSuchPerson, NotYourWork,
    OwnSignInIsChangedByProof, NothingToChange, what `propose` does.
    """
    staff = _locked_of_another(staff_id, by)
    if not staff.totp_secret and not staff.has_passkey:
        raise NothingToChange()
    if needs_second_person(by, *held_by(staff)):
        propose(staff, SECOND_STEP, by=by)
        return False
    take_second_step_off(staff)
    record(staff, SecondStepReset(), by=str(by), at=clock.now(), write=list(SECOND_STEP_FIELDS))
    return True


@transaction.atomic
def reset_password(staff_id: int, *, password: str, by: Actor) -> bool:
    """Set a new password, given in person, to be changed at the next sign-in; the person's sessions end.

    For an account of the highest roles `password` is not used: the second person gets a fresh one when confirming, so
    that the proposer never knows it. Returns True when it took effect, False when it waits for a second person.
    Raises NoSuchPerson, NotYourWork, OwnSignInIsChangedByProof, PasswordIsWeak, what `propose` does.
    """
    staff = _locked_of_another(staff_id, by)
    if needs_second_person(by, *held_by(staff)):
        propose(staff, PASSWORD, by=by)
        return False
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise PasswordIsWeak() from error
    staff.set_password(password)
    staff.must_change_password = True
    end_sessions_of(staff.pk)
    write = ["password", "must_change_password"]
    record(staff, PasswordReset(), by=str(by), at=clock.now(), write=write)
    return True


@transaction.atomic
def take_back_change(staff_id: int, *, number: int, by: Actor) -> bool:
    """Undo one change of role, unit or account state, as a new change; the old one stays on record.

    Returns True when it took effect, False when it waits for a second person. Raises NoSuchPerson, NotYourWork,
    NotOnYourself, UnitIsMissing, LastAdministrator, LastOfTheHighest, ChangedSince, what `propose` does.
    """
    staff = _locked(staff_id, by)
    change_event = next(
        (one for one in timeline("staff", staff.pk) if one.number == number and one.kind == StaffChanged.kind), None
    )
    pairs: dict[str, list[Any]] = change_event.data.get("changed", {}) if change_event is not None else {}
    if not pairs or any(getattr(staff, field) != after for field, (_before, after) in pairs.items()):
        raise ChangedSince()
    back = {field: before for field, (before, _after) in pairs.items()}
    role, unit_id = back.get("role", staff.role), back.get("unit_id", staff.unit_id)
    if unit_id is None and needs_unit(role):
        raise UnitIsMissing()
    if needs_second_person(by, role, *held_by(staff)) and back != {"is_active": False}:
        propose(staff, CHANGE, back, by=by, undoes=number)
        return False
    write_change(staff, back, by=by, undoes=number)
    return True


@transaction.atomic
def move_people(unit_id: int, *, to_unit_id: int, by: Actor) -> int:
    """Move the active accounts of a unit to another, each with an event; returns how many.

    Whoever led the unit becomes a substitute where the other has a holder of the same leadership.

    Accounts of the highest roles stay: `change_staff` proposes each of them to a second person, and a plan by one
    administrator alone must not change them. Raises NotYourWork.
    """
    if not may_administer(by):
        raise NotYourWork()
    share_roles()
    rows = Staff.objects.select_for_update(no_key=True).filter(unit_id=unit_id, is_active=True)
    people = [row for row in rows.order_by("pk") if highest_roles().isdisjoint(held_by(row))]
    for person in people:
        write_change(person, {"unit_id": to_unit_id}, by=by, yields=True)
    return len(people)


def _locked(staff_id: int, by: Actor) -> Staff:
    """As `lock_account`, if the actor may change accounts. Raises NotYourWork, NoSuchPerson."""
    if not may_administer(by):
        raise NotYourWork()
    return lock_account(staff_id)


def _locked_of_another(staff_id: int, by: Actor) -> Staff:
    """As `_locked`, but never one's own: somebody at an administrator's open screen must not change how they sign in.

    Raises NotYourWork, NoSuchPerson, OwnSignInIsChangedByProof.
    """
    staff = _locked(staff_id, by)
    if by.kind == "staff" and by.id == staff.pk:
        raise OwnSignInIsChangedByProof()
    return staff
