"""Knows again who began an upload: a member of staff, or the browser, by a random cookie without a name."""

import hashlib
import secrets
from typing import Final

from django.http import HttpRequest, HttpResponse

from peygir.media.queries import Owner
from peygir.web.kit.access import actor
from peygir.web.kit.cookies import cookie_of, keep_cookie

COOKIE: Final = "peygir_uploads"
_SECONDS: Final = 30 * 86_400  # reports may wait on a phone for weeks
_LEAST: Final = 20  # characters of a cookie that we may have made


def owner_of(request: HttpRequest, *, secret: str = "") -> Owner:
    """Return the names of the caller: the account if someone is signed in, and the browser, if it is known.

    `secret`: of a cookie that the response will set. An upload that a browser began before a person signed in, or
    after the session ended, stays theirs in the same browser.
    """
    by, secret = actor(request), secret or cookie_of(request, COOKIE)
    account = [f"staff:{by.id}"] if by.kind == "staff" else []
    browser = [f"browser:{hashlib.sha256(secret.encode()).hexdigest()}"] if len(secret) >= _LEAST else []
    return (*account, *browser)


def new_secret() -> str:
    """Return a secret for the cookie of a browser that has none."""
    return secrets.token_urlsafe(24)


def remember(response: HttpResponse, secret: str) -> None:
    """Set the cookie by which this browser's uploads are its own."""
    keep_cookie(response, COOKIE, secret, seconds=_SECONDS)
