"""Names and attributes of our cookies: for this host alone, Secure where the site uses HTTPS, hidden from scripts."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse


def cookie_name(name: str) -> str:
    """Return the cookie's name in the browser. A name with `__Host-` is accepted from this host over HTTPS alone.

    A neighbouring host of the city's domain, or somebody in the network who speaks HTTP, can then not set one. Without
    HTTPS, browsers refuse such names.
    """
    return f"__Host-{name}" if settings.SERVED_BY_HTTPS else name


def cookie_of(request: HttpRequest, name: str) -> str:
    """Return the value of one of our cookies, "" if absent."""
    return request.COOKIES.get(cookie_name(name), "")


def keep_cookie(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    """Set a cookie for some seconds."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def drop_cookie(response: HttpResponse, name: str) -> None:
    """Delete a cookie."""
    response.delete_cookie(cookie_name(name), path="/", samesite="Lax")


def clear_copies(response: HttpResponse) -> None:
    """Make the browser drop its cached pages and pictures, on sign-out.

    Other storage stays: it holds reports that wait for a connection, and must not be lost.
    """
    response.headers["Clear-Site-Data"] = '"cache"'


class _HostCookieStorage(CookieStorage):
    """Django's cookie storage under a cookie name of ours."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return cookie_name("messages")


class KeptMessages(FallbackStorage):
    """Django's storage of messages for the next page, with our cookie names."""

    storage_classes = (_HostCookieStorage, SessionStorage)
