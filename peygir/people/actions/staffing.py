"""Changing a colleague's account: role, unit, names, open or closed; each change is on record and can be taken back."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from peygir.city.queries import current_city, unit_by_code
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.queries import timeline
from peygir.people.actions.absences import NoSuchPerson
from peygir.people.actions.staff import NotYourWork, PasswordIsWeak, RoleIsUnknown, UnitIsMissing
from peygir.people.models import Staff
from peygir.people.roles import ADMIN, HEAD_ROLES, ROLES, UNIT_ROLES
from peygir.people.rules import Actor, may_administer

CHANGED: Final = "staff_changed"
# What an account's history keeps of a change and can be taken back; names and addresses are a person's own and stay
# out of it.
KEPT: Final = ("role", "unit_id", "is_active")


class NotOnYourself(Invalid):
    """Nobody changes their own role, unit or account: a second pair of eyes does."""

    fa = "نقش، واحد و وضعیت حساب خودتان را همکار دیگری باید تغییر دهد."
    en = "Your own role, unit and account are changed by a colleague, not by yourself."


class LastAdministrator(Invalid):
    """Without an administrator nobody could let one in."""

    fa = "این تنها مدیر سامانه است؛ نخست مدیر دیگری بگذارید."
    en = "This is the only administrator; first appoint another."


class NothingToChange(Invalid):
    """It stands so already."""

    fa = "چیزی تغییر نکرد؛ همین‌ها ثبت بود."
    en = "Nothing was changed; it stands so already."


class ChangedSince(Conflict):
    """What shall be taken back was changed again meanwhile."""

    fa = "پس از آن تغییر دیگری ثبت شده است؛ تازه‌ترین تغییر را بازگردانید."
    en = "It was changed again since; take back the newest change first."


@transaction.atomic
def change_staff(staff_id: int, *, role: str, unit_code: str, name: str, name_en: str, email: str, by: Actor) -> None:
    """Another role, unit, name or address. What is in hand stays where it is, until it is handed out.

    Raises NoSuchPerson, NotYourWork, NotOnYourself, RoleIsUnknown, UnitIsMissing, LastAdministrator, NothingToChange.
    """
    staff = _locked(staff_id, by)
    if role not in ROLES:
        raise RoleIsUnknown(role=role, roles=", ".join(ROLES))
    unit = unit_by_code(current_city(settings.CITY).id, unit_code) if unit_code else None
    is_known = unit is not None and (unit.is_open or unit.id == staff.unit_id)
    if not is_known and (unit_code or role in UNIT_ROLES | HEAD_ROLES):
        raise UnitIsMissing()
    wanted = {"role": role, "unit_id": unit.id if unit is not None else None}
    own = {"name_fa": plain(name)[:120], "name_en": plain(name_en)[:120], "email": plain(email)[:254]}
    if all(getattr(staff, field) == value for field, value in (wanted | own).items()):
        raise NothingToChange()
    _change(staff, wanted, by=by, own=own)


@transaction.atomic
def open_account(staff_id: int, *, is_active: bool, by: Actor) -> None:
    """Let somebody in again, or no more; an account is never deleted, for history names it.

    Raises NoSuchPerson, NotYourWork, NotOnYourself, LastAdministrator, NothingToChange.
    """
    staff = _locked(staff_id, by)
    if staff.is_active == is_active:
        raise NothingToChange()
    _change(staff, {"is_active": is_active}, by=by)


@transaction.atomic
def reset_second_step(staff_id: int, *, by: Actor) -> None:
    """Somebody has lost the phone with the codes: the password alone lets them in, until they take up a new one.

    Raises NoSuchPerson, NotYourWork, NothingToChange.
    """
    staff = _locked(staff_id, by)
    if not staff.totp_secret:
        raise NothingToChange()
    staff.totp_secret, staff.totp_last_step = "", 0
    record(staff, "second_step_reset", by=str(by), at=clock.now(), data={}, write=["totp_secret", "totp_last_step"])


@transaction.atomic
def reset_password(staff_id: int, *, password: str, by: Actor) -> None:
    """A new password, told in person; whoever was signed in with the old one is out.

    Raises NoSuchPerson, NotYourWork, PasswordIsWeak.
    """
    staff = _locked(staff_id, by)
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise PasswordIsWeak() from error
    staff.set_password(password)
    record(staff, "password_reset", by=str(by), at=clock.now(), data={}, write=["password"])


@transaction.atomic
def take_back_change(staff_id: int, *, number: int, by: Actor) -> None:
    """Set back what one change of role, unit or account did; a new change, of which the old stays on record.

    Raises NoSuchPerson, NotYourWork, NotOnYourself, UnitIsMissing, LastAdministrator, ChangedSince.
    """
    staff = _locked(staff_id, by)
    line = next((one for one in timeline("staff", staff.pk) if one.number == number and one.kind == CHANGED), None)
    pairs: dict[str, list[Any]] = line.data.get("changed", {}) if line is not None else {}
    if not pairs or any(getattr(staff, field) != after for field, (_before, after) in pairs.items()):
        raise ChangedSince()
    back = {field: before for field, (before, _after) in pairs.items()}
    role, unit_id = back.get("role", staff.role), back.get("unit_id", staff.unit_id)
    if unit_id is None and role in UNIT_ROLES | HEAD_ROLES:
        raise UnitIsMissing()
    _change(staff, back, by=by, undoes=number)


@transaction.atomic
def move_people(unit_id: int, *, to_unit_id: int, by: Actor) -> int:
    """All who work in a unit go to another, each with a line of their own; gives how many. Raises NotYourWork."""
    if not may_administer(by):
        raise NotYourWork()
    people = list(Staff.objects.select_for_update(no_key=True).filter(unit_id=unit_id, is_active=True).order_by("pk"))
    for person in people:
        _change(person, {"unit_id": to_unit_id}, by=by)
    return len(people)


def _locked(staff_id: int, by: Actor) -> Staff:
    """The account under its lock, and with it those of all administrators: two cannot close each other's at once."""
    if not may_administer(by):
        raise NotYourWork()
    wanted = Q(pk=staff_id) | Q(role=ADMIN, is_active=True)
    rows = list(Staff.objects.select_for_update(no_key=True).filter(wanted).order_by("pk"))
    staff = next((row for row in rows if row.pk == staff_id), None)
    if staff is None:
        raise NoSuchPerson()
    return staff


def _change(
    staff: Staff, wanted: dict[str, Any], *, by: Actor, own: dict[str, str] | None = None, undoes: int | None = None
) -> None:
    """Write what differs, with before and after of what is kept. Raises NotOnYourself, LastAdministrator."""
    pairs = {field: [getattr(staff, field), value] for field, value in wanted.items() if getattr(staff, field) != value}
    if pairs and by.kind == "staff" and by.id == staff.pk:
        raise NotOnYourself()
    is_leaving = staff.role == ADMIN and staff.is_active and ("role" in pairs or "is_active" in pairs)
    if is_leaving and not Staff.objects.filter(role=ADMIN, is_active=True).exclude(pk=staff.pk).exists():
        raise LastAdministrator()
    for field, value in {**wanted, **(own or {})}.items():
        setattr(staff, field, value)
    data: dict[str, Any] = {"changed": pairs}
    if own is not None:
        data["own"] = True  # names or an address may have changed too
    if undoes is not None:
        data["undoes"] = undoes
    record(staff, CHANGED, by=str(by), at=clock.now(), data=data, write=[*wanted, *(own or {})])
