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
from peygir.people.actions.post_writing import insert_post
from peygir.people.actions.role_locks import share_roles
from peygir.people.actions.staff import NotYourWork, PasswordIsWeak, UnitIsMissing, refuse_unknown_role
from peygir.people.actions.two_person import propose
from peygir.people.models import Staff
from peygir.people.post_rules import PostKind
from peygir.people.posts import city_today
from peygir.people.role_catalogue import needs_unit
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_rules import CHANGE, needs_second_person


class UsernameIsTaken(Invalid):
    """The user name is taken."""

    message = _("The user name “{username}” is taken.")


@transaction.atomic
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
    kind: str = PostKind.HOLDER,
    by: Actor,
) -> int:
    """Add a member of staff; returns the id.

    A member of staff who adds an account of the highest roles makes it closed, without a password, and proposes to open
    it; who confirms gets the first password. Otherwise `password` opens it, and must be changed at the first sign-in if
    `must_change`. `encoded_password`, instead of `password`, is stored as it is (from `make_password`). The first post
    begins today, of the `kind`. Raises NotYourWork, RoleIsUnknown, UnitIsMissing, PasswordIsWeak, UsernameIsTaken,
    PostIsHeld, what `propose` does.
    """
    if not may_administer(by):
        raise NotYourWork()
    share_roles()
    refuse_unknown_role(role)
    unit = unit_by_code(current_city(settings.CITY).id, unit_code) if unit_code else None
    # Heads need a unit too: it identifies them as accused of a complaint, and shows what was given to their desk.
    if unit is None and (unit_code or needs_unit(role)):
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
            written = _begin_post(staff, kind, by) if staff.is_active else ()
            record(staff, StaffAdded(role=role, unit=staff.unit_id), by=str(by), at=clock.now(), write=written)
            if not staff.is_active:
                propose(staff, CHANGE, {"is_active": True}, by=by)
    except IntegrityError as error:
        raise UsernameIsTaken(username=username) from error
    return staff.pk


def _begin_post(staff: Staff, kind: str, by: Actor) -> tuple[str, ...]:
    """Record the first post, from today; returns the fields that the caller writes. Raises PostIsHeld."""
    row = insert_post(staff, unit_id=staff.unit_id, role=staff.role, kind=kind, from_on=city_today(), by=by)
    staff.post_id = row.pk
    return ("post_id",)


def _set_password(staff: Staff, password: str | None) -> None:
    """Set the first password; None for an account that nobody signs in to yet. Raises PasswordIsWeak."""
    if password is not None:
        try:
            validate_password(password, staff)
        except ValidationError as error:
            raise PasswordIsWeak() from error
    staff.set_password(password)
