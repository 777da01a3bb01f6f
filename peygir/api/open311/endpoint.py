"""The common part of every call: city, format, language, and refusals in the standard's format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from peygir.api.bodies import raise_if_refused, read_whole
from peygir.api.open311 import asking, forms
from peygir.city import queries as city
from peygir.city.facts import CityFacts
from peygir.core.addresses import caller_key
from peygir.core.bodies import FORM, OPEN311_REPORT
from peygir.core.moments import start_of_day
from peygir.core.refusals import Invalid, Missing, NotAllowed, Refusal, TooLarge, TooMany, Unavailable
from peygir.core.translation import Names, Text, languages
from peygir.core.translation import gettext_lazy as _
from peygir.history.outages import outage_of
from peygir.people.actions import KeyIsNotValid, count_use, use_key
from peygir.people.queries import SystemCaller, caller_of_token

STATUSES: Final = ((NotAllowed, 403), (Missing, 404), (TooMany, 429), (TooLarge, 413), (Unavailable, 503))
RETRY_SECONDS: Final = 60
LONG_BODIES: Final = 120
LONG_BODIES_SECONDS: Final = 600
"""Reports longer than a form that one address may begin to send, in so many seconds, before it shows a key."""


class NoSuchJurisdiction(Missing):
    """A jurisdiction that is not served by this installation."""

    message = _("The jurisdiction_id “{jurisdiction}” was not found.")


class NoSuchCall(Missing):
    """A URL that the standard does not have."""

    message = _("Open311 GeoReport v2 has no such resource.")


class MethodIsWrong(Invalid):
    """A method that this resource does not accept."""

    message = _("This resource takes {methods} only.")


class TooMuchAtOnce(Invalid):
    """The request has more bytes than allowed."""

    message = _("The request is larger than is taken.")


@dataclass(frozen=True, slots=True)
class Call:
    """One call as views take it."""

    request: HttpRequest
    city_facts: CityFacts
    form: str
    given: asking.Given
    language: str

    def words(self, text: Text | Names | str, en: str = "") -> str:
        """Return a text, or a pair of names (Persian, English), in the caller's language."""
        return (Names.of(text, en) if isinstance(text, str) else text).in_language(self.language)

    @property
    def address(self) -> str:
        """Return the client's IP address."""
        return str(self.request.META.get("REMOTE_ADDR") or "unknown")

    @property
    def has_key(self) -> bool:
        """Whether the call has a key, valid or not."""
        return bool(self._token())

    @property
    def sender(self) -> int | None:
        """Return the id of the call's key, if it is valid: of what it sent itself, it may know the moments."""
        caller = caller_of_token(self._token()) if self.has_key else None
        return None if caller is None else caller.key_id

    def written_day(self, day: date) -> str:
        """Return a day as a timestamp: its first moment in the city."""
        return start_of_day(day, self.city_facts.time_zone).isoformat()

    def key(self, scope: str) -> SystemCaller:
        """Return the system of the call's key and count the use. Raises what `use_key` raises."""
        return use_key(self._token(), scope=scope)

    def _token(self) -> str:
        header = self.request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return self.given.text("api_key", "apikey") or self.request.headers.get("X-Api-Key", "") or header


View = Callable[..., HttpResponse]


def door(**views: Callable[..., HttpResponse]) -> View:
    """Return the view of a URL with a function for each method, `door(GET=…, POST=…)`. A POST checks its key itself."""

    @csrf_exempt  # no cookie is read, so CSRF cannot occur
    def opened(request: HttpRequest, form: str | None = None, **kwargs: Any) -> HttpResponse:
        form, language = (form or _form(request)), "fa"
        try:
            view = views.get("GET" if request.method == "HEAD" else request.method or "")
            if view is None:
                if request.method == "OPTIONS":
                    return _options(views)
                raise MethodIsWrong(methods=", ".join(views))
            raise_if_refused(request)
            read_whole(request, opened.body_limit)  # type: ignore[attr-defined]
            given = asking.read(request)
            language = _language(given)
            city_facts = _town(given)
            return view(Call(request, city_facts, form, given, language or city_facts.language), **kwargs)
        except RequestDataTooBig:
            return _refused(TooMuchAtOnce(), form, language, 413)
        except Refusal as refusal:
            response = _refused(refusal, form, language or "fa")
            if isinstance(refusal, MethodIsWrong):
                response.status_code, response["Allow"] = 405, ", ".join(views)
            return response
        except (DatabaseError, InterfaceError, OSError) as failure:
            outage = outage_of(failure)
            if outage is None:
                raise
            return _refused(outage, form, language or "fa")

    opened.methods = tuple(views)  # type: ignore[attr-defined]
    opened.body_limit = OPEN311_REPORT if "POST" in views else FORM  # type: ignore[attr-defined]
    opened.before_body = _before_body  # type: ignore[attr-defined]
    return wraps(opened)(opened)


def _before_body(request: HttpRequest) -> None:
    """Decide who may send a long body: callers with a valid key in a header; others are rate-limited by address.

    The key may also be in the body itself. Raises KeyIsNotValid, AskedTooOften.
    """
    header = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = request.GET.get("api_key", "") or request.headers.get("X-Api-Key", "") or header
    if not token:
        count_use("open311_body", caller_key(str(request.META.get("REMOTE_ADDR"))), LONG_BODIES, LONG_BODIES_SECONDS)
    elif caller_of_token(token) is None:
        raise KeyIsNotValid()


def nowhere(call: Call) -> HttpResponse:
    """Any other URL below ours. Raises NoSuchCall."""
    raise NoSuchCall()


def _refused(refusal: Refusal, form: str, language: str, status: int = 0) -> HttpResponse:
    status = status or next((code for family, code in STATUSES if isinstance(refusal, family)), 400)
    response = forms.answer("errors", [{"code": status, "description": refusal.words(language)}], form, status)
    if status == 429:
        response["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(refusal, Unavailable):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _options(views: dict[str, Callable[..., HttpResponse]]) -> HttpResponse:
    methods = ", ".join([*views, "HEAD", "OPTIONS"])
    response = HttpResponse(status=204, headers={"Allow": methods, "Access-Control-Allow-Origin": "*"})
    response["Access-Control-Allow-Methods"] = methods
    response["Access-Control-Allow-Headers"] = "Content-Type, Authorization, X-Api-Key"
    return response


def _form(request: HttpRequest) -> str:
    """Return the format of a URL without one: XML, which the standard requires, unless JSON is requested."""
    accept = request.headers.get("Accept", "")
    return "json" if "json" in accept and "xml" not in accept else "xml"


def _language(given: asking.Given) -> str:
    wanted = given.text("locale", "lang")[:2].lower()
    return wanted if wanted in languages() else ""


def _town(given: asking.Given) -> CityFacts:
    """Return the city of the jurisdiction: its code, or a name in the setting JURISDICTIONS; default our own."""
    named = given.text("jurisdiction_id", "jurisdiction")
    if not named:
        return city.current_city(settings.CITY)
    code = settings.JURISDICTIONS.get(named.lower(), named)
    city_facts = next((city_facts for city_facts in city.cities() if city_facts.code == code), None)
    if city_facts is None:
        raise NoSuchJurisdiction(jurisdiction=named[:80])
    return city_facts
