"""The key of a phone that keeps a day's work: given to crews and inspectors, asked about, and withdrawn for a crew."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import written
from peygir.people.actions import NotYourWork
from peygir.people.actions.staff_phones import give_phone_key, phone_is_emptied, see_phone, withdraw_phone
from peygir.people.permissions import Permission
from peygir.people.queries import phones_of_unit
from peygir.web.kit.access import actor, public, staff
from peygir.web.kit.cookies import drop_cookie, keep_cookie
from peygir.web.kit.devices import device_of
from peygir.web.kit.phone_keys import COOKIE, KNOWN, WITHDRAWN, state_of, waiting_in
from peygir.web.kit.submitting import confirmed

DAYS: Final = 180


@staff(Permission.WORK_ON_ORDERS, Permission.INSPECT)
@require_POST
def crew_key(request: HttpRequest) -> HttpResponse:
    """Give the browser a key of the signed-in person; a browser that has one keeps it."""
    by = actor(request)
    response = JsonResponse({"phone": KNOWN, "person": str(by)})
    if state_of(request, by)[1] != KNOWN:
        secret = give_phone_key(
            by.id,
            device=device_of(request.headers.get("User-Agent", "")),
            session_key=str(request.session.session_key or ""),
        )
        keep_cookie(response, COOKIE, secret, seconds=DAYS * 86_400)
    return response


@public("crew_phone", limit=600, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def crew_phone(request: HttpRequest) -> HttpResponse:
    """Say what became of the browser's key, also after its session has ended; POST: the phone is empty now.

    It tells nothing to a browser without a key.
    """
    phone, state = state_of(request, None)
    response = JsonResponse({"phone": state, "now": written(clock.now())})
    if request.method == "POST" and phone is not None and state == WITHDRAWN:
        phone_is_emptied(phone.id)
        drop_cookie(response, COOKIE)
    elif request.method == "GET" and phone is not None and state == KNOWN:
        see_phone(phone.id, session_key="", waiting=waiting_in(request))
    return response


@staff(Permission.PLAN_ORDERS)
@require_GET
def crew_phones(request: HttpRequest) -> HttpResponse:
    """List the phones on which people of the own unit keep their work."""
    by = actor(request)
    if by.unit_id is None:
        raise NotYourWork()
    context = {"phones": phones_of_unit(by.unit_id), "unit": city.unit(by.unit_id)}
    return render(request, "crew/phones.html", context)


@staff(Permission.PLAN_ORDERS)
@require_POST
def crew_phone_withdraw(request: HttpRequest, phone_id: int) -> HttpResponse:
    """Withdraw the key of a phone: at its next contact it deletes what it keeps."""
    by = actor(request)
    confirmed(
        request,
        _("The key is withdrawn. The phone deletes what it keeps as soon as it has a connection."),
        lambda: withdraw_phone(phone_id, by=by),
    )
    return redirect("crew_phones")
