"""Signing in by a passkey: in place of user name and password, or as the second step after them."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peygir.core import clock
from peygir.core.refusals import Refusal, TooMany
from peygir.people.actions import count_use, count_wrong_code, refuse_code_guesses, refuse_if_over
from peygir.people.actions.passkeys import use_passkey
from peygir.people.passkeys import credentials_of
from peygir.people.provider_proof import ProofIsTooOld
from peygir.people.relying_party import RelyingParty, relying_party
from peygir.people.sign_in_rules import SignInWay
from peygir.people.webauthn import PasskeyIsNotRight, State, ask_for_proof
from peygir.web.kit.access import address_of, public
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.security_log import log_security_event
from peygir.web.staff.devices import STAFF_BROWSERS
from peygir.web.staff.entering import account_of, enter, half_way

_ASKED: Final = "passkey_asked"  # in the session: the state of the question, when it was asked, and for which account
_ASKED_SECONDS: Final = 300
_WRONG: Final = ("staff_passkey", 100, 600)  # by caller: no user name is typed that they could be counted by


def passkeys_here(request: HttpRequest) -> bool:
    """Whether a browser at this address can use passkeys: they belong to the public address alone."""
    party = relying_party()
    return party is not None and f"{request.scheme}://{request.get_host()}" == party.origin


def keep_question(request: HttpRequest, state: State, *, staff_id: int) -> None:
    """Keep the state of a question for the answer; a new question replaces the one before.

    `staff_id` is whose passkey was asked for; 0: anybody's, since nobody was proven yet.
    """
    request.session[_ASKED] = [state, clock.now().timestamp(), staff_id]


def take_question(request: HttpRequest, *, staff_id: int) -> State:
    """Return the state of the question once: an answer that comes again finds none.

    Raises PasskeyIsNotRight; also where the question was for another account than `staff_id`, such as one after a
    password that was typed too long ago by now: it asked for less than a question to nobody in particular does.
    """
    kept = request.session.pop(_ASKED, None) or []
    if len(kept) != 3 or clock.now().timestamp() - kept[1] > _ASKED_SECONDS or kept[2] != staff_id:
        raise PasskeyIsNotRight()
    return {str(name): str(value) for name, value in kept[0].items()}


def party_here() -> RelyingParty:
    """Return the address that passkeys belong to. Raises PasskeyIsNotRight where there are none."""
    party = relying_party()
    if party is None:
        raise PasskeyIsNotRight()
    return party


@public("staff_login", limit=600, window_seconds=600)
@never_cache
@require_POST
def staff_passkey_ask(request: HttpRequest) -> HttpResponse:
    """Return what the browser shall ask the authenticator, as JSON; half-way, only for the account's own passkeys."""
    staff, _next, _way = half_way(request)
    of = credentials_of(staff.pk) if staff is not None else []
    options, state = ask_for_proof(party_here(), of=of, verified=not of)
    keep_question(request, state, staff_id=staff.pk if staff is not None else 0)
    return HttpResponse(options, content_type="application/json")


@public("staff_login", limit=600, window_seconds=600)
@never_cache
@require_POST
def staff_passkey(request: HttpRequest) -> HttpResponse:
    """Check the browser's answer, and sign in."""
    staff, target, way = half_way(request)
    staff_id = staff.pk if staff is not None else 0
    device = STAFF_BROWSERS.mark_of(request, staff.get_username()) if staff is not None else ""
    try:
        if staff is not None:
            refuse_code_guesses(staff_id, address_of(request), device=device)
        else:
            refuse_if_over(_WRONG[0], address_of(request), *_WRONG[1:])
        state, answer = take_question(request, staff_id=staff_id), request.POST.get("answer", "")
        entered_id = use_passkey(party_here(), state, answer, only=staff_id)
    except (PasskeyIsNotRight, TooMany, ProofIsTooOld) as refusal:
        return _refused(request, refusal, staff_id=staff_id, device=device)
    entered = staff or account_of(entered_id)
    target = target if staff is not None else request.POST.get("next", "")
    return enter(request, entered, way=way or SignInWay.PASSKEY, target=target)


def _refused(request: HttpRequest, refusal: Refusal, *, staff_id: int, device: str) -> HttpResponse:
    """Count a wrong answer, log the refusal, and show it on the page of the step."""
    is_wrong = isinstance(refusal, PasskeyIsNotRight)
    event = "staff_passkey_wrong" if is_wrong else "staff_sign_in_refused"
    log_security_event(event, request, staff_id=staff_id or None, status=status_of(refusal))
    if is_wrong and staff_id:
        count_wrong_code(staff_id, address_of(request), device=device)
    elif is_wrong:
        count_use(_WRONG[0], address_of(request), *_WRONG[1:])
    messages.error(request, words_of(refusal))
    return redirect("staff_second_step" if staff_id else "staff_login")
