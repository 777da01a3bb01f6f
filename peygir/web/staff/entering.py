"""What every way of signing in ends with: half-way to the second step, or signed in and on to the page that was asked
for.
"""

from typing import Any, Final

from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from peygir.core import clock
from peygir.people.actions.staff_sessions import note_provider
from peygir.people.session_rules import BY_PROVIDER
from peygir.people.sign_in_rules import SignInWay
from peygir.web.kit.middleware.staff_sessions import WAY
from peygir.web.staff.devices import STAFF_BROWSERS

PROVIDER: Final = "provider_session"
"""In the session, until the second step is done: the provider's own session, and its sealed token."""
_HALF_WAY: Final = "second_step_of"  # in the session, see `_go_half_way`
_HALF_WAY_SECONDS: Final = 300
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def first_step_done(request: HttpRequest, staff: AbstractBaseUser, *, way: str, target: str) -> HttpResponse:
    """Sign in somebody who was proven by one thing, or ask for the second one that the account has."""
    if getattr(staff, "totp_secret", "") or getattr(staff, "has_passkey", False):
        _go_half_way(request, staff, way, target)
        return redirect("staff_second_step")
    return enter(request, staff, way=way, target=target)


def enter(request: HttpRequest, staff: AbstractBaseUser, *, way: str, target: str) -> HttpResponse:
    """Sign in, and redirect to the page that was asked for; from now on this browser is known."""
    request.META[WAY] = way
    provider = request.session.get(PROVIDER) if way == SignInWay.OIDC else None
    login(request, staff, backend=_BACKEND)  # type: ignore[arg-type]
    if way == SignInWay.OIDC:
        request.session[BY_PROVIDER] = True
    if provider:
        request.session.pop(PROVIDER, None)  # the token is kept encrypted, in the list of sessions alone
        note_provider(str(request.session.session_key), provider_session=provider[0], token=provider[1])
    response = onward(target)
    STAFF_BROWSERS.remember(request, response, staff.get_username())
    return response


def half_way(request: HttpRequest) -> tuple[Any, str, str]:
    """Return who was proven by one thing in this session some minutes ago, the target URL, and by what.

    None for nobody; also if the account has been closed or the password changed since.
    """
    kept: list[Any] = request.session.get(_HALF_WAY) or []
    if len(kept) != 5 or clock.now().timestamp() - kept[1] > _HALF_WAY_SECONDS:
        return None, "", ""
    staff = account_of(kept[0])
    if staff is None or not constant_time_compare(staff.get_session_auth_hash(), kept[3]):
        return None, "", ""
    return staff, kept[2], kept[4]


def account_of(staff_id: int) -> Any:
    """Return the open account with this id, as Django signs it in, or None."""
    return ModelBackend().get_user(staff_id)


def onward(target: str) -> HttpResponse:
    """Redirect to a page of ours, and to the desk for any other address."""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if is_ours else reverse("desk"))


def _go_half_way(request: HttpRequest, staff: AbstractBaseUser, way: str, target: str) -> None:
    """Store who was proven, when, by what, where to go afterwards, and a keyed hash of the password."""
    now = clock.now().timestamp()
    request.session[_HALF_WAY] = [staff.pk, now, target, staff.get_session_auth_hash(), way]
