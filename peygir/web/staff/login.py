"""Sign-in of staff by user name, password and, if enabled, a code from their phone; and sign-out."""

from django import forms
from django.contrib.auth import authenticate, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid, Refusal, TooMany
from peygir.journey.directory.passwords import asks_directory, enter_by_directory
from peygir.people.actions import (
    count_wrong_code,
    count_wrong_password,
    refuse_code_guesses,
    refuse_guesses,
    use_second_step,
)
from peygir.people.actions.recovery_codes import is_recovery_code, use_recovery_code
from peygir.people.queries import staff_id_of_any
from peygir.people.sign_in_rules import SignInWay
from peygir.web.kit.access import address_of, public
from peygir.web.kit.cookies import clear_copies
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.security_log import log_security_event
from peygir.web.staff.devices import STAFF_BROWSERS
from peygir.web.staff.entering import account_of, enter, first_step_done, half_way, onward
from peygir.web.staff.passkey_sign_in import passkeys_here
from peygir.web.staff.provider import provider_label


class LoginForm(forms.Form):
    """Name and password."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    password = forms.CharField(label=gettext_lazy("Password"), max_length=256, strip=False, widget=forms.PasswordInput)


class SecondStepForm(forms.Form):
    """The code from the authenticator app, or a recovery code."""

    code = forms.CharField(label=gettext_lazy("Code from your authenticator app, or a recovery code"), max_length=24)


@public("staff_login", limit=600, window_seconds=600)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def staff_login(request: HttpRequest) -> HttpResponse:
    """Show the first step; POST checks name and password."""
    if request.user.is_authenticated:
        return onward(_wanted(request))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        name, device = cleaned["username"], STAFF_BROWSERS.mark_of(request, cleaned["username"])
        try:
            refuse_guesses(name, address_of(request), device=device)
        except TooMany as refusal:
            return _too_many(request, form, refusal, staff_id=staff_id_of_any(name))
        try:
            staff, way = _account(request, name, cleaned["password"])
        except Refusal as refusal:
            return _not_let_in(request, form, refusal, staff_id=staff_id_of_any(name))
        if staff is None:
            count_wrong_password(name, address_of(request), device=device)
            log_security_event("staff_password_wrong", request, staff_id=staff_id_of_any(name), status=422)
            form.add_error(None, _("The user name or the password is not right."))
            return _page(request, form, status=422)
        return first_step_done(request, staff, way=way, target=_wanted(request))
    return _page(request, form, status=422 if form.errors else 200)


@public("staff_login", limit=600, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def staff_second_step(request: HttpRequest) -> HttpResponse:
    """Check the code; only within some minutes of the right password."""
    staff, next_address, way = half_way(request)
    if staff is None:
        return redirect("staff_login")
    form = SecondStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff_id = staff.pk
        device = STAFF_BROWSERS.mark_of(request, staff.get_username())
        try:
            refuse_code_guesses(staff_id, address_of(request), device=device)
            _use_code(staff_id, form.cleaned_data["code"])
        except Invalid as refusal:
            count_wrong_code(staff_id, address_of(request), device=device)
            log_security_event("staff_code_wrong", request, staff_id=staff_id, status=422)
            form.add_error("code", words_of(refusal))
            return _page(request, form, status=status_of(refusal), step=2)
        except TooMany as refusal:
            return _too_many(request, form, refusal, step=2, staff_id=staff_id)
        return enter(request, staff, way=way, target=next_address)
    return _page(request, form, status=422 if form.errors else 200, step=2)


@public()
@require_POST
def staff_logout(request: HttpRequest) -> HttpResponse:
    """Sign out; the browser drops its cached photos of cases."""
    logout(request)
    response = redirect("home")
    clear_copies(response)
    return response


def _account(request: HttpRequest, name: str, password: str) -> tuple[AbstractBaseUser | None, str]:
    """Return whose name and password these are, and who checked the password: we, or else the directory.

    Raises what `enter_by_directory` does.
    """
    staff = authenticate(request, username=name, password=password)
    if staff is not None or not asks_directory(name):
        return staff, SignInWay.PASSWORD
    staff_id = enter_by_directory(name, password)
    return (account_of(staff_id) if staff_id is not None else None), SignInWay.LDAP


def _not_let_in(request: HttpRequest, form: forms.Form, refusal: Refusal, *, staff_id: int | None) -> HttpResponse:
    """Show why a directory's person is not let in, or that the directory is away."""
    log_security_event("staff_sign_in_refused", request, staff_id=staff_id, status=status_of(refusal))
    form.add_error(None, words_of(refusal))
    return _page(request, form, status=status_of(refusal))


def _use_code(staff_id: int, text: str) -> None:
    """Check a code of the authenticator app, or a recovery code. Raises SecondStepIsWrong."""
    if is_recovery_code(text):
        use_recovery_code(staff_id, text)
    else:
        use_second_step(staff_id, code=ascii_digits(text).replace(" ", ""))


def _too_many(
    request: HttpRequest, form: forms.Form, refusal: TooMany, *, step: int = 1, staff_id: int | None
) -> HttpResponse:
    """Return how long to wait. The thread does not wait, or guessing would block it."""
    log_security_event("staff_sign_in_refused", request, staff_id=staff_id, status=429)
    form.add_error(None, words_of(refusal))
    response = _page(request, form, status=status_of(refusal), step=step)
    response["Retry-After"] = str(refusal.details["seconds"])
    return response


def _wanted(request: HttpRequest) -> str:
    return request.POST.get("next", "") or request.GET.get("next", "")


def _page(request: HttpRequest, form: forms.Form, *, status: int, step: int = 1) -> HttpResponse:
    staff, _next, _way = half_way(request) if step == 2 else (None, "", "")
    context = {
        "form": form,
        "next": _wanted(request),
        "step": step,
        "faults": form.non_field_errors(),
        "has_app": bool(getattr(staff, "totp_secret", "")),
        "provider": provider_label() if step == 1 else "",
        "passkeys": passkeys_here(request) and (step == 1 or bool(getattr(staff, "has_passkey", False))),
    }
    return render(request, "staff/login.html", context, status=status)
