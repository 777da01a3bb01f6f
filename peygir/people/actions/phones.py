"""Proves a phone by a one-time code sent to it."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.core import clock
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.people.models import OneTimeCode

CODE_MINUTES: Final = 5
CODE_TRIES: Final = 5


class CodeIsWrong(Invalid):
    """The one-time code does not match the newest one that was sent."""

    message = _("The code is not right. Compare its six digits with the newest message, or ask for a new one.")


class CodeHasExpired(CodeIsWrong):
    """The newest one-time code is older than its validity, or was used already."""

    message = _("This code is no longer valid: its time is over, or it was used already. Please ask for a new one.")


class CodeIsExhausted(CodeIsWrong):
    """The newest one-time code was tried too often, so that even the right digits are no longer accepted."""

    message = _("This code was tried too often and is no longer valid. Please ask for a new one.")


def make_one_time_code(phone: str, *, asked_by: str = "") -> str:
    """Make a six-digit code for this phone, to be sent by the caller; only its hash is stored.

    `asked_by` identifies the requesting browser, and the code is valid only there. Raises PhoneIsNotValid.
    """
    number, code, now = normalise_phone(phone), f"{secrets.randbelow(10**6):06d}", clock.now()
    OneTimeCode.objects.create(
        phone=number,
        digest=_digests(number, code)[0],
        sent_at=now,
        expires_at=now + timedelta(minutes=CODE_MINUTES),
        asked_by=asked_by,
    )
    return code


def use_one_time_code(phone: str, *, code: str, asked_by: str = "") -> str:
    """Prove the phone by the newest code that the same browser requested; returns the phone as +98….

    A code is valid once. A wrong attempt counts against this browser's code only, so a stranger's attempts
    invalidate the stranger's code and not the one that the phone's holder was just sent. A browser that requested no
    code has none to try.
    Raises CodeIsWrong, CodeHasExpired, CodeIsExhausted and PhoneIsNotValid.
    """
    number, now = normalise_phone(phone), clock.now()
    with transaction.atomic():
        asked = OneTimeCode.objects.select_for_update(no_key=True).filter(phone=number, asked_by=asked_by)
        newest = asked.order_by("-sent_at", "-pk").first()
        refusal = _refusal(newest, number, code, now)
        if newest is not None:
            newest.tries = min(newest.tries + 1, CODE_TRIES)
            newest.used_at = newest.used_at if refusal else now
            newest.save(update_fields=["tries", "used_at"])
    if refusal:
        raise refusal
    return number


def _refusal(newest: OneTimeCode | None, number: str, code: str, now: datetime) -> CodeIsWrong | None:
    """Why this attempt is refused, or None. A code without tries left says so whatever was typed."""
    if newest is None:
        return CodeIsWrong()
    if newest.used_at is not None or newest.expires_at <= now:
        return CodeHasExpired()
    if newest.tries >= CODE_TRIES:
        return CodeIsExhausted()
    if any(hmac.compare_digest(newest.digest, digest) for digest in _digests(number, plain(code))):
        return None
    return CodeIsWrong() if newest.tries + 1 < CODE_TRIES else CodeIsExhausted()


def _digests(phone: str, code: str) -> list[str]:
    """The stored hashes of a code: by the present key first, then by former keys, for codes from before a change."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.new(key.encode(), f"{phone}:{code}".encode(), "sha256").hexdigest() for key in keys]
