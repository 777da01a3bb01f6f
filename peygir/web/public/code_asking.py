"""Asking for a one-time code: counted so that nobody uses up another's, and bound to the browser that asked."""

import hashlib
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peygir.answers.actions import send_one_time_code
from peygir.people.actions import CODE_MINUTES, count_distinct, count_use
from peygir.web.access import address_of

COOKIE: Final = "peygir_asked"
PER_CALLER: Final = 5
PER_PHONE: Final = 20
PER_PHONE_DAY: Final = 60
"""Codes for one phone, whoever asks: with five tries each, a guess among a million codes hits once in nine years."""
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def ask_for_code(request: HttpRequest, phone: str, *, language: str) -> str:
    """Send a code to a phone (+98…); returns the browser's own secret, to be kept in it.

    Counted by phone and address together, then by the different phones of an address, and last by phone in a much
    wider limit, so that a stranger who asks for somebody's phone uses up the stranger's codes. Raises AskedTooOften.
    """
    address = address_of(request)
    count_use("code_asked", f"{phone} {address}", PER_CALLER, _HOUR)
    count_distinct("code_numbers", address, phone, settings.NUMBERS_PER_ADDRESS, _DAY)
    count_use("code_phone", phone, PER_PHONE, _HOUR)
    count_use("code_phone_day", phone, PER_PHONE_DAY, _DAY)
    browser = request.COOKIES.get(COOKIE, "")[:64] or secrets.token_urlsafe(16)
    send_one_time_code(phone, language=language, asked_by=_digest(browser))
    return browser


def remember_asking(response: HttpResponse, browser: str) -> None:
    """Keep in the browser that it asked, for as long as its code may be used."""
    response.set_cookie(
        COOKIE, browser, max_age=CODE_MINUTES * 60, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def asked_by(request: HttpRequest) -> str:
    """Which browser asks to be let in, as the code that was sent knows it; "" for one that asked for none."""
    browser = request.COOKIES.get(COOKIE, "")[:64]
    return _digest(browser) if browser else ""


def _digest(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()[:32]
