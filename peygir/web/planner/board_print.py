"""The day of a crew on paper: a drawing of its route, and each stop with its time and a code that shows the way."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.jalali import format_day_short
from peygir.core.pdf_drawing import DrawnDocument, PdfDrawing
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.actions import NoSuchCrew
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.templatetags.ui import digits, language
from peygir.web.planner.board import day_in, drawn_lane, unit_of
from peygir.web.planner.board_rows import BoardRow, LaneRow, lane_rows
from peygir.web.planner.route_sketch import RouteSketch, route_sketch


@staff(Permission.PLAN_ORDERS)
@require_GET
def board_print(request: HttpRequest, crew_id: int) -> HttpResponse:
    """Return the PDF of a crew of one's unit on a day."""
    on, now = day_in(request.GET.get("on", "")), clock.now()
    board = fieldwork.board_of(unit_of(actor(request)), on)
    lane = next((one for one in lane_rows(board, now) if one.crew.id == crew_id), None)
    if lane is None:
        raise NoSuchCrew()
    title = _("%(crew)s on %(day)s") % {"crew": lane.crew.name, "day": format_day_short(on, language())}
    document = DrawnDocument(title, language=language(), made_at=now)
    document.paragraph(_summary(lane))
    sketch = route_sketch([drawn_lane(lane)])
    if sketch is not None:
        document.drawing(_drawing(sketch))
    document.section(_("Stops"))
    for row in lane.rows:
        document.entry(*_entry(row))
    disposition = f'inline; filename="{lane.crew.code or crew_id}-{on.isoformat()}.pdf"'
    disposition = disposition if disposition.isascii() else f'inline; filename="crew-{crew_id}-{on.isoformat()}.pdf"'
    return HttpResponse(
        document.content(), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def _summary(lane: LaneRow) -> str:
    members = "، ".join(one.name_fa for one in lane.crew.members)
    parts = [lane.crew.vehicle, members]
    if lane.kilometres:
        values = {
            "count": digits(len(lane.rows)),
            "kilometres": lane.kilometres,
            "leaves": digits(lane.leaves),
            "back": digits(lane.back),
        }
        parts.insert(0, _("%(count)s orders · %(kilometres)s km · %(leaves)s to %(back)s") % values)
    return " · ".join(part for part in parts if part)


def _entry(row: BoardRow) -> tuple[str, list[str], str]:
    order = row.order
    title = f"{digits(row.position)}. {row.name}"
    times = f"{digits(row.begins)}–{digits(row.ends)}" if row.begins else ""
    lines = [" · ".join(part for part in (times, digits(order.number), row.left) if part), row.place]
    # geo: (RFC 5870) opens the map of the phone itself, with or without a network.
    code = f"geo:{order.lat:.6f},{order.lon:.6f}" if order.lat is not None and order.lon is not None else ""
    return title, [line for line in lines if line], code


def _drawing(sketch: RouteSketch) -> PdfDrawing:
    """Return the drawing of a sketch: its paths are polygons of «x,y» joined by «L»."""
    route = sketch.routes[0]
    return PdfDrawing(
        sketch.width,
        sketch.height,
        [_spots(shape) for shape in sketch.shapes],
        _spots(route.path),
        [((stop.x, stop.y), digits(stop.label)) for stop in route.stops],
    )


def _spots(path: str) -> list[tuple[float, float]]:
    pairs = [pair.split(",") for pair in path.removeprefix("M").removesuffix("Z").split("L") if pair]
    return [(float(across), float(down)) for across, down in pairs]
