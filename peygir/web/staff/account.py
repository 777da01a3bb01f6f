"""A staff member's own account: profile, password, second step, and open sessions."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Conflict, Invalid, TooMany
from peygir.people import actions
from peygir.people.directory_links import links_of
from peygir.people.duties import PASSWORD_DUTY, SECOND_STEP_DUTY, duty_of
from peygir.people.passkeys import recovery_codes_left
from peygir.people.posts import posts_of
from peygir.people.queries import sessions_of, staff_by_id
from peygir.people.sign_in_rules import SignInWay
from peygir.people.totp import enrolment_link
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.middleware.staff_sessions import begin_session
from peygir.web.kit.numbers import whole
from peygir.web.kit.post_words import post_part
from peygir.web.kit.qr import qr
from peygir.web.kit.security_log import log_security_event
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.staff.brief import brief_form
from peygir.web.staff.mark_mail import mark_mail_form
from peygir.web.staff.passkeys import ProofForm, has_password, opened_at

_SECRET: Final = "second_step_offered"  # noqa: S105 - the name of a place in the session
_TRIES: Final = ("staff_password", 10, 600)


class PasswordForm(forms.Form):
    """The current password, and the new one twice."""

    present = forms.CharField(
        label=gettext_lazy("Present password"), max_length=256, strip=False, widget=forms.PasswordInput
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        help_text=gettext_lazy("At least 10 characters, and not your own name, the service's or the city's."),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"), max_length=200, strip=False, widget=forms.PasswordInput
    )

    def clean(self) -> dict[str, Any]:
        """Require both new passwords to be equal."""
        values = super().clean() or {}
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error("again", _("The two are not the same."))
        return values


class StepForm(ProofForm):
    """The password, and a code from the authenticator app."""

    code = forms.CharField(label=gettext_lazy("Code from your authenticator app"), max_length=20)


@staff(needs_post=False)
@never_cache
@require_GET
def staff_account(request: HttpRequest) -> HttpResponse:
    """Show the account, with forms for what its owner may change."""
    me = actor(request)
    person = staff_by_id(me.id)
    post_id = person.post_id if person is not None else None
    context = {
        "has_step": bool(getattr(request.user, "totp_secret", "")),
        "has_passkey": bool(getattr(request.user, "has_passkey", False)),
        "has_password": has_password(request),
        "has_links": settings.LDAP is not None or settings.OIDC is not None or bool(links_of(me.id)),
        "codes_left": recovery_codes_left(me.id),
        "is_demanded": actions.demands_second_step(me.role),
        "unit": city.unit(me.unit_id) if me.unit_id else None,
        "sessions": [
            (one, in_language(SignInWay.of(one.way).label) if one.way else "")
            for one in sessions_of(me.id, key=str(request.session.session_key))
        ],
        "brief": brief_form(me),
        "mark_mail": mark_mail_form(me),
        "posts": [post_part(one, in_effect=one.id == post_id) for one in posts_of(me.id, on=today())],
    }
    return render(request, "staff/account.html", context)


@staff(needs_post=False)
@require_POST
def staff_post_choose(request: HttpRequest, post_id: int) -> HttpResponse:
    """Act in another of the person's own posts from now on."""
    confirmed(
        request,
        _("You act in this post now, with its rights."),
        lambda: actions.choose_post(post_id, by=actor(request)),
    )
    return redirect("staff_account")


@staff(duty=PASSWORD_DUTY, needs_post=False)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def staff_password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session ends."""
    me, form, status = actor(request), PasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values, key = form.cleaned_data, str(request.session.session_key)
            try:
                actions.count_use(_TRIES[0], str(me.id), *_TRIES[1:])
                actions.change_own_password(present=values["present"], new=values["new"], session_key=key, by=me)
            except (Invalid, TooMany) as refusal:
                _log_if_guessed(request, refusal)
                is_present = isinstance(refusal, actions.PasswordIsWrong | TooMany)
                form.add_error("present" if is_present else "new", words_of(refusal))
                status = status_of(refusal)
            else:
                _go_on_signed_in(request, key)
                messages.success(request, _("Your password is changed. Elsewhere you are signed out."))
                return redirect("staff_account")
    is_forced = duty_of(staff_by_id(me.id)) == PASSWORD_DUTY  # type: ignore[arg-type]
    return render(request, "staff/password.html", {"form": form, "is_forced": is_forced}, status=status)


@staff(duty=SECOND_STEP_DUTY, needs_post=False)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def staff_step(request: HttpRequest) -> HttpResponse:
    """Enable or disable the second step of the sign-in; both require the password."""
    me, has_step = actor(request), bool(getattr(request.user, "totp_secret", ""))
    form, status = StepForm(request), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _change_step(request, form.cleaned_data, has_step=has_step)
            except (Invalid, Conflict, TooMany) as refusal:
                _log_if_guessed(request, refusal)
                field = "password" if isinstance(refusal, actions.PasswordIsWrong) else "code"
                form.add_error(field, words_of(refusal))
                status = status_of(refusal)
            else:
                request.session.pop(_SECRET, None)
                messages.success(request, _("The second step is off.") if has_step else _("The second step is on."))
                return redirect("staff_account" if has_step or recovery_codes_left(me.id) else "staff_recovery")
    context = {
        "form": form,
        "has_step": has_step,
        "has_passkey": bool(getattr(request.user, "has_passkey", False)),
        "is_demanded": actions.demands_second_step(me.role),
    }
    if not has_step:
        secret = request.session.setdefault(_SECRET, actions.new_secret())
        link = enrolment_link(secret, username=request.user.get_username(), issuer="Peygir")
        context |= {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), "qr": qr(link)}
    return render(request, "staff/step.html", context, status=status)


@staff(needs_post=False)
@require_POST
def staff_sessions_end(request: HttpRequest) -> HttpResponse:
    """End one of the person's own sessions by its number, or (without one) all but this."""
    me, number = actor(request), whole(request.POST.get("session", ""))
    if number:
        actions.end_own_session(number, by=me)
    else:
        actions.end_sessions_of(me.id, besides=str(request.session.session_key))
    messages.success(request, _("Signed out there."))
    return redirect("staff_account")


def _change_step(request: HttpRequest, values: dict[str, str], *, has_step: bool) -> None:
    me, code = actor(request), ascii_digits(values["code"]).replace(" ", "")
    password, opened = values.get("password", ""), opened_at(request)
    actions.count_use("staff_step", str(me.id), 10, 600)
    if has_step:
        actions.give_up_second_step(code=code, password=password, opened=opened, by=me)
    else:
        secret = request.session.get(_SECRET, "")
        actions.take_up_second_step(secret=secret, code=code, password=password, opened=opened, by=me)


def _log_if_guessed(request: HttpRequest, refusal: Invalid | Conflict | TooMany) -> None:
    """Log a wrong password or code; other refusals are logged by the middleware, if at all."""
    if isinstance(refusal, actions.PasswordIsWrong):
        log_security_event("staff_password_wrong", request, status=422)
    elif isinstance(refusal, actions.SecondStepIsWrong):
        log_security_event("staff_code_wrong", request, status=422)


def _go_on_signed_in(request: HttpRequest, old_key: str) -> None:
    """Keep the session after a change of password, under a new key."""
    person = staff_by_id(actor(request).id)
    if person is not None:
        update_session_auth_hash(request, person)
        actions.unlist_session(old_key)
        begin_session(request, person.pk)
