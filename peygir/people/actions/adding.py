"""Adds an account; one of the highest roles is closed until a second person confirms it."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from peygir.city.queries import current_city, unit_by_code
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import StaffAdded
from peygir.people.actions.staff import NotYourWork, PasswordIsWeak, RoleIsUnknown, UnitIsMissing
from peygir.people.actions.two_person import propose
from peygir.people.models import Staff
from peygir.people.roles import HEAD_ROLES, UNIT_ROLES, Role
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_rules import CHANGE, needs_second_person


class UsernameIsTaken(Invalid):
    """The user name is taken."""

    message = _("The user name “{username}” is taken.")


def add_staff(
    username: str,
    *,
    password: str = "",
    encoded_password: str = "",
    role: str,
    unit_code: str = "",
    name: str = "",
    name_en: str = "",
    email: str = "",
    must_change: bool = True,
    by: Actor,
) -> int:
    """Add a member of staff; returns the id.

    A member of staff who adds an account of the highest roles makes it closed, without a password, and proposes to open
    it; who confirms gets the first password. Otherwise `password` opens it, and must be changed at the first sign-in if
    `must_change`. `encoded_password`, instead of `password`, is stored as it is (from `make_password`). Raises
    NotYourWork, RoleIsUnknown, UnitIsMissing, PasswordIsWeak, UsernameIsTaken, what `propose` does.
    """
    if not may_administer(by):
        raise NotYourWork()
    if role not in Role.labels():
        raise RoleIsUnknown(role=role, roles=", ".join(Role))
    unit = unit_by_code(current_city(settings.CITY).id, unit_code) if unit_code else None
    # Heads need a unit too: it identifies them as accused of a complaint, and shows what was given to their desk.
    if unit is None and (unit_code or role in UNIT_ROLES | HEAD_ROLES):
        raise UnitIsMissing()
    staff = Staff(
        username=username,
        role=role,
        unit_id=unit.id if unit else None,
        name_fa=name,
        name_en=name_en,
        email=email,
        is_active=not needs_second_person(by, role),
        must_change_password=must_change,
    )
    if encoded_password and staff.is_active:
        staff.password = encoded_password
    else:
        _set_password(staff, password if staff.is_active else None)
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
            record(staff, StaffAdded(role=role, unit=staff.unit_id), by=str(by), at=clock.now())
            if not staff.is_active:
                propose(staff, CHANGE, {"is_active": True}, by=by)
    except IntegrityError as error:
        raise UsernameIsTaken(username=username) from error
    return staff.pk


def _set_password(staff: Staff, password: str | None) -> None:
    """Set the first password; None for an account that nobody signs in to yet. Raises PasswordIsWeak."""
    if password is not None:
        try:
            validate_password(password, staff)
        except ValidationError as error:
            raise PasswordIsWeak() from error
    staff.set_password(password)
