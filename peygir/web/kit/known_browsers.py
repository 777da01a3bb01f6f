"""Knows the browsers in which somebody proved who they are before, by a signed cookie that names nobody."""

import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from peygir.web.kit.cookies import cookie_of, keep_cookie

DAYS: Final = 180
_MOST_PEOPLE: Final = 6  # who share one computer of the centre, or one telephone of a family


@dataclass(frozen=True, slots=True)
class KnownBrowsers:
    """One kind of such cookie. `salt` keeps its signatures apart from those of other kinds.

    The cookie holds a random mark of the browser and a keyed hash of each name that was proven in it. It signs nobody
    in: limits of tries are counted by its mark, so that what strangers try keeps nobody out of a browser of their own.
    """

    cookie: str
    salt: str

    def mark_of(self, request: HttpRequest, name: str) -> str:
        """The mark of a browser in which this name was proven before; "" for any other."""
        mark, names = self._read(request)
        return mark if not set(names).isdisjoint(self._digests(name)) else ""

    def remember(self, request: HttpRequest, response: HttpResponse, name: str) -> None:
        """From now on this browser is known for this name."""
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
        """The keyed hashes of a name: by the key in use first, then by former keys."""
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return [salted_hmac(self.salt, name.strip().lower(), secret=key).hexdigest()[:16] for key in keys]
