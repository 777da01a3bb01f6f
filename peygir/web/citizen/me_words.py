"""A citizen withdraws the text of a report from its public page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.desks.intake.publishing.actions import withdraw_words
from peygir.people.rules import Actor
from peygir.web.citizen.own_names import own_ids
from peygir.web.kit.access import citizen


@citizen
@require_POST
def me_words(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw the text; doing it again changes nothing."""
    ids = own_ids(request)
    withdraw_words(code, citizen_ids=ids, by=Actor("citizen", ids[0] if ids else 0))
    messages.success(request, _("Your words are no longer on the public page."))
    return redirect("me_reports")
