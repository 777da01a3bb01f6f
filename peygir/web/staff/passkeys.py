"""A person's own passkeys: listed, added and removed; and new recovery codes, shown once."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.people.actions import PasswordIsWrong, count_use, demands_second_step
from peygir.people.actions.passkeys import add_passkey, begin_passkey, remove_passkey
from peygir.people.actions.proving import SignInIsTooOld
from peygir.people.actions.recovery_codes import make_recovery_codes
from peygir.people.duties import SECOND_STEP_DUTY
from peygir.people.passkeys import passkeys_of, recovery_codes_left
from peygir.people.relying_party import relying_party
from peygir.people.session_rules import OPENED
from peygir.web.kit.access import actor, staff
from peygir.web.kit.devices import device_of
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.security_log import log_security_event
from peygir.web.staff.passkey_sign_in import keep_question, party_here, passkeys_here, take_question

_TRIES: Final = ("staff_step", 10, 600)


def has_password(request: HttpRequest) -> bool:
    """Return whether the account of whoever is signed in has a password that is kept here."""
    user = request.user
    return user.is_authenticated and user.has_usable_password()


class ProofForm(forms.Form):
    """The password of whoever changes how they sign in; not asked of an account that has none."""

    password = forms.CharField(label=gettext_lazy("Password"), max_length=256, strip=False, widget=forms.PasswordInput)

    def __init__(self, request: HttpRequest, *, is_sent: bool = True) -> None:
        super().__init__(request.POST if request.method == "POST" and is_sent else None)
        if not has_password(request):
            del self.fields["password"]


class PasskeyForm(ProofForm):
    """A new passkey: by which name it is listed, and the browser's answer."""

    name = forms.CharField(label=gettext_lazy("Name of this device or key"), max_length=60)
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput, required=False)

    def __init__(self, request: HttpRequest, *, is_sent: bool = True) -> None:
        super().__init__(request, is_sent=is_sent)
        self.fields["name"].initial = device_of(request.headers.get("User-Agent", ""))


def opened_at(request: HttpRequest) -> float:
    """Return when the session began, in seconds since 1970."""
    return float(request.session.get(OPENED, 0.0))


@staff(duty=SECOND_STEP_DUTY, needs_post=False)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def staff_passkeys(request: HttpRequest) -> HttpResponse:
    """List the passkeys; POST adds the one that the browser made."""
    form = PasskeyForm(request)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if request.method == "POST" else 200)
    me, values = actor(request), form.cleaned_data
    try:
        count_use(_TRIES[0], str(me.id), *_TRIES[1:])
        add_passkey(
            party_here(),
            take_question(request, staff_id=me.id),
            values["answer"],
            name=values["name"],
            password=values.get("password", ""),
            opened=opened_at(request),
            by=me,
        )
    except Refusal as refusal:
        return _refused(request, form, refusal)
    messages.success(request, _("The passkey is added; from now on it signs you in."))
    return redirect("staff_passkeys" if recovery_codes_left(me.id) else "staff_recovery")


@staff(duty=SECOND_STEP_DUTY, needs_post=False)
@never_cache
@require_POST
def staff_passkey_new(request: HttpRequest) -> HttpResponse:
    """Return what the browser shall ask the authenticator for a new passkey, as JSON."""
    me = actor(request)
    options, state = begin_passkey(party_here(), by=me)
    keep_question(request, state, staff_id=me.id)
    return HttpResponse(options, content_type="application/json")


@staff(needs_post=False)
@sensitive_post_parameters()
@require_POST
def staff_passkey_remove(request: HttpRequest) -> HttpResponse:
    """Remove one of the person's own passkeys."""
    me, form = actor(request), ProofForm(request)
    if not form.is_valid():
        return _page(request, PasskeyForm(request, is_sent=False), status=422, fault=_("Please write your password."))
    try:
        count_use(_TRIES[0], str(me.id), *_TRIES[1:])
        remove_passkey(
            whole(request.POST.get("passkey", "")) or 0,
            password=form.cleaned_data.get("password", ""),
            opened=opened_at(request),
            by=me,
        )
    except Refusal as refusal:
        _log_if_guessed(request, refusal)
        new_form = PasskeyForm(request, is_sent=False)
        return _page(request, new_form, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The passkey is removed; it signs nobody in any more."))
    return redirect("staff_passkeys")


@staff(needs_post=False)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def staff_recovery(request: HttpRequest) -> HttpResponse:
    """Say how many recovery codes are left; POST makes new ones and shows them, this once."""
    me, form, status = actor(request), ProofForm(request), 200
    codes: list[str] = []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                count_use(_TRIES[0], str(me.id), *_TRIES[1:])
                password = form.cleaned_data.get("password", "")
                codes = make_recovery_codes(password=password, opened=opened_at(request), by=me)
            except Refusal as refusal:
                _log_if_guessed(request, refusal)
                form.add_error("password" if "password" in form.fields else None, words_of(refusal))
                status = status_of(refusal)
            else:
                status = 200
    context = {"form": form, "codes": codes, "left": recovery_codes_left(me.id)}
    return render(request, "staff/recovery.html", context, status=status)


def _refused(request: HttpRequest, form: PasskeyForm, refusal: Refusal) -> HttpResponse:
    """Show why a passkey was not added; what was typed stays."""
    _log_if_guessed(request, refusal)
    is_about_password = isinstance(refusal, PasswordIsWrong) and "password" in form.fields
    form.add_error("password" if is_about_password else None, words_of(refusal))
    return _page(request, form, status=status_of(refusal))


def _log_if_guessed(request: HttpRequest, refusal: Refusal) -> None:
    if isinstance(refusal, PasswordIsWrong | SignInIsTooOld):
        log_security_event("staff_password_wrong", request, status=422)


def _page(request: HttpRequest, form: PasskeyForm, *, status: int = 200, fault: str = "") -> HttpResponse:
    me, party = actor(request), relying_party()
    context = {
        "form": form,
        "fault": fault,
        "passkeys": passkeys_of(me.id),
        "works_here": passkeys_here(request),
        "works_at": party.origin if party is not None else "",
        "asks_password": has_password(request),
        "is_demanded": demands_second_step(me.role) and not getattr(request.user, "totp_secret", ""),
        "codes_left": recovery_codes_left(me.id),
    }
    return render(request, "staff/passkeys.html", context, status=status)
