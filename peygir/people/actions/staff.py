"""The people of the city: adding one with a role and a unit, and giving a key to another system."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from peygir.city.queries import current_city, unit_by_code
from peygir.core import clock
from peygir.core.refusals import Invalid, NotAllowed
from peygir.history.actions import record
from peygir.people.models import ApiKey, Staff
from peygir.people.roles import HEAD_ROLES, ROLES, UNIT_ROLES
from peygir.people.rules import Actor, may_manage_people


class NotYourWork(NotAllowed):
    """The role does not reach this far."""

    fa = "این کار در اختیار نقش شما نیست."
    en = "Your role does not cover this."


class UsernameIsTaken(Invalid):
    """Somebody has this user name already."""

    fa = "نام کاربری «{username}» پیش از این ثبت شده است."
    en = "The user name “{username}” is taken."


class RoleIsUnknown(Invalid):
    """A role that is not one of ours."""

    fa = "نقش «{role}» شناخته‌شده نیست. نقش‌ها: {roles}"
    en = "The role “{role}” is not known. Roles: {roles}"


class UnitIsMissing(Invalid):
    """A role that works in a unit, without one, or with one that the city does not have."""

    fa = "برای این نقش، کد یک واحد موجود لازم است."
    en = "This role needs the code of a unit that the city has."


class PasswordIsWeak(Invalid):
    """A password that the rules refuse."""

    fa = "گذرواژه کوتاه یا رایج است؛ دست‌کم ۱۰ نویسهٔ نامعمول بنویسید."
    en = "The password is too short or too common; use at least 10 unusual characters."


def add_staff(
    username: str, *, password: str, role: str, unit_code: str = "", name: str = "", name_en: str = "", email: str = "",
    by: Actor,
) -> int:  # fmt: skip
    """A new member of staff; returns the id.

    Raises NotYourWork, RoleIsUnknown, UnitIsMissing, PasswordIsWeak, UsernameIsTaken.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    if role not in ROLES:
        raise RoleIsUnknown(role=role, roles=", ".join(ROLES))
    town = current_city(settings.CITY)
    unit = unit_by_code(town.id, unit_code) if unit_code else None
    # Heads need theirs too: by it they are known as the accused, and see what was given to their desk.
    if unit is None and (unit_code or role in UNIT_ROLES | HEAD_ROLES):
        raise UnitIsMissing()
    staff = Staff(
        username=username, role=role, unit_id=unit.id if unit else None, name_fa=name, name_en=name_en, email=email
    )
    try:
        validate_password(password, staff)
        staff.set_password(password)
        with transaction.atomic():
            staff.save(force_insert=True)
            data = {"role": role, "unit": staff.unit_id}
            record(staff, "staff_added", by=str(by), at=clock.now(), data=data)
    except ValidationError as error:
        raise PasswordIsWeak() from error
    except IntegrityError as error:
        raise UsernameIsTaken(username=username) from error
    return staff.pk


def make_system_token(name: str, *, channel: str, acts_as: Staff | None = None, may_report: bool = True) -> str:
    """A new API key for a system; shown once, stored as a hash."""
    token = secrets.token_urlsafe(32)
    ApiKey.objects.create(
        name=name, digest=hashlib.sha256(token.encode()).hexdigest(), channel=channel, acts_as=acts_as,
        scopes=[*(["report"] if may_report else []), *(["work"] if acts_as else [])], created_at=clock.now(),
    )  # fmt: skip
    return token
