"""Signing in at the organisation's own sign-in page (OpenID Connect), coming back, and being signed out by it."""

import secrets
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.gateways.oidc import OidcQuestion, SignInIsNotComplete
from peygir.journey.directory.provider import (
    end_at_provider,
    enter_by_provider,
    link_by_provider,
    refuse_without_provider,
    where_to_sign_in,
)
from peygir.people.actions import count_use
from peygir.people.sign_in_rules import SignInWay
from peygir.web.kit.access import actor, address_of, public
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.security_log import log_security_event
from peygir.web.kit.templatetags.ui import language
from peygir.web.staff.entering import PROVIDER, account_of, first_step_done, onward

_ASKED: Final = "oidc_asked"  # in the session: what was asked, when, where to go afterwards, and for whom to link
_ASKED_SECONDS: Final = 600
_BEGUN: Final = ("staff_oidc", 600, 600)  # by caller: each beginning leaves a session behind
_MAY_LINK: Final = "oidc_may_link"
_MAY_LINK_SECONDS: Final = 300


def allow_link(request: HttpRequest) -> None:
    """Note that the holder of the account proved themselves and may link it in the next minutes, in this session."""
    request.session[_MAY_LINK] = clock.now().timestamp()


def provider_label() -> str:
    """Return what the button says that leads to the provider; empty where there is none."""
    provider = settings.OIDC
    if provider is None:
        return ""
    own = provider.label_fa if language() == "fa" else provider.label_en
    return str(own or _("Sign in with your organisation's account"))


@public()
@never_cache
@require_GET
def staff_oidc(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider, to sign in or (for who proved themselves just now) to link the account."""
    refuse_without_provider()
    wants_link = "link" in request.GET
    if request.user.is_authenticated and not wants_link:
        return onward(request.GET.get("next", ""))
    question, linked_id = OidcQuestion(*(secrets.token_urlsafe(32) for _each in range(3))), 0
    try:
        count_use(_BEGUN[0], address_of(request), *_BEGUN[1:])
        linked_id = _may_link(request) if wants_link else 0
        address = where_to_sign_in(question, back=_back())
    except Refusal as refusal:
        return _refused(request, refusal, linked_id or int(wants_link))
    now, target = clock.now().timestamp(), request.GET.get("next", "")[:2000]
    request.session[_ASKED] = [question.state, question.nonce, question.verifier, now, target, linked_id]
    return HttpResponseRedirect(address)


@public()
@never_cache
@require_GET
def staff_oidc_back(request: HttpRequest) -> HttpResponse:
    """Check what the provider says about whoever comes back, and sign them in or link their account."""
    refuse_without_provider()
    kept = request.session.pop(_ASKED, None) or ["", "", "", 0.0, "", 0]
    state, nonce, verifier, at, target, linked_id = kept
    question, answer = OidcQuestion(state, nonce, verifier), {name: request.GET[name] for name in request.GET}
    try:
        if not state or clock.now().timestamp() - at > _ASKED_SECONDS:
            raise SignInIsNotComplete()
        if linked_id:
            if not request.user.is_authenticated or request.user.pk != linked_id:
                raise SignInIsNotComplete()
            link_by_provider(question, answer, back=_back(), by=actor(request))
            messages.success(request, _("Linked: from now on you can sign in by your organisation."))
            return redirect("staff_links")
        staff_id, session = enter_by_provider(question, answer, back=_back())
    except Refusal as refusal:
        return _refused(request, refusal, linked_id)
    request.session[PROVIDER] = list(session)
    return first_step_done(request, account_of(staff_id), way=SignInWay.OIDC, target=target)


@csrf_exempt
@public("oidc_logout", limit=600, window_seconds=600)
@never_cache
@require_POST
def staff_oidc_logout(request: HttpRequest) -> HttpResponse:
    """End the sessions that the provider's signed token names (OpenID Connect Back-Channel Logout)."""
    try:
        end_at_provider(request.POST.get("logout_token", "")[:10_000])
    except Refusal as refusal:
        log_security_event("oidc_logout_refused", request, status=400)
        return HttpResponse(refusal.name, status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=200)


def _may_link(request: HttpRequest) -> int:
    """Return the id of the account that may be linked now. Raises SignInIsNotComplete."""
    at = float(request.session.pop(_MAY_LINK, 0.0))
    if not request.user.is_authenticated or clock.now().timestamp() - at > _MAY_LINK_SECONDS:
        raise SignInIsNotComplete()
    return int(request.user.pk)


def _back() -> str:
    """Return the one address to which the provider sends people back: never one that a request names."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('staff_oidc_back')}"


def _refused(request: HttpRequest, refusal: Refusal, linked_id: int) -> HttpResponse:
    log_security_event("staff_sign_in_refused", request, status=status_of(refusal))
    messages.error(request, words_of(refusal))
    return redirect("staff_links" if linked_id and request.user.is_authenticated else "staff_login")
