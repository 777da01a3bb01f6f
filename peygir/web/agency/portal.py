"""The portal of an agency's people: sign-in by a link sent to their mail, what awaits the agency, one referral."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peygir.city import queries as city
from peygir.core.bodies import PHOTOS
from peygir.desks.partners import agency_queries
from peygir.desks.partners.actions.agency_people import enter, leave
from peygir.desks.partners.agency_facts import AgencyPersonFacts
from peygir.desks.partners.agency_rules import SESSION_LIVES
from peygir.desks.partners.agency_tokens import read_entry
from peygir.journey.agencies.deeds import access_of_person, send_entry
from peygir.people.actions import count_use
from peygir.web.agency.forms import AgencyEntryForm
from peygir.web.agency.referral_page import ReferralPlace, carry_out, referral_page, unlisted
from peygir.web.kit.access import public, takes
from peygir.web.kit.cookies import clear_copies, cookie_of, drop_cookie, keep_cookie

COOKIE = "peygir_agency"
_HOUR = 3600


@public("agency_entry", limit=60, window_seconds=3600)
@require_http_methods(["GET", "POST"])
def agency_home(request: HttpRequest) -> HttpResponse:
    """List what awaits the agency, the oldest first; to who is not signed in, the form that mails a link."""
    person = _person(request)
    if person is not None:
        waiting = agency_queries.waiting_of(person.agency_id)
        context = {
            "person": person,
            "agency": city.agency(person.agency_id),
            "waiting": waiting,
            "late": sum(one.is_late for one in waiting),
            "lately": agency_queries.lately_of(person.agency_id),
        }
        return unlisted(render(request, "agency/home.html", context))
    form = AgencyEntryForm(request.POST if request.method == "POST" else None)
    is_sent = form.is_bound and form.is_valid()
    if is_sent:
        email = form.cleaned_data["email"]
        count_use("agency_entry_of", email.lower(), 5, _HOUR)
        send_entry(email)
    status = 422 if form.errors else 200
    return unlisted(render(request, "agency/entry.html", {"form": form, "is_sent": is_sent}, status=status))


@public("agency_enter", limit=60, window_seconds=3600)
@require_http_methods(["GET", "POST"])
def agency_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button that signs in; the mail's link alone does not, since mail scanners open links."""
    if request.method == "GET":
        read_entry(token)
        return unlisted(render(request, "agency/enter.html", {"token": token}))
    cookie = enter(token)
    response = unlisted(redirect("agency_home"))
    keep_cookie(response, COOKIE, cookie, seconds=int(SESSION_LIVES.total_seconds()))
    return response


@public()
@require_POST
def agency_out(request: HttpRequest) -> HttpResponse:
    """Sign out, here and in every copy of the cookie."""
    leave(cookie_of(request, COOKIE))
    messages.success(request, _("You are signed out."))
    response = redirect("agency_home")
    drop_cookie(response, COOKIE)
    clear_copies(response)
    return response


@public()
@require_safe
def agency_case(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show one referral of the agency."""
    person = _person(request)
    if person is None:
        return redirect("agency_home")
    return referral_page(request, access_of_person(person, request_id), _place(person, request_id))


@takes(PHOTOS)
@public("agency", limit=300, window_seconds=600)
@require_POST
def agency_case_deed(request: HttpRequest, request_id: int, deed: str) -> HttpResponse:
    """Confirm, refuse, answer, ask, or look at the number of a reporter who agreed."""
    person = _person(request)
    if person is None:
        return redirect("agency_home")
    return unlisted(carry_out(request, access_of_person(person, request_id), _place(person, request_id), deed))


def _person(request: HttpRequest) -> AgencyPersonFacts | None:
    token = cookie_of(request, COOKIE)
    return agency_queries.person_of_session(token) if token else None


def _place(person: AgencyPersonFacts, request_id: int) -> ReferralPlace:
    return ReferralPlace(
        deed_url=lambda deed: reverse("agency_case_deed", args=[request_id, deed]),
        here=reverse("agency_case", args=[request_id]),
        after=reverse("agency_home"),
        person=person.name,
    )
