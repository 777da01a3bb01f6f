"""The city's areas: drawn on a map or uploaded as GeoJSON, previewed as a difference, then in force from a day on."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.area_reading import LARGEST_TEXT
from peygir.city.map_editing import LandMap
from peygir.city.queries import MapProposal
from peygir.core.bodies import MAP_FILE
from peygir.core.refusals import Refusal
from peygir.desks.routing import queries as routing
from peygir.history.kinds.city import AreasRedrawn
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.area_parts import area_name, change_lines, drawing_of, land_lines, shapes_of
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.areas import area_map
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import language, named

LARGEST_FILE: Final = 4 * LARGEST_TEXT  # bytes: a character may take up to four


@dataclass(frozen=True, slots=True)
class _AreaInput:
    """The values of the form; `text` is GeoJSON, typed, drawn or read from the file."""

    text: str
    since: str
    is_whole: bool
    gives_way: bool
    seen: str

    @property
    def given(self) -> dict[str, bool]:
        return {"is_whole": self.is_whole, "gives_way": self.gives_way}


@takes(MAP_FILE)
@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_areas(request: HttpRequest) -> HttpResponse:
    """Show the map to draw on; POST previews the difference, changes the map, or goes back to the drawing."""
    if request.method != "POST":
        return _page(request, _AreaInput("", request.GET.get("since", "")[:20], False, True, ""))
    if not may_administer(actor(request)):
        change_request = _AreaInput("", "", False, True, "")
        return _page(request, change_request, status=403, fault=_("The administrator redraws areas; you may look."))
    try:
        change_request = _change_request(request)
    except forms.ValidationError as wrong:
        return _page(request, _AreaInput("", "", False, True, ""), status=422, fault=" ".join(wrong.messages))
    if request.POST.get("step") == "edit":
        return _page(request, change_request)
    try:
        since = read_day(change_request.since)
        if not change_request.text:
            raise forms.ValidationError(_("Draw an area on the map, or choose a file."))
    except forms.ValidationError as wrong:
        return _page(request, change_request, status=422, fault=" ".join(wrong.messages))
    return (
        _change(request, change_request, since)
        if request.POST.get("step") == "do"
        else _difference(request, change_request, since)
    )


def _difference(request: HttpRequest, change_request: _AreaInput, since: date) -> HttpResponse:
    city_id = current_city().id
    proposal = city.proposed(city_id, change_request.text, on=since, **change_request.given)
    if proposal.faults:
        count = actions.AreasHaveFaults(proposal.faults)
        return _page(request, change_request, status=422, fault=words_of(count), proposal=proposal)
    refusal: Refusal | None = None
    if since < today():
        refusal = actions.DayIsPast()
    elif city.later_map_day(city_id, on=since) is not None:
        refusal = actions.LaterMapIsPlanned()
    elif not proposal.changes:
        refusal = actions.NothingDiffers()
    if refusal is not None:
        return _page(request, change_request, status=422, fault=words_of(refusal))
    lying = routing.lying_on(actor(request), city_id, proposal.transfers, on=since)
    context = {
        "change_request": change_request,
        "since": since,
        "changes": change_lines(proposal),
        "land": land_lines(proposal, lying),
        "cases": sum(row.cases for row in lying),
        "others": sum(row.other_owner for row in lying),
        "shapes": shapes_of(proposal),
        "drawing": drawing_of(proposal),
        "seen": proposal.seen,
        "map": area_map(),
        "lost": sum(not one.to_code for one in proposal.transfers),
    }
    return render(request, "admin/areas_difference.html", context)


def _change(request: HttpRequest, change_request: _AreaInput, since: date) -> HttpResponse:
    try:
        actions.redraw_areas(
            current_city().id,
            change_request.text,
            since=since,
            seen=change_request.seen,
            by=str(actor(request)),
            **change_request.given,
        )
    except Refusal as refusal:
        return _page(request, change_request, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The map is changed from its day on; it can be taken back below."))
    return redirect("admin_areas")


@staff(Permission.ADMINISTER)
@require_POST
def admin_areas_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo one change of the map."""
    confirmed(
        request,
        _("The change is undone."),
        lambda: actions.take_back_areas(current_city().id, number, by=str(actor(request))),
    )
    return redirect("admin_areas")


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_areas_file(request: HttpRequest) -> HttpResponse:
    """Return the map of a day (`on`; default today) as a GeoJSON file that this page accepts again."""
    try:
        on = read_day(request.GET["on"]) if request.GET.get("on") else today()
    except forms.ValidationError as wrong:
        return HttpResponse(" ".join(wrong.messages), status=422, content_type="text/plain; charset=utf-8")
    answer = JsonResponse(
        _collection(city.standing_land(current_city().id, on=on)), json_dumps_params={"ensure_ascii": False}
    )
    if request.GET.get("save"):
        answer["Content-Disposition"] = f'attachment; filename="areas-{on.isoformat()}.geojson"'
    return answer


def _collection(land: LandMap) -> dict[str, Any]:
    rows: list[tuple[str, Any, dict[str, str]]] = [
        *(("district", row, {"unit": row.unit}) for row in land.districts.values()),
        *(("neighbourhood", row, {"district": row.district}) for row in land.neighbourhoods.values()),
    ]
    features = [
        {
            "type": "Feature",
            "geometry": row.polygon,
            "properties": {
                "kind": kind,
                "order": order,
                "code": row.code,
                "name_fa": row.name_fa,
                "name_en": row.name_en,
                "name": area_name(row),
                **more,
            },
        }
        for order, (kind, row, more) in enumerate(rows)
        if row.polygon is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def _change_request(request: HttpRequest) -> _AreaInput:
    """Read the form's values. Raises ValidationError for an unreadable file."""
    given, file = request.POST, request.FILES.get("file")
    text = given.get("text", "").strip()
    if file is not None:
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large: at most two million characters."))
        try:
            text = file.read().decode("utf-8-sig").strip()
        except UnicodeDecodeError as wrong:
            raise forms.ValidationError(_("The file is no text in UTF-8.")) from wrong
    is_first = "step" not in given
    return _AreaInput(
        text,
        given.get("since", "").strip()[:20],
        given.get("scope") == "whole",
        is_first or bool(given.get("gives_way")),
        given.get("seen", "")[:32],
    )


def _page(
    request: HttpRequest,
    change_request: _AreaInput,
    *,
    status: int = 200,
    fault: str = "",
    proposal: MapProposal | None = None,
) -> HttpResponse:
    city_facts = current_city()
    faults = [one.reason.in_language(language()) for one in proposal.faults] if proposal else []
    context = {
        "change_request": change_request,
        "fault": fault,
        "faults": faults,
        "example": example_day(),
        "map": area_map(),
        "may_change": may_administer(actor(request)),
        "decisions": decisions(city_facts.id, AreasRedrawn.kind),
        "planned": city.later_map_day(city_facts.id, on=today()),
        "units": [(one.code, named(one)) for one in city.units(city_facts.id)],
        "districts": [(one.code, named(one)) for one in city.districts(city_facts.id, on=today())],
        "neighbourhoods": len(city.neighbourhoods(city_facts.id, on=today())),
    }
    return render(request, "admin/areas.html", context, status=status)
