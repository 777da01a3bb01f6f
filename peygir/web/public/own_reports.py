"""The reports sent from this browser, in a signed cookie: their sender need not prove a second time who they are."""

from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from peygir.cases import queries as cases
from peygir.people.queries import citizen_ids_of_phone
from peygir.web.kit import citizen_session
from peygir.web.kit.cookies import cookie_of, keep_cookie

COOKIE: Final = "peygir_own"
MOST: Final = 20
_SECONDS: Final = 180 * 24 * 3600
_SALT: Final = "peygir.web.own_reports"


def own_codes(request: HttpRequest) -> list[str]:
    """Return the tracking codes of reports sent from this browser, the newest first; [] if the cookie is not ours."""
    try:
        codes = signing.loads(cookie_of(request, COOKIE), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return []
    return [str(code) for code in codes] if isinstance(codes, list) else []


def is_own(request: HttpRequest, code: str) -> bool:
    """Whether the report of a tracking code was sent from this browser."""
    return code in own_codes(request)


def is_reporter(request: HttpRequest, code: str) -> bool:
    """Whether who asks made the report of a tracking code: from this browser, or with the phone that it has proved.

    Runs statements only for a browser that has proved a phone.
    """
    phone = citizen_session.phone_of(request)
    return is_own(request, code) or (bool(phone) and cases.own_report(code, citizen_ids_of_phone(phone)) is not None)


def remember_own(request: HttpRequest, response: HttpResponse, code: str) -> HttpResponse:
    """Add a report to those of this browser, which keeps the newest MOST of them for 180 days; returns `response`."""
    codes = [code, *(other for other in own_codes(request) if other != code)][:MOST]
    keep_cookie(response, COOKIE, signing.dumps(codes, salt=_SALT), seconds=_SECONDS)
    return response
