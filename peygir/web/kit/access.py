"""Access control: every view declares one rule, which is enforced before the view runs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.addresses import caller_key
from peygir.core.bodies import BodyLimit
from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions import NotYourWork, count_use
from peygir.people.duties import PASSWORD_DUTY, SECOND_STEP_DUTY, duty_of
from peygir.people.permissions import Permission
from peygir.people.provider_proof import is_proof_old
from peygir.people.queries import actor_of, session_limits
from peygir.people.role_catalogue import rights_of, roles_with
from peygir.people.rules import ANONYMOUS, Actor
from peygir.people.session_rules import is_over, is_use
from peygir.web.kit import citizen_session
from peygir.web.kit.blinded import blinded_address
from peygir.web.kit.session_store import SessionStore

View = Callable[..., HttpResponseBase]

# What opens pages that decide about the city's own data.
_KEEPERS: Final = frozenset({Permission.ADMINISTER, Permission.LEAD_CENTRE, Permission.LOOK_AFTER})
_COUNTED: Final = "peygir.counted"  # in a request's META: its rate limit has been counted


# The URL names where a person fulfils each duty.
_DUTIES: Final = {PASSWORD_DUTY: "staff_password", SECOND_STEP_DUTY: "staff_step"}


class SignInHasEnded(NotAllowed):
    """A staff page receives files, and nobody is signed in."""

    message = _("You are not signed in any more. Please sign in and send the file or photo again.")


class NoPostToday(NotAllowed):
    """The account's holder has no valid post, and so no rights."""

    message = _(
        "You hold no post today, so your account has no rights. If that is a mistake, ask an administrator of the "
        "system to record your post."
    )


@dataclass(frozen=True, slots=True)
class AccessRule:
    """`public`: anybody; `citizen`: a proven phone; `staff`: who has any of the permissions. `door` is the rate-limit
    key of its POSTs; `by_person`: of signed-in staff they are counted by person; `is_blinded`: addresses are counted by
    a hash whose key is lost each day, and no refusal is logged.
    """

    kind: str
    permissions: frozenset[str] = frozenset()
    door: str = ""
    limit: int = 0
    window_seconds: int = 0
    by_person: bool = False
    is_blinded: bool = False
    duty: str = ""
    needs_post: bool = True

    @property
    def roles(self) -> frozenset[str]:
        """The roles that have any of the permissions."""
        return roles_with(*self.permissions)

    def __str__(self) -> str:
        return f"staff: {', '.join(sorted(self.permissions))}" if self.kind == "staff" else self.kind


def public(
    door: str = "", *, limit: int = 0, window_seconds: int = 0, by_person: bool = False, is_blinded: bool = False
) -> Callable[[View], View]:
    """Open to anybody; with a `door` (rate-limit key), at most `limit` POSTs of one caller in a window.

    They are counted before their bodies are read. Limits are wide: a whole office, or a mobile operator's customers,
    may share one address. Limits that protect an account are counted under its own name as well. With `by_person`,
    staff who are signed in are counted by account: all crews of a depot come home to the same address. With
    `is_blinded`, neither the counts nor the log hold an address.
    """
    return _declare(
        AccessRule(
            "public",
            door=door,
            limit=limit,
            window_seconds=window_seconds,
            by_person=by_person,
            is_blinded=is_blinded,
        )
    )


def citizen(view: View) -> View:
    """Open to a citizen who proved a phone by a one-time code; others are redirected to the page that sends one."""
    return _declare(AccessRule("citizen"))(view)


def staff(*permissions: str, duty: str = "", needs_post: bool = True) -> Callable[[View], View]:
    """Open to staff with any of these permissions (none named: who may read cases) and no duty for their own account.

    `duty` names the duty that this page fulfils; staff who have that duty may open it. Without `needs_post` the page,
    which shows a person's own account alone, also opens to somebody who holds no post today.
    """
    return _declare(
        AccessRule(
            "staff", frozenset(permissions) or frozenset({Permission.READ_CASES}), duty=duty, needs_post=needs_post
        )
    )


def actor(request: HttpRequest) -> Actor:
    """Return the person who makes this request, as the actions take it."""
    if request.user.is_authenticated:
        return actor_of(request.user)
    return ANONYMOUS


def address_of(request: HttpRequest) -> str:
    """Return the caller as counted by rate limits: IPv4 address, or /64 of IPv6; see `middleware/arriving.py`."""
    return caller_key(str(request.META.get("REMOTE_ADDR") or ""))


def caller_of(request: HttpRequest) -> str:
    """Return the caller as counted where staff count by person: the account that is signed in, else the address."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        visit = HttpRequest()  # the session and user of the request itself are its middlewares' to set
        visit.COOKIES = request.COOKIES
        try:
            _look_up_staff(visit)
        except SignInHasEnded:
            return address_of(request)
        return f"staff:{visit.user.pk}"
    return address_of(request)


def count_visit(request: HttpRequest, rule: AccessRule | None) -> None:
    """Count a POST at a public page against its rate limit, once for each request. Raises AskedTooOften."""
    if rule is not None and rule.door and request.method == "POST" and not request.META.get(_COUNTED):
        request.META[_COUNTED] = True
        by_address = blinded_address if rule.is_blinded else address_of
        caller = caller_of(request) if rule.by_person else by_address(request)
        count_use(rule.door, caller, rule.limit, rule.window_seconds)


def takes(limit: BodyLimit, *, before_body: Callable[[HttpRequest], None] | None = None) -> Callable[[View], View]:
    """Declare that a view takes bodies longer than a form of fields, from those who may open its URL.

    The web server evaluates this before it reads such a body, and calls `before_body`, which may raise a refusal.
    Apply it above the access rule.
    """

    def declare(view: View) -> View:
        rule: AccessRule = view.access_rule  # type: ignore[attr-defined]

        def check(request: HttpRequest) -> None:
            count_visit(request, rule)
            if rule.kind == "staff":
                _look_up_staff(request)
            if _refused(rule, request) is not None:
                raise NotYourWork()
            if before_body is not None:
                before_body(request)

        view.body_limit, view.before_body = limit, check  # type: ignore[attr-defined]
        return view

    return declare


def _look_up_staff(request: HttpRequest) -> None:
    """Set the session and the user of a request that no middleware has processed. Raises SignInHasEnded.

    The session's expiry is checked here too; the middleware deletes it when the refusal's page is rendered.
    """
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = user = get_user(request)
    now, limits = clock.now().timestamp(), session_limits()
    if not user.is_authenticated or is_over(user.role, request.session, now=now, limits=limits):
        raise SignInHasEnded()
    if is_proof_old(user, request.session):
        raise SignInHasEnded()


def _declare(rule: AccessRule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = _refused(rule, request)
            if refused is not None:
                return refused
            count_visit(request, rule)  # unless a middleware has
            if rule.kind == "staff" and rule.permissions <= _KEEPERS:
                # Their pages must show what was just decided in any process, not a cached city that is seconds old.
                city.forget()
            response = view(request, *args, **kwargs)
            if rule.kind != "public":
                # A shared browser must not keep what only one person may see.
                response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refused(rule: AccessRule, request: HttpRequest) -> HttpResponseBase | None:
    """Return a redirect, or None if the rule is met. Raises NotYourWork for a role without access, NoPostToday."""
    if rule.kind == "citizen" and not citizen_session.phone_of(request):
        return _to("me", request)
    if rule.kind == "staff":
        if not request.user.is_authenticated:
            _say_signed_out(request)
            return _to("staff_login", request)
        duty = duty_of(request.user)
        if duty and duty != rule.duty:
            return HttpResponseRedirect(reverse(_DUTIES[duty]))
        if not request.user.role and rule.needs_post:
            raise NoPostToday()
        if request.user.role and rights_of(request.user.role).permissions.isdisjoint(rule.permissions):
            raise NotYourWork()
    return None


def _say_signed_out(request: HttpRequest) -> None:
    """Tell who opens a page in a session that was ended elsewhere why the sign-in page comes, if nobody has yet."""
    has_ended = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and not request.session.session_key
    is_opened = is_use(request.method or "GET", request.headers.get("Sec-Fetch-Mode", ""))
    if has_ended and is_opened and not getattr(messages.get_messages(request), "added_new", False):
        messages.warning(request, gettext("You are signed out. Sign in again."), fail_silently=True)


def _to(door: str, request: HttpRequest) -> HttpResponseBase:
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': request.get_full_path()})}")
