"""Staff sessions expire after a time without use, and after a total time; their use is saved every few minutes."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from peygir.core import clock
from peygir.people.actions import list_session, see_session, unlist_session
from peygir.people.provider_proof import ProofIsTooOld, is_proof_old
from peygir.people.queries import session_limits
from peygir.people.session_rules import OPENED, SEEN, is_due, is_over, is_use
from peygir.web.kit.devices import device_of, network_of
from peygir.web.kit.security_log import STAFF_ID, log_security_event

WAY: Final = "peygir.way"
"""In a request's META, while somebody signs in: how (`sign_in_rules.SignInWay`)."""


def staff_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware in the place of Django's own: `request.user` is looked up on first use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def begin_session(request: HttpRequest, staff_id: int) -> None:
    """Set the start of the session to now, and add it to the list of its owner's sessions."""
    if not request.session.session_key:
        request.session.create()
    now = clock.now().timestamp()
    request.session[OPENED] = request.session[SEEN] = now
    list_session(
        staff_id,
        key=str(request.session.session_key),
        address=network_of(request),
        device=device_of(request.headers.get("User-Agent", "")),
        way=str(request.META.get(WAY, "")),
    )


def on_sign_in(sender: object, request: HttpRequest | None, user: AbstractBaseUser, **_more: object) -> None:
    """Handle Django's signal of a sign-in."""
    if request is not None:
        begin_session(request, user.pk)
        log_security_event("staff_signed_in", request, staff_id=user.pk)


def on_sign_out(sender: object, request: HttpRequest | None, user: AbstractBaseUser | None, **_more: object) -> None:
    """Handle Django's signal of a sign-out, before the session is emptied."""
    if request is not None and request.session.session_key:
        unlist_session(request.session.session_key)
        log_security_event("staff_signed_out", request, staff_id=user.pk if user is not None else None)


def _user_of(request: HttpRequest) -> Any:
    user = get_user(request)
    if not user.is_authenticated:
        return user
    session, now = request.session, clock.now().timestamp()
    if OPENED not in session:
        begin_session(request, user.pk)  # a session from before these limits existed
    elif is_over(user.role, session, now=now, limits=session_limits()):
        on_sign_out(None, request, user)
        session.flush()
        return AnonymousUser()
    elif is_due(session, now=now) and is_proof_old(user, session):  # hours old: no page need ask anew
        on_sign_out(None, request, user)
        session.flush()
        messages.warning(request, ProofIsTooOld().words(get_language() or "fa"), fail_silently=True)
        return AnonymousUser()
    elif is_due(session, now=now) and is_use(request.method or "GET", request.headers.get("Sec-Fetch-Mode", "")):
        session[SEEN] = now
        see_session(str(session.session_key))
    request.META[STAFF_ID] = user.pk
    return user
