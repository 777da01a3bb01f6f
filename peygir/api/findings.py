"""Findings of inspections by JSON, for systems that read cases with the sight of a member of staff."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from peygir.api.answers import as_json
from peygir.api.fields import Moment
from peygir.api.scopes import Needs, caller_of
from peygir.city.queries import current_city
from peygir.desks.inspection.findings import findings_since

router = Router(tags=["cases"])
PAGE: Final = 100


class FindingOut(Schema):
    """What an inspector found in a case; `was_drawn`: the visit was drawn by lot. Nobody learns who looked."""

    code: str
    number: int
    finding: str
    at: datetime
    unit: str
    topic: str
    was_drawn: bool
    objection: str


class FindingsOut(Schema):
    """A page of findings, the earliest first; ask again from the last `at` for the next."""

    findings: list[FindingOut]
    has_more: bool


@router.get("/findings", response=FindingsOut, auth=Needs("read"))
def list_findings(request: HttpRequest, since: Moment) -> HttpResponse:
    """Return up to 100 findings from a moment on, of the cases that the caller may see.

    `finding` is fixed, partly, not_fixed, another_problem or not_seen; `objection` is "", open, upheld or rejected.
    """
    rows = findings_since(caller_of(request).actor, current_city(settings.CITY).id, since=since, most=PAGE + 1)
    lines = [
        {
            "code": row.code,
            "number": row.number,
            "finding": row.finding,
            "at": row.at,
            "unit": row.unit,
            "topic": row.topic,
            "was_drawn": row.was_drawn,
            "objection": row.objection,
        }
        for row in rows[:PAGE]
    ]
    return as_json({"findings": lines, "has_more": len(rows) > PAGE})
