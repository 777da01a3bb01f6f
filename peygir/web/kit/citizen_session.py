"""A citizen's sign-in: a cookie of its own with a random secret, separate from the sessions of staff.

The proven phone is kept on the server, so that signing out ends the session there too.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse

from peygir.people.actions import CITIZEN_HOURS, end_citizen_session, end_citizen_sessions, open_citizen_session
from peygir.people.citizen_sessions import phone_of_token
from peygir.web.kit.cookies import clear_copies, cookie_of, drop_cookie, keep_cookie

COOKIE: Final = "peygir_citizen"
_KEPT: Final = "_peygir_citizen_phone"


def phone_of(request: HttpRequest) -> str:
    """Return the phone (+98…) that this browser proved in the last hours, "" if none.

    Cached for the request; runs a SQL statement only if the request has the cookie.
    """
    kept = getattr(request, _KEPT, None)
    if kept is None:
        token = cookie_of(request, COOKIE)
        kept = phone_of_token(token) if token else ""
        setattr(request, _KEPT, kept)
    return str(kept)


def remember(response: HttpResponse, phone: str) -> None:
    """Sign this browser in for a phone (+98…) that was just proven, for some hours."""
    keep_cookie(response, COOKIE, open_citizen_session(phone), seconds=CITIZEN_HOURS * 3600)


def forget(request: HttpRequest, response: HttpResponse, *, everywhere: bool = False) -> None:
    """Sign this browser out, here and on the server; `everywhere`: every browser that proved the same phone."""
    phone = phone_of(request) if everywhere else ""
    if phone:
        end_citizen_sessions(phone)
    else:
        end_citizen_session(cookie_of(request, COOKIE))
    drop_cookie(response, COOKIE)
    clear_copies(response)
