"""Proving a phone by a code sent to it, and counting how often a door is used."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from peygir.core import clock
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid, TooMany
from peygir.core.words import plain
from peygir.people.models import DoorUse, OneTimeCode

CODE_MINUTES: Final = 5
CODE_TRIES: Final = 5


class CodeIsWrong(Invalid):
    """A one-time code that does not fit, is too old, or was tried too often."""

    fa = "کد درست نیست یا زمان آن گذشته است. کد تازه بگیرید."
    en = "The code is wrong or too old. Please ask for a new one."


class AskedTooOften(TooMany):
    """A door was used more often than one person needs."""

    fa = "تعداد درخواست‌ها زیاد است. لطفاً {minutes} دقیقهٔ دیگر دوباره تلاش کنید."
    en = "Too many requests. Please try again in {minutes} minutes."


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
        newest = (
            OneTimeCode.objects.select_for_update(no_key=True).filter(phone=number).order_by("-sent_at", "-pk").first()
        )
        is_good = (
            newest is not None
            and newest.used_at is None
            and newest.expires_at > now
            and newest.tries < CODE_TRIES
            and hmac.compare_digest(newest.digest, _digest(number, plain(code)))
        )
        if newest is not None:
            newest.tries = min(newest.tries + 1, CODE_TRIES)
            newest.used_at = now if is_good else newest.used_at
            newest.save(update_fields=["tries", "used_at"])
    if not is_good:
        raise CodeIsWrong()
    return number


def _digest(phone: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{phone}:{code}".encode(), "sha256").hexdigest()
