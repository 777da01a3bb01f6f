"""Recognises the browsers in which a person has signed in before, by a signed cookie without names."""

import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from peygir.web.kit.cookies import cookie_of, keep_cookie

DAYS: Final = 180
_MOST_PEOPLE: Final = 6  # who share one computer of the centre, or a family's phone


@dataclass(frozen=True, slots=True)
class KnownBrowsers:
    """One kind of such cookie. `salt` separates its signatures from those of other kinds.

    The cookie holds a random id of the browser and a keyed hash of each name that was proven in it. It signs nobody in:
    limits of attempts are counted by its id, so that attempts of strangers never lock a person out of their own
    browser.
    """

    cookie: str
    salt: str

    def mark_of(self, request: HttpRequest, name: str) -> str:
        """Return the id of a browser in which this name was proven before; "" for any other."""
        mark, names = self._read(request)
        return mark if not set(names).isdisjoint(self._digests(name)) else ""

    def remember(self, request: HttpRequest, response: HttpResponse, name: str) -> None:
        """Mark this browser as known for this name."""
        browser_mark, names = self._read(request)
        digests = self._digests(name)
        kept = [digests[0], *(each for each in names if each not in digests)][:_MOST_PEOPLE]
        value = signing.dumps([browser_mark or secrets.token_urlsafe(12), kept], salt=self.salt)
        keep_cookie(response, self.cookie, value, seconds=DAYS * 86_400)

    def _read(self, request: HttpRequest) -> tuple[str, list[str]]:
        try:
            value = cookie_of(request, self.cookie)
            browser_mark, names = signing.loads(value, salt=self.salt, max_age=DAYS * 86_400)
        except (signing.BadSignature, ValueError, TypeError):
            return "", []
        return str(browser_mark), [str(name) for name in names]

    def _digests(self, name: str) -> list[str]:
        """Return the keyed hashes of a name: with the current key first, then with former keys."""
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return [salted_hmac(self.salt, name.strip().lower(), secret=key).hexdigest()[:16] for key in keys]
