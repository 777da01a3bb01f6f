"""Requests for a one-time code: rate-limited so that nobody uses up another's, and bound to the requesting browser."""

import hashlib
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peygir.desks.answers.actions import send_one_time_code
from peygir.people.actions import CODE_MINUTES, AskedTooOften, count_distinct, count_use
from peygir.web.kit.access import address_of
from peygir.web.kit.cookies import cookie_of, keep_cookie
from peygir.web.kit.known_browsers import KnownBrowsers

COOKIE: Final = "peygir_asked"
PHONE_BROWSERS: Final = KnownBrowsers(cookie="peygir_proved", salt="peygir.web.proved")
"""The browsers in which a phone was proven before; a stranger's browser is not among them."""
CODES_OF_ONE_CALLER: Final = 200
"""In ten minutes: each costs money, and customers of a mobile operator share addresses."""
PER_CALLER: Final = 5
PER_PHONE: Final = 20
PER_PHONE_DAY: Final = 60
"""Codes for one phone, from any caller: with five tries each, a guess among a million codes succeeds once in nine
years.
"""
PER_KNOWN: Final = 5
KNOWN_PER_PHONE_DAY: Final = 30
"""Codes for one phone by all browsers that proved it, so that a former holder of the number cannot send many."""
_TEN_MINUTES: Final = 600
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def ask_for_code(request: HttpRequest, phone: str, *, language: str) -> str:
    """Send a code to a phone (+98…); returns the secret to store in the browser.

    A browser that proved this phone before has its own count, which no stranger can use up, whatever the number of
    their addresses. Once that is used up, the browser counts as unknown. Unknown browsers are counted by address, by
    phone and address together, by the different phones of an address, and last by phone in a wider limit. Raises
    AskedTooOften.
    """
    if not _is_within_own_count(request, phone):
        address = address_of(request)
        count_use("one_time_codes", address, CODES_OF_ONE_CALLER, _TEN_MINUTES)
        count_use("code_asked", f"{phone} {address}", PER_CALLER, _HOUR)
        count_distinct("code_numbers", address, phone, settings.NUMBERS_PER_ADDRESS, _DAY)
        count_use("code_phone", phone, PER_PHONE, _HOUR)
        count_use("code_phone_day", phone, PER_PHONE_DAY, _DAY)
    browser = cookie_of(request, COOKIE)[:64] or secrets.token_urlsafe(16)
    send_one_time_code(phone, language=language, asked_by=_digest(browser))
    return browser


def remember_asking(response: HttpResponse, browser: str) -> None:
    """Store the secret in the browser for as long as its code is valid."""
    keep_cookie(response, COOKIE, browser, seconds=CODE_MINUTES * 60)


def asked_by(request: HttpRequest) -> str:
    """Return the digest of the browser's secret, as stored with its code; "" for a browser that requested none."""
    browser = cookie_of(request, COOKIE)[:64]
    return _digest(browser) if browser else ""


def _is_within_own_count(request: HttpRequest, phone: str) -> bool:
    """Whether the browser proved this phone before and is within its own limits; counts this request if so."""
    browser_mark = PHONE_BROWSERS.mark_of(request, phone)
    if not browser_mark:
        return False
    try:
        count_use("code_known", f"{phone} {browser_mark}", PER_KNOWN, _HOUR)
        count_use("code_known_day", phone, KNOWN_PER_PHONE_DAY, _DAY)
    except AskedTooOften:
        return False
    return True


def _digest(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()[:32]
