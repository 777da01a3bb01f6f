"""The key of a phone that keeps a person's day: which browser has one, and the day as it is sent to it."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, JsonResponse

from peygir.core import clock
from peygir.core.moments import written
from peygir.people.actions.staff_phones import see_phone
from peygir.people.queries import PhoneLine, phone_of_key
from peygir.people.rules import Actor
from peygir.web.kit.cookies import cookie_of
from peygir.web.kit.day_json import version_of

COOKIE: Final = "peygir_phone"
KNOWN, OTHER, NONE, WITHDRAWN = "known", "other", "none", "withdrawn"
"""What the server says of the key: this person's, another person's, no key, or one that was withdrawn."""


def state_of(request: HttpRequest, by: Actor | None) -> tuple[PhoneLine | None, str]:
    """Return the phone whose key the browser has, and what is to be said of it to `by` (None: to nobody)."""
    phone = phone_of_key(cookie_of(request, COOKIE))
    if phone is None:
        return None, NONE
    if phone.is_withdrawn:
        return phone, WITHDRAWN
    return phone, KNOWN if by is None or phone.staff_id == by.id else OTHER


def waiting_in(request: HttpRequest) -> int:
    """Return how many entries the phone says that it has not sent."""
    text = request.GET.get("waiting", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def day_answer(request: HttpRequest, by: Actor, day: Callable[[], Mapping[str, object]]) -> JsonResponse:
    """Return a person's day as JSON; without it if `have` is its version already.

    Only for a browser that has a key of this person: `phone` says what is the matter otherwise.
    """
    phone, state = state_of(request, by)
    body: dict[str, object] = {"phone": state, "now": written(clock.now())}
    if phone is not None and state == KNOWN:
        see_phone(phone.id, session_key=str(request.session.session_key or ""), waiting=waiting_in(request))
        given = day()
        body["version"] = version = version_of(given)
        if request.GET.get("have") != version:
            body["day"] = given
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
