"""The page of a crew's day and its data: the list that the phone takes along, and the photos of its cases."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.core import clock
from peygir.core.moments import written
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.intake import queries as intake
from peygir.people.actions.staff_phones import see_phone
from peygir.people.permissions import Permission
from peygir.web.crew.day_json import day_of, version_of
from peygir.web.crew.phone_key import KNOWN, state_of, waiting_in
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.stored_files import stored_file


@staff(Permission.WORK_ON_ORDERS)
@require_GET
def crew_home(request: HttpRequest) -> HttpResponse:
    """Show the page of the day: it holds no data, its script reads them from the phone and asks for new ones."""
    return render(request, "crew/day.html", {})


@staff(Permission.WORK_ON_ORDERS)
@require_GET
def crew_today(request: HttpRequest) -> HttpResponse:
    """Return the day of the signed-in person as JSON; without it if `have` is its version already.

    Only for a browser that has a key of this person: `phone` says what is the matter otherwise.
    """
    by = actor(request)
    phone, state = state_of(request, by)
    body: dict[str, object] = {"phone": state, "now": written(clock.now())}
    if phone is not None and state == KNOWN:
        see_phone(phone.id, session_key=str(request.session.session_key or ""), waiting=waiting_in(request))
        city_facts = current_city()
        crews = sorted(fieldwork.own_crews(city_facts.id, by))
        day = day_of(by, crews, city_facts, today())
        body["version"] = version = version_of(day)
        if request.GET.get("have") != version:
            body["day"] = day
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@staff(Permission.WORK_ON_ORDERS)
@require_GET
def crew_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a picture of a case that is part of an order of the own crew; covered as the public sees it.

    No cache keeps it but the phone's own store, which a withdrawn key empties.
    """
    by = actor(request)
    case = cases.case_of(code)
    crews = fieldwork.own_crews(current_city().id, by)
    if kind not in ("report", "work") or case is None or not worked.is_case_of_crews(case.pk, crews):
        raise NoSuchCase()
    picture = intake.picture(number) if kind == "report" else worked.evidence(number)
    if picture is None or picture.case_id != case.pk or picture.state != "ready":
        raise NoSuchCase()
    return stored_file(
        request,
        picture.public_name(is_small=size == "thumb"),
        content_type="image/jpeg",
        file_name=f"{case.code}-{number}.jpg",
    )
