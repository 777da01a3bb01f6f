"""To whom of the organisation's directory a person's own account belongs: linked and unlinked by its holder."""

from dataclasses import dataclass
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Conflict, Refusal
from peygir.core.translation import gettext_lazy as text
from peygir.journey.directory.passwords import link_by_directory
from peygir.people.actions import count_use
from peygir.people.actions.directory import unlink_account
from peygir.people.actions.proving import prove_oneself
from peygir.people.directory_links import LinkLine, links_of
from peygir.people.sign_in_rules import DirectorySource
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.staff.passkeys import ProofForm, has_password, opened_at
from peygir.web.staff.provider import allow_link

_TRIES: Final = ("staff_step", 10, 600)


class LastWayIn(Conflict):
    """Without the link nobody could sign in to the account."""

    message = text("Your account has no password of its own, so the link stays: without it you could not sign in.")


class DirectoryForm(ProofForm):
    """Name and password in the directory, and the password here."""

    name = forms.CharField(label=gettext_lazy("User name in the directory"), max_length=150)
    theirs = forms.CharField(
        label=gettext_lazy("Password in the directory"), max_length=256, strip=False, widget=forms.PasswordInput
    )


@dataclass(frozen=True, slots=True)
class LinkPart:
    """A link in its holder's list, with the words for its source."""

    link: LinkLine
    source: str


@staff(needs_post=False)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def staff_links(request: HttpRequest) -> HttpResponse:
    """Show the links; POST makes one or removes one, after the password was checked."""
    deed = request.POST.get("deed", "")
    forms_of: dict[str, type[ProofForm]] = {"ldap": DirectoryForm}
    form = forms_of.get(deed, ProofForm)(request)
    if request.method != "POST":
        return _page(request)
    if not form.is_valid():
        return _page(request, form, deed, status=422)
    try:
        return _change(request, deed, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, deed, status=status_of(refusal))


def _change(request: HttpRequest, deed: str, values: dict[str, str]) -> HttpResponse:
    me = actor(request)
    count_use(_TRIES[0], str(me.id), *_TRIES[1:])
    prove_oneself(me, password=values.get("password", ""), opened=opened_at(request))
    if deed == "ldap":
        link_by_directory(values["name"], values["theirs"], by=me)
        messages.success(request, _("Linked: from now on you can sign in by your organisation."))
    elif deed == "oidc":
        allow_link(request)
        # No form leads to another site here, so the browser goes there by a link that the person follows.
        return render(request, "staff/links_go.html", {})
    else:
        if not has_password(request):
            raise LastWayIn()
        unlink_account(me.id, deed.removesuffix("-off"), by=me)
        messages.success(request, _("The link is removed."))
    return redirect("staff_links")


def _page(request: HttpRequest, form: ProofForm | None = None, deed: str = "", *, status: int = 200) -> HttpResponse:
    parts = [LinkPart(one, in_language(DirectorySource.of(one.source).label)) for one in links_of(actor(request).id)]
    linked = {one.link.source for one in parts}
    context = {
        "parts": parts,
        "ldap_form": (form if deed == "ldap" else DirectoryForm(request, is_sent=False))
        if settings.LDAP is not None and DirectorySource.LDAP not in linked
        else None,
        "oidc_form": (form if deed == "oidc" else ProofForm(request, is_sent=False))
        if settings.OIDC is not None and DirectorySource.OIDC not in linked
        else None,
        "faults": form.non_field_errors() if form is not None and deed not in ("ldap", "oidc") else (),
        "asks_password": has_password(request),
    }
    return render(request, "staff/links.html", context, status=status)
