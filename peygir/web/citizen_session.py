"""A citizen's sign-in: a signed cookie of its own that holds the proven phone, apart from the staff's sessions."""

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "peygir_citizen"
HOURS: Final = 12
_SALT: Final = "peygir.web.citizen"


def phone_of(request: HttpRequest) -> str:
    """The phone (+98…) that this browser proved in the last hours, "" if none."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=HOURS * 3600))
    except signing.BadSignature:
        return ""


def remember(response: HttpResponse, phone: str) -> None:
    """Let this browser speak for the phone for some hours."""
    response.set_cookie(
        COOKIE, signing.dumps(phone, salt=_SALT), max_age=HOURS * 3600, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def forget(response: HttpResponse) -> None:
    """Sign out."""
    response.delete_cookie(COOKIE, samesite="Lax")
