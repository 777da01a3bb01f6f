"""Addresses that are only counted: hashed with a key that each process draws anew every day and writes nowhere."""

import hmac
import secrets
import threading
from datetime import date
from typing import Final

from django.http import HttpRequest

from peygir.core import clock
from peygir.core.addresses import caller_key

_LENGTH: Final = 16
_lock: Final = threading.Lock()


class _DayKey:
    """The key of a day (UTC); that of the day before is gone once a new one is drawn."""

    on: date | None = None
    key: bytes = b""


def blinded_address(request: HttpRequest) -> str:
    """Return the caller's address (IPv4, or /64 of IPv6) as a keyed hash, the same until midnight UTC or a restart.

    Each process has a key of its own, so a limit holds for each of them.
    """
    address = caller_key(str(request.META.get("REMOTE_ADDR") or ""))
    return hmac.digest(_key_of(clock.now().date()), address.encode(), "sha256").hex()[: 2 * _LENGTH]


def _key_of(today: date) -> bytes:
    with _lock:
        if _DayKey.on != today:
            _DayKey.on, _DayKey.key = today, secrets.token_bytes(32)
        return _DayKey.key
