"""Names and marks of our cookies: for this host alone, over HTTPS where the house is served by it, for no script."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse


def cookie_name(name: str) -> str:
    """The name in the browser. With the prefix `__Host-` a browser takes the cookie from this host over HTTPS alone.

    A neighbouring host of the city's domain, or somebody in the network who speaks HTTP, can then not plant one.
    Without HTTPS browsers refuse such names.
    """
    return f"__Host-{name}" if settings.SERVED_BY_HTTPS else name


def cookie_of(request: HttpRequest, name: str) -> str:
    """What the browser keeps under a name of ours, "" for nothing."""
    return request.COOKIES.get(cookie_name(name), "")


def keep_cookie(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    """Let the browser keep a value for a time."""
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
    """Let the browser forget a value."""
    response.delete_cookie(cookie_name(name), path="/", samesite="Lax")


def clear_copies(response: HttpResponse) -> None:
    """Let the browser forget what it keeps of our pages and pictures, when somebody signs out.

    Not its other storage: there lie reports that wait for a connection, and must not be lost.
    """
    response.headers["Clear-Site-Data"] = '"cache"'


class _HostCookieStorage(CookieStorage):
    """Django's, whose cookie has a name of ours."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return cookie_name("messages")


class KeptMessages(FallbackStorage):
    """Django's storage of messages to the reader's next page, with the names of our cookies."""

    storage_classes = (_HostCookieStorage, SessionStorage)
