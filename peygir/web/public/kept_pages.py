"""Pages for everybody that are kept in the memory of the process until what they show changes, and answered by 304.

A page is kept by its address, languages (of the page and wanted) and theme with a stamp of the data (`published_stamp`
of marks, unless another is named), which every request asks the database for: after a restatement no process shows the
marks before it. The form token of a visitor is cut out of what is kept and each visitor's own one set in. Whoever sends
a session of staff, the cookie of a citizen, or one with a message for the next page gets a page of their own, which is
neither kept nor taken from here.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from threading import Lock
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response

from peygir.city import queries as city
from peygir.outlook.scoring.published import published_stamp
from peygir.web.kit.context import THEME_COOKIE, THEMES
from peygir.web.kit.cookies import cookie_name, cookie_of
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.gzip_pages import is_signed_in
from peygir.web.kit.templatetags.ui import language

MOST_BYTES: Final = 8 * 1024 * 1024
"""So much is kept in each process; what was asked for longest ago goes first."""
LONGEST: Final = 200
"""Characters of an address with its arguments; a page of a longer one is not kept."""
_TOKEN: Final = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(?=")')
"""The token of a form, as Django's tag writes it; each time with another mask."""
View = Callable[..., HttpResponseBase]
Key = tuple[str, str, str]
Stamp = tuple[date, tuple[int, bytes, date], bytes]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page with gaps where the token of a visitor's forms stands; `stamp` identifies the data that it shows."""

    stamp: Stamp
    parts: tuple[bytes, ...]
    digest: bytes
    content_type: str

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return sum(map(len, self.parts))


class PageCache:
    """The kept pages of this process; thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._size = most_bytes, 0
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, stamp: Stamp) -> KeptPage | None:
        """The page of a key if it shows the data of this stamp."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.stamp != stamp:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: KeptPage) -> None:
        """Keep a page in place of an earlier one of its key."""
        with self._lock:
            former = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += page.size - (former.size if former is not None else 0)
            while self._size > self._most:
                _key, oldest = self._pages.popitem(last=False)
                self._size -= oldest.size

    def forget(self) -> None:
        """Drop every page (between tests)."""
        with self._lock:
            self._pages.clear()
            self._size = 0


PAGES: Final = PageCache()


def kept_page(*arguments: str, stamp: Callable[[int], bytes] = published_stamp) -> Callable[[View], View]:
    """Keep the pages of a view whose query string has these arguments alone.

    `stamp` takes the city (an id) and changes with all that the view shows. Apply it below the access rule. The view
    must show nothing that depends on the visitor but language and theme.
    """
    known = frozenset(arguments)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            address = request.get_full_path()
            if _is_personal(request) or len(address) > LONGEST or not known.issuperset(request.GET):
                return view(request, *args, **kwargs)
            theme = cookie_of(request, THEME_COOKIE)
            # A page in place of one in another language says so: docs/languages.md.
            languages = f"{language()} {getattr(request, 'wanted_language', '')}"
            key = (address, languages, theme if theme in THEMES else "")
            data_stamp = _stamp(stamp)
            page = PAGES.get(key, data_stamp)
            if page is None:
                response = view(request, *args, **kwargs)
                if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
                    return response
                page = _cut(response, data_stamp)
                PAGES.keep(key, page)
            return _filled(request, page)

        return answer

    return decorate


def _is_personal(request: HttpRequest) -> bool:
    """Whether the browser is signed in as somebody, or is to be told something once."""
    return is_signed_in(request) or cookie_name("messages") in request.COOKIES


def _stamp(of_data: Callable[[int], bytes]) -> Stamp:
    """A stamp of all that a page shows: the day, the city as this process knows it, and the data."""
    city_id = current_city().id
    return today(), city.state_of(city_id), of_data(city_id)


def _cut(response: HttpResponse, stamp: Stamp) -> KeptPage:
    """What is kept of a page."""
    parts = tuple(_TOKEN.split(response.content))
    return KeptPage(stamp, parts, hashlib.sha256(b"\0".join(parts)).digest(), response.headers["Content-Type"])


def _filled(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """The page with the visitor's own token, or 304 if the browser has just this one.

    The ETag is of the page and of the secret behind the token: a browser that lost the cookie with the secret gets the
    page anew, and with it a token that is accepted.
    """
    token, secret = b"", b""
    if len(page.parts) > 1:
        token, secret = get_token(request).encode(), str(request.META["CSRF_COOKIE"]).encode()
    response = HttpResponse(token.join(page.parts), content_type=page.content_type)
    etag = f'"{hashlib.sha256(page.digest + secret).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    unchanged = get_conditional_response(request, etag=etag, response=response)
    return unchanged if isinstance(unchanged, HttpResponseNotModified) else response
