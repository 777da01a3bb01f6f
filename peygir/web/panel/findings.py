"""Findings for everybody, the sessions with their minutes, the year's report, and photos of visits."""

from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.jalali import to_gregorian
from peygir.outlook.panel import finding_queries as queries
from peygir.outlook.panel import session_queries, term_queries, year_queries
from peygir.outlook.panel.actions import NoSuchPanel, NoSuchPanelFinding, NoSuchPanelSession, NoSuchVisit
from peygir.outlook.panel.states import PanelSessionState
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, start_of
from peygir.web.kit.panel_documents import minutes_document, year_document
from peygir.web.kit.panel_words import owed_parts
from peygir.web.kit.stored_files import stored_file

_PDF = "application/pdf"


@public()
@require_GET
def panel_findings(request: HttpRequest) -> HttpResponse:
    """List everything that the panels of the city found."""
    rows = [row for panel in term_queries.panels(current_city().id) for row in queries.findings(panel.id)]
    return render(request, "panel/findings.html", {"rows": rows})


@public()
@require_GET
def panel_finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Show one finding: what was found, how the panel voted, and each answer with its days."""
    row = queries.finding(current_city().id, finding_id)
    if row is None:
        raise NoSuchPanelFinding()
    visits = session_queries.visits_of_cases(current_city().id, row.codes)
    context = {"finding": row, "answers": owed_parts(row.answers), "visits": visits}
    return render(request, "panel/finding.html", context)


@public()
@require_GET
def panel_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show a session: its agenda, and once it was held its decisions and minutes."""
    row = session_queries.panel_session(current_city().id, session_id)
    if row is None:
        raise NoSuchPanelSession()
    return render(request, "panel/session.html", {"session": row, "is_held": row.state == PanelSessionState.HELD})


@public()
@require_GET
def panel_minutes(request: HttpRequest, session_id: int) -> HttpResponse:
    """Return the minutes of a session that was held, with its decisions, as PDF."""
    row = session_queries.panel_session(current_city().id, session_id)
    panel = term_queries.panel(current_city().id, row.term_id) if row is not None else None
    if row is None or panel is None or row.state != PanelSessionState.HELD:
        raise NoSuchPanelSession()
    content = minutes_document(panel, row, made_at=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="panel-session-{row.number}.pdf"'}
    return HttpResponse(content, content_type=_PDF, headers=headers)


@public()
@require_GET
def panel_year(request: HttpRequest, term_id: int, year: int) -> HttpResponse:
    """Return what a panel did in a Jalali year as PDF."""
    panel = term_queries.panel(current_city().id, term_id)
    if panel is None or not 1400 <= year <= 1500:
        raise NoSuchPanel()
    since, until = (start_of(to_gregorian(one, 1, 1)).astimezone(UTC) for one in (year, year + 1))
    figures = year_queries.panel_year(panel.id, since=since, until=until)
    content = year_document(panel, year, figures, made_at=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="panel-{year}.pdf"'}
    return HttpResponse(content, content_type=_PDF, headers=headers)


@public()
@require_GET
@cache_control(private=True, no_cache=True)
def panel_photo(request: HttpRequest, visit_id: int, size: str) -> HttpResponseBase:
    """Return the photo of a visit that somebody looked at and made public; 404 for any other."""
    name = session_queries.visit_picture(current_city().id, visit_id, is_small=size == "thumb")
    if not name:
        raise NoSuchVisit()
    return stored_file(request, name, content_type="image/jpeg", file_name=f"visit-{visit_id}.jpg")
