"""The operator's screen: the contacts in hand as tabs, one of them open, and the command that records its outcome."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.passing import Passing, passings
from peygir.centre.contacts.queries import ContactLine
from peygir.centre.knowledge import actions as knowledge
from peygir.centre.knowledge import queries as articles
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.desks.intake.actions import ReportReceipt
from peygir.journey.calls import close_call, pass_on
from peygir.people.permissions import Permission
from peygir.people.rules import may_lead_centre
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.parts import MapPart
from peygir.web.kit.sketch import sketch
from peygir.web.operator.forms import ConsoleForm, typed

MOST_OFFERED: Final = 3
_FIRST = ("talking", "ringing", "untold")


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def console(request: HttpRequest) -> HttpResponse:
    """Show the operator's most urgent contact in hand, or an empty screen."""
    return _most_urgent(request)


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def console_answers(request: HttpRequest) -> HttpResponse:
    """Search every current article, also those for operators alone; a search without results is reported to the centre.

    POST records that the results do not answer the question.
    """
    if request.method == "POST":
        knowledge.note_gap(current_city().id, request.POST.get("q", "").strip()[:120])
        messages.success(request, _("Thank you. The supervisor sees that an answer to this is missing."))
        return redirect("console_answers")
    city_facts, text = current_city(), request.GET.get("q", "").strip()[:120]
    matching_articles = articles.articles_found(city_facts.id, text, on=today(), is_public=False) if text else []
    if text and not matching_articles:
        knowledge.note_gap(city_facts.id, text)
    rows = matching_articles if text else articles.articles_in_force(city_facts.id, on=today(), is_public=False)
    return render(request, "operator/answers.html", {"found": rows, "asked": text})


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def console_line(request: HttpRequest) -> HttpResponse:
    """Return the tabs, if they differ from those that the page has `seen`; fetched on an event of the live stream."""
    context = tabs_of(request, number_of(request.GET.get("open", "")))
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "operator/tabs.html", context)


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def console_call(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Show one contact; POST records its outcome together with the reports."""
    contact = contact_of(request, contact_id)
    if request.method != "POST":
        return screen_of(request, contact)
    form = ConsoleForm(request.POST, draft={})
    if not form.is_valid():
        return screen_of(request, contact, form, status=422)
    has_script = bool(request.headers.get("HX-Request"))
    if form.find_unplaced() or (not has_script and form.find_near()):
        return screen_of(request, contact, form)
    try:
        receipts = close_call(current_city().code, contact_id, by=actor(request), **form.given())
    except actions.NoSuchContact:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return screen_of(request, contact, form, status=status_of(refusal))
    return _done(request, contact, form, receipts)


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def console_draft(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Save what is typed so far; the response has no content."""
    actions.keep_draft(contact_id, draft_values=typed(request.POST.dict()), by=actor(request))
    return HttpResponse(status=204)


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def console_hand(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Give the contact, with its draft, to a colleague at a phone."""
    contact, to = contact_of(request, contact_id), number_of(request.POST.get("to", ""))
    form = ConsoleForm(request.POST, draft={})
    if to is None:
        form.add_error(None, _("Choose the colleague who takes the contact."))
        return screen_of(request, contact, form, status=422)
    try:
        pass_on(contact_id, to_staff_id=to, words=typed(request.POST.dict()), by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return screen_of(request, contact, form, status=status_of(refusal))
    messages.success(request, _("Your colleague has the contact now, with all that you typed."))
    # htmx replaces the screen in place, so that a call that arrives meanwhile still finds it.
    return _most_urgent(request) if request.headers.get("HX-Request") else redirect("console")


def _most_urgent(request: HttpRequest) -> HttpResponse:
    mine = queries.contacts_in_hand(current_city().id, actor(request))
    return screen_of(request, next((one for stage in _FIRST for one in mine if one.stage == stage), None))


def contact_of(request: HttpRequest, contact_id: int) -> ContactLine:
    """Return the requested contact. Raises NoSuchContact."""
    contact = queries.contact(contact_id, actor(request))
    if contact is None:
        raise actions.NoSuchContact()
    return contact


def tabs_of(request: HttpRequest, contact_id: int | None) -> dict[str, Any]:
    """Return the context of the tabs, with one of them open."""
    here = current_city()
    mine, pbx_line = queries.contacts_in_hand(here.id, actor(request)), queries.line_of(here.id)
    talking = [one.id for one in mine if one.stage == "talking"]
    passed = passings(talking) if talking else {}
    told = [f"{one.id}.{one.stage}{_passing_stamp(passed.get(one.id))}" for one in mine]
    seen = "-".join(told + (["cut"] if pbx_line and not pbx_line.is_up else []))
    return {"mine": mine, "open_id": contact_id, "seen": seen or "none", "line": pbx_line, "passings": passed}


def _passing_stamp(one: Passing | None) -> str:
    return "" if one is None else f".{one.state}" + (".refused" if one.refusal else "")


def screen_of(
    request: HttpRequest, contact: ContactLine | None, form: ConsoleForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Render the whole screen with a contact open (or none), or only its main part for htmx."""
    context = _work(request, contact, form)
    if request.headers.get("HX-Request"):
        return render(request, "operator/work.html", context | {"is_part": True}, status=status)
    context |= tabs_of(request, contact.id if contact else None) | {"seat": queries.workstation_of(actor(request))}
    return render(request, "operator/console.html", context, status=status)


def _work(request: HttpRequest, contact: ContactLine | None, form: ConsoleForm | None) -> dict[str, Any]:
    if contact is None:
        return {"contact": None}
    by, city_facts = actor(request), current_city()
    card = queries.caller_profile(city_facts.id, contact.phone, by=by, now=clock.now())
    may_tell = contact.stage != "told" and (contact.operator_id in (None, by.id) or may_lead_centre(by))
    if form is None:
        draft = queries.draft_of(contact.id) if may_tell else {}
        form = ConsoleForm(draft={"name": card.name, **draft})
    return {
        "contact": contact,
        "form": form,
        "card": card,
        "may_tell": may_tell,
        "offered": [place for place in card.places if place.area_code or place.lat is not None][:MOST_OFFERED],
        "map": _map(form),
        "colleagues": queries.colleagues_at_workstations(city_facts.id, by, has_it=contact.operator_id)
        if may_tell
        else [],
    }


def _map(form: ConsoleForm) -> MapPart | None:
    city_facts = current_city()
    if not city.has_polygons(city_facts.id):
        return None
    try:
        lat, lon, is_pinned = float(form["lat"].value() or "x"), float(form["lon"].value() or "x"), True
    except (TypeError, ValueError):
        lat, lon, is_pinned = city_facts.centre_lat, city_facts.centre_lon, False
    zoom, label = 15.0 if is_pinned else city_facts.zoom, _("Map of the city: choose the place")
    return MapPart(
        "pick", reverse("areas"), lat, lon, zoom, is_pinned, label, sketch((), pin=(lat, lon) if is_pinned else None)
    )


def _done(request: HttpRequest, contact: ContactLine, form: ConsoleForm, receipts: list[ReportReceipt]) -> HttpResponse:
    context = {
        "contact": contact,
        "outcome": form.cleaned_data["outcome"],
        "followed": form.cleaned_data.get("case_code") or "",
        "codes": [receipt.code for receipt in receipts],
        "calls": sorted({receipt.emergency_phone for receipt in receipts if receipt.emergency_phone}),
    }
    if request.headers.get("HX-Request"):
        return render(request, "operator/done.html", context)
    return render(request, "operator/console.html", context | {"is_done": True} | tabs_of(request, None))
