"""A staff member's own page: who they are here, and the second step of their sign-in."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.people.actions import count_use, give_up_second_step, new_secret, take_up_second_step
from peygir.people.totp import enrolment_link
from peygir.web.access import actor, staff
from peygir.web.middleware.refusals import words_of
from peygir.web.qr import qr

_SECRET: Final = "second_step_offered"  # noqa: S105 - the name of a place in the session


class CodeForm(forms.Form):
    """A code of the app."""

    code = forms.CharField(label=gettext_lazy("Code from your authenticator app"), max_length=20)


@staff()
@never_cache
@require_http_methods(["GET", "POST"])
def staff_account(request: HttpRequest) -> HttpResponse:
    """Show the account; take up or give up the second step."""
    me = actor(request)
    has_step = bool(getattr(request.user, "totp_secret", ""))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = ascii_digits(form.cleaned_data["code"]).replace(" ", "")
        try:
            count_use("staff_code", str(me.id), 10, 600)
            if has_step:
                give_up_second_step(me.id, code=code)
            else:
                take_up_second_step(me.id, secret=request.session.get(_SECRET, ""), code=code)
        except Invalid as refusal:
            form.add_error("code", words_of(refusal))
        else:
            request.session.pop(_SECRET, None)
            messages.success(request, _("The second step is off.") if has_step else _("The second step is on."))
            return redirect("staff_account")
    context = {"form": form, "has_step": has_step, "unit": city.unit(me.unit_id) if me.unit_id else None}
    if not has_step:
        secret = request.session.setdefault(_SECRET, new_secret())
        link = enrolment_link(secret, username=request.user.get_username(), issuer="Peygir")
        context |= {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), "qr": qr(link)}
    return render(request, "staff/account.html", context, status=422 if form.errors else 200)
