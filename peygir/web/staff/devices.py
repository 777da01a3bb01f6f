"""Knows the browsers in which somebody of the staff signed in before, by a signed cookie."""

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE: Final = "peygir_device"
DAYS: Final = 180
_SALT: Final = "peygir.web.device"
_MOST_PEOPLE: Final = 6  # who share one computer of the centre


def device_of(request: HttpRequest, username: str) -> str:
    """The mark of a browser in which this name signed in before; "" for any other."""
    mark, names = _read(request)
    return mark if _digest(username) in names else ""


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """From now on this browser is known for this name."""
    mark, names = _read(request)
    kept = [_digest(username), *(name for name in names if name != _digest(username))][:_MOST_PEOPLE]
    response.set_cookie(
        COOKIE, signing.dumps([mark or secrets.token_urlsafe(12), kept], salt=_SALT), max_age=DAYS * 86_400,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/staff/",
    )  # fmt: skip


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        mark, names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(mark), [str(name) for name in names]


def _digest(username: str) -> str:
    return salted_hmac(_SALT, username.strip().lower()).hexdigest()[:16]
