"""Citizens' requests about their own data, with their state and outcome."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.people import retention_queries as kept
from peygir.people.permissions import Permission
from peygir.people.privacy_rules import DONE, OPEN_STATES, Wish
from peygir.web.kit.access import staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.privacy_words import counts_words
from peygir.web.kit.record_receipts import NothingToProve, erasure_proof
from peygir.web.kit.templatetags.ui import in_language


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_requests(request: HttpRequest) -> HttpResponse:
    """Show citizens' requests about their own data, with their state and outcome; no names and numbers."""
    rows = [
        {
            "number": row.pk,
            "wish": in_language(Wish.of(row.wish).label),
            "asked_at": row.asked_at,
            "due_at": row.due_at if row.state in OPEN_STATES and row.wish == Wish.ERASURE else None,
            "ended_at": row.ended_at,
            "is_proved": row.wish == Wish.ERASURE and row.state == DONE,
            "state": row.state,
            "erased": counts_words(row.counts),
            "open_cases": row.counts.get("open_cases", 0),
            "held": row.counts.get("held", 0),
            "with_open": row.with_open,
        }
        for row in kept.requests_in_city(current_city().id)
    ]
    return render(request, "admin/privacy_requests.html", {"rows": rows})


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_request_proof(request: HttpRequest, request_id: int) -> HttpResponse:
    """Return what proves that an erasure was carried out and recorded. Raises NothingToProve."""
    if not any(row.pk == request_id for row in kept.requests_in_city(current_city().id)):
        raise NothingToProve()
    return erasure_proof(request_id)
