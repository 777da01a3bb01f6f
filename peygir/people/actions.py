"""Finding or making a citizen, merging two, proving a phone, counting a door's use."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from peygir.city.queries import current_city, unit_by_code
from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid, Missing, NotAllowed, TooMany
from peygir.history.actions import record
from peygir.people.models import Citizen, DoorUse, OneTimeCode, Staff, SystemToken
from peygir.people.roles import DEPUTY, ROLES, UNIT_ROLES
from peygir.people.rules import Actor, may_manage_people

CODE_MINUTES: Final = 5
CODE_TRIES: Final = 5


class CitizensAreTheSame(Invalid):
    """Merging a citizen with itself or with one merged already."""

    fa = "این دو نفر پیش از این یکی شده‌اند."
    en = "These two are one citizen already."


class NotYourWork(NotAllowed):
    """The role does not reach this far."""

    fa = "این کار در اختیار نقش شما نیست."
    en = "Your role does not cover this."


class CodeIsWrong(Invalid):
    """A one-time code that does not fit, is too old, or was tried too often."""

    fa = "کد درست نیست یا زمان آن گذشته است. کد تازه بگیرید."
    en = "The code is wrong or too old. Please ask for a new one."


class AskedTooOften(TooMany):
    """A door was used more often than one person needs."""

    fa = "تعداد درخواست‌ها زیاد است. لطفاً {minutes} دقیقهٔ دیگر دوباره تلاش کنید."
    en = "Too many requests. Please try again in {minutes} minutes."


class NoSuchCitizen(Missing):
    """There is no citizen of this id."""

    fa = "چنین شهروندی ثبت نشده است."
    en = "There is no such citizen."


def find_or_make_citizen(phone: str, *, name: str = "", email: str = "", language: str = "fa", at: datetime) -> int:
    """The id of the citizen with this phone (any spelling) and name, made if new; follows merges.

    One statement, safe when two doors do it at once. Raises PhoneIsNotValid.
    """
    key = search_key(name)[:120]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_citizen
                (phone, name, name_key, email, language, is_silent, created_at, event_count, event_head)
            VALUES (%s, %s, %s, %s, %s, false, %s, 0, '')
            ON CONFLICT (phone, name_key) DO UPDATE
                SET email = COALESCE(NULLIF(EXCLUDED.email, ''), people_citizen.email)
            RETURNING COALESCE(merged_into_id, id)
            """,
            [normalise_phone(phone), name.strip()[:120], key, email, language, at],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def merge_citizens(kept: int, *, gone: int, by: Actor) -> None:
    """Make two citizens one: `gone` points to `kept` from now on; both stay readable in history.

    Raises NotYourWork, NoSuchCitizen, CitizensAreTheSame.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    rows = {row.pk: row for row in Citizen.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")}
    if len({kept, gone}) == 2 and len(rows) != 2:
        raise NoSuchCitizen()
    if kept == gone or rows[gone].merged_into_id or rows[kept].merged_into_id:
        raise CitizensAreTheSame()
    now = clock.now()
    for older in Citizen.objects.select_for_update().filter(merged_into=gone).order_by("pk"):
        older.merged_into_id = kept
        record(older, "citizen_merged", by=str(by), at=now, data={"into": kept}, write=["merged_into"])
    rows[gone].merged_into_id = kept
    record(rows[gone], "citizen_merged", by=str(by), at=now, data={"into": kept}, write=["merged_into"])
    record(rows[kept], "citizen_joined", by=str(by), at=now, data={"from": gone})


@transaction.atomic
def silence_citizen(citizen_id: int, *, is_silent: bool, by: Actor) -> None:
    """Send this citizen no more (or again) messages of our own accord. Raises NoSuchCitizen."""
    citizen = Citizen.objects.select_for_update().filter(pk=citizen_id).first()
    if citizen is None:
        raise NoSuchCitizen()
    citizen.is_silent = is_silent
    kind = "citizen_silenced" if is_silent else "citizen_unsilenced"
    record(citizen, kind, by=str(by), at=clock.now(), data={}, write=["is_silent"])


def count_use(door: str, key: str, limit: int, window_seconds: int) -> None:
    """Count one use of `door` by `key`; raises AskedTooOften beyond `limit` in a window.

    One statement of its own, outside any transaction, so that a refused attempt is counted too.
    """
    now = clock.now()
    start = datetime.fromtimestamp(now.timestamp() // window_seconds * window_seconds, tz=now.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_dooruse (door, key, window_start, count) VALUES (%s, %s, %s, 1)
            ON CONFLICT (door, key, window_start) DO UPDATE SET count = people_dooruse.count + 1
            RETURNING count
            """,
            [door, key[:64], start],
        )
        count = int(cursor.fetchone()[0])
    if count > limit:
        left = (start + timedelta(seconds=window_seconds) - now).total_seconds()
        raise AskedTooOften(minutes=max(1, round(left / 60)))


def forget_old_uses(*, before: datetime) -> int:
    """Drop counts of windows that began before a moment; returns how many."""
    return DoorUse.objects.filter(window_start__lt=before).delete()[0]


def make_one_time_code(phone: str) -> str:
    """A fresh six-digit code for this phone, to be sent by the caller; only its hash is stored.

    Raises PhoneIsNotValid.
    """
    number, code, now = normalise_phone(phone), f"{secrets.randbelow(10**6):06d}", clock.now()
    OneTimeCode.objects.create(
        phone=number, digest=_digest(number, code), sent_at=now, expires_at=now + timedelta(minutes=CODE_MINUTES)
    )
    return code


def use_one_time_code(phone: str, *, code: str) -> str:
    """Prove the phone by its newest code; returns the phone as +98…; a code is good once.

    Raises CodeIsWrong (a wrong try is counted and stays counted) and PhoneIsNotValid.
    """
    number, now = normalise_phone(phone), clock.now()
    with transaction.atomic():
        newest = OneTimeCode.objects.select_for_update().filter(phone=number).order_by("-sent_at", "-pk").first()
        is_good = (
            newest is not None
            and newest.used_at is None
            and newest.expires_at > now
            and newest.tries < CODE_TRIES
            and hmac.compare_digest(newest.digest, _digest(number, code))
        )
        if newest is not None:
            newest.tries += 1
            newest.used_at = now if is_good else newest.used_at
            newest.save(update_fields=["tries", "used_at"])
    if not is_good:
        raise CodeIsWrong()
    return number


def make_system_token(name: str, *, channel: str, acts_as: Staff | None = None, may_report: bool = True) -> str:
    """A new API key for a system; shown once, stored as a hash."""
    token = secrets.token_urlsafe(32)
    SystemToken.objects.create(
        name=name, digest=hashlib.sha256(token.encode()).hexdigest(), channel=channel, acts_as=acts_as,
        may_report=may_report, created_at=clock.now(),
    )  # fmt: skip
    return token


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


def add_staff(username: str, *, password: str, role: str, unit_code: str = "", name: str = "", by: Actor) -> int:
    """A new member of staff; returns the id.

    Raises NotYourWork, RoleIsUnknown, UnitIsMissing, PasswordIsWeak, UsernameIsTaken.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    if role not in ROLES:
        raise RoleIsUnknown(role=role, roles=", ".join(ROLES))
    town = current_city(settings.CITY)
    unit = unit_by_code(town.id, unit_code) if unit_code else None
    if unit is None and (unit_code or role in UNIT_ROLES or role == DEPUTY):
        raise UnitIsMissing()
    staff = Staff(username=username, role=role, unit_id=unit.id if unit else None, name_fa=name)
    try:
        validate_password(password, staff)
        staff.set_password(password)
        with transaction.atomic():
            staff.save(force_insert=True)
    except ValidationError as error:
        raise PasswordIsWeak() from error
    except IntegrityError as error:
        raise UsernameIsTaken(username=username) from error
    return staff.pk


def _digest(phone: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{phone}:{code}".encode(), "sha256").hexdigest()
