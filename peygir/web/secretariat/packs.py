"""The pack of a session as PDF, for the secretariat and the members of the council."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.outlook.planning import council_queries as queries
from peygir.people.permissions import Permission
from peygir.web.kit.access import staff
from peygir.web.kit.council_documents import session_pack
from peygir.web.kit.current_city import today
from peygir.web.secretariat.sittings import sitting_seen


@staff(Permission.KEEP_COUNCIL, Permission.WATCH_CITY)
@require_GET
def sitting_pack(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Return agenda, texts and annexes of a session in one document."""
    row = sitting_seen(sitting_id)
    items = queries.agenda_of(row.id, on=today())
    content = session_pack(row, items, queries.whole_proposals(items), made_at=clock.now())
    disposition = f'inline; filename="session-{row.id}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
