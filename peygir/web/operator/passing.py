"""The commands that transfer a live call to a colleague's phone, and that end a consultation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.centre.contacts import actions
from peygir.centre.contacts.words import BACK, GIVE
from peygir.core.refusals import Missing, Refusal
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import number_of
from peygir.web.operator.forms import ConsoleForm, typed
from peygir.web.operator.screen import contact_of, screen_of, tabs_of


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def console_pass(request: HttpRequest, contact_id: int, deed: str) -> HttpResponse:
    """Transfer the live call to a colleague: "ask" consults first, "hand" transfers at once; the draft goes with it.

    A consultation ends with "give" or "back"; for these two a script receives the tabs.
    """
    contact, to = contact_of(request, contact_id), number_of(request.POST.get("to", ""))
    if deed in (GIVE, BACK):
        return _end_asking(request, contact_id, deed)
    if deed not in ("ask", "hand"):
        raise actions.NoSuchContact()
    form, typed_values = ConsoleForm(request.POST, draft={}), typed(request.POST.dict())
    if to is None:
        form.add_error(None, _("Choose the colleague who takes the call."))
        return screen_of(request, contact, form, status=422)
    try:
        actions.pass_call(
            contact_id, to_staff_id=to, draft_values=typed_values, is_asked_first=deed == "ask", by=actor(request)
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return screen_of(request, contact, form, status=status_of(refusal))
    return screen_of(request, contact) if request.headers.get("HX-Request") else redirect("console_call", contact_id)


def _end_asking(request: HttpRequest, contact_id: int, wish: str) -> HttpResponse:
    fault, status = "", 200
    try:
        actions.end_asking(contact_id, wish=wish, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        fault, status = words_of(refusal), status_of(refusal)
    if not request.headers.get("HX-Request"):
        if fault:
            messages.error(request, fault)
        return redirect("console_call", contact_id)
    context = tabs_of(request, number_of(request.GET.get("open", ""))) | {"fault": fault}
    return render(request, "operator/tabs.html", context, status=status)
