"""Shows pages that are not in the reader's language in another one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from peygir.core.translation import languages
from peygir.core.writing import fallback_of
from peygir.web.kit.citizen_pages import is_for_citizens
from peygir.web.kit.reader import language


class PageLanguages:
    """Middleware: activates the fallback of the reader's language where a page is not in it, and for staff.

    The language that a citizen chose is kept as `request.wanted_language`, so that the page can say so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Choose the language once the page is known."""
        chosen = language()
        if chosen in languages():
            return
        is_staff = is_read_by_staff(request)
        if is_staff or not is_for_citizens(request.resolver_match):
            translation.activate(fallback_of(chosen))
            request.LANGUAGE_CODE = language()
            request.wanted_language = "" if is_staff else chosen  # type: ignore[attr-defined]


def is_read_by_staff(request: HttpRequest) -> bool:
    """Whether somebody of the staff is signed in."""
    # Without a session there is nobody to look up; the drop box loads none.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
