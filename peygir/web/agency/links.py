"""One referral by its signed link: opening it changes nothing, since mail scanners open links; forms do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Refusal
from peygir.desks.partners.agency_queries import (
    AgencyLinkHasExpired,
    AgencyLinkIsOver,
    read_agency_link,
    request_of_old_link,
)
from peygir.desks.partners.agency_rules import AgencyRequestIsOver
from peygir.journey.agencies.deeds import AgencyAccess, access_by_link, send_new_link
from peygir.people.actions import count_use
from peygir.web.agency.referral_page import ReferralPlace, carry_out, referral_page, unlisted
from peygir.web.kit.access import public, takes
from peygir.web.kit.middleware.refusals import words_of

GONE = 410
MOST_NEW_LINKS = 5
_DAY = 24 * 3600


@public()
@require_safe
def agency_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the referral of the link; what is closed or expired is said, with the way to a new link."""
    try:
        access = access_by_link(token)
    except (AgencyLinkHasExpired, AgencyLinkIsOver) as refusal:
        return _ended(request, token, refusal)
    return referral_page(request, access, _place(token))


@takes(PHOTOS)
@public("agency", limit=300, window_seconds=600)
@require_POST
def agency_link_deed(request: HttpRequest, token: str, deed: str) -> HttpResponse:
    """Confirm, refuse, answer, ask, or look at the number of a reporter who agreed."""
    try:
        access: AgencyAccess = access_by_link(token)
    except (AgencyLinkHasExpired, AgencyLinkIsOver) as refusal:
        return _ended(request, token, refusal)
    return unlisted(carry_out(request, access, _place(token), deed))


@public("agency_new_link", limit=60, window_seconds=3600)
@require_POST
def agency_link_new(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link to the registered address of the agency; whoever asks does not learn that address."""
    try:
        count_use("agency_new_link_of", str(request_of_old_link(token)), MOST_NEW_LINKS, _DAY)
        send_new_link(token)
    except (AgencyLinkIsOver, AgencyRequestIsOver) as refusal:
        return _ended(request, token, refusal)
    messages.success(request, _("A new link is on its way to the registered mail address of the agency."))
    return redirect("agency_link", token=token)


def _place(token: str) -> ReferralPlace:
    address = reverse("agency_link", args=[token])
    return ReferralPlace(
        deed_url=lambda deed: reverse("agency_link_deed", args=[token, deed]),
        here=address,
        after=address,
        until=read_agency_link(token).expires_at,
    )


def _ended(request: HttpRequest, token: str, refusal: Refusal) -> HttpResponse:
    """Say that a link opens nothing any more; nothing of the case stands there."""
    has_expired = isinstance(refusal, AgencyLinkHasExpired)
    context = {"words": words_of(refusal), "has_expired": has_expired, "token": token}
    return unlisted(render(request, "agency/ended.html", context, status=GONE if has_expired else 200))
