"""One contact: the caller's profile, and the form for its outcome."""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.passing import UNDER_WAY, Passing, holders, last_failure, passings, takers
from peygir.centre.contacts.queries import ContactLine
from peygir.centre.contacts.words import BACK, GIVE
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.history.kinds.contacts import RecordingOpened
from peygir.history.queries import timeline
from peygir.journey.calls import close_call
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import may_lead_centre
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.contact_forms import OutcomeForm
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.templatetags.ui import code_text, language

# How a consultation before a transfer ends, and the message shown then.
_ENDED: Final = {
    GIVE: gettext_noop("Your colleague has the call in a moment."),
    BACK: gettext_noop("You have the call again in a moment."),
}


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Show the contact; POST records its outcome with the reports that came of it."""
    by = actor(request)
    contact = _of(request, contact_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None, draft=queries.draft_of(contact_id))
    if request.method != "POST":
        return _page(request, contact, form)
    if not form.is_valid():
        return _page(request, contact, form, status=422)
    try:
        receipts = close_call(current_city().code, contact_id, by=by, **form.given())
    except actions.NoSuchContact:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, contact, form, status=status_of(refusal))
    messages.success(request, _said([receipt.code for receipt in receipts]))
    return redirect("calls")


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def call_again(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Call the citizen of a contact from the operator's own phone, without showing the number."""
    contact = _of(request, contact_id)
    try:
        number = actions.ask_for_call(
            current_city().id, contact.phone, citizen_id=contact.citizen_id, by=actor(request)
        )
    except Refusal as refusal:
        return _page(request, contact, OutcomeForm(None, draft={}), status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("Your phone rings in a moment; then we call the citizen."))
    return redirect("call", contact_id=number)


@staff(Permission.WORK_AT_CENTRE)
@never_cache
@require_GET
def call_recording(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Go to the recording of a call, in the exchange; who opened it is on record."""
    return HttpResponseRedirect(actions.open_recording(_of(request, contact_id).id, by=actor(request)))


@staff(Permission.LEAD_CENTRE)
@require_POST
def call_doubt(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Mark a call with doubtful times as reviewed by a supervisor."""
    actions.clear_doubt(contact_id, by=actor(request))
    messages.success(request, _("The call is marked as looked at."))
    return redirect("calls")


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def call_pass(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Transfer a live call to a colleague's phone, with the draft of its form.

    A consultation ("ask") ends with "give" (the colleague takes the call) or "back" (the operator takes it back).
    """
    contact, deed = _of(request, contact_id), request.POST.get("deed", "hand")
    typed = {name: request.POST.get(name, "")[:4000] for name in OutcomeForm(None, draft={}).fields if name != "key"}
    filled_in = {name: value for name, value in typed.items() if value.strip()}
    try:
        if deed in _ENDED:
            if filled_in:
                actions.keep_draft(contact_id, draft_values=filled_in, by=actor(request))
            actions.end_asking(contact_id, wish=deed, by=actor(request))
        else:
            colleague = number_of(request.POST.get("to", "")) or 0
            actions.pass_call(
                contact_id,
                to_staff_id=colleague,
                draft_values=filled_in,
                by=actor(request),
                is_asked_first=deed == "ask",
            )
    except Missing:
        raise
    except Refusal as refusal:
        form = OutcomeForm(None, draft=filled_in or queries.draft_of(contact_id))
        return _page(request, contact, form, status=status_of(refusal), fault=words_of(refusal))
    said = _ENDED.get(deed, gettext_noop("Your colleague's phone rings in a moment; what is typed goes with the call."))
    messages.success(request, _(said))
    return redirect("call", contact_id=contact_id)


def _passing(contact_id: int) -> Passing | None:
    """Return the transfer in progress, if any."""
    found = passings([contact_id]).get(contact_id)
    return found if found is not None and found.state in UNDER_WAY else None


def _openings(contact_id: int) -> list[tuple[str, datetime]]:
    """Return who opened the recording and when, the latest first."""
    events = [event for event in timeline("contact", contact_id) if event.kind == RecordingOpened.kind]
    names = staff_names(staff_ids(events), language())
    return [(who(event.by, names), event.at) for event in reversed(events)]


def _of(request: HttpRequest, contact_id: int) -> ContactLine:
    contact = queries.contact(contact_id, actor(request))
    if contact is None:
        raise actions.NoSuchContact()
    return contact


def _said(codes: list[str]) -> str:
    if not codes:
        return _("The outcome is recorded.")
    listed = "، ".join(code_text(code) for code in codes)
    words = ngettext("Saved. The tracking code: %(codes)s", "Saved. The tracking codes: %(codes)s", len(codes))
    return words % {"codes": listed}


def _page(
    request: HttpRequest, contact: ContactLine, form: OutcomeForm, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    by, city_facts = actor(request), current_city()
    context: dict[str, Any] = {
        "contact": contact,
        "form": form,
        "fault": fault,
        "is_mine": contact.operator_id in (None, by.id),
        "may_tell": contact.stage != "told" and (contact.operator_id in (None, by.id) or may_lead_centre(by)),
        "holders": holders(contact.id),
        "passing": _passing(contact.id),
        "not_passed": last_failure(contact.id),
        "takers": takers(city_facts.id, by, has_it=contact.operator_id) if contact.stage == "talking" else [],
        "openings": _openings(contact.id) if contact.recording and may_lead_centre(by) else [],
        "card": queries.caller_profile(city_facts.id, contact.phone, by=by, now=clock.now()),
    }
    return render(request, "centre/call.html", context, status=status)
