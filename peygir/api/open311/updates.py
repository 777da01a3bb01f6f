"""Service request updates, the extension by which cities follow each other: reading and submitting updates."""

from datetime import timedelta
from typing import Final

from django.http import HttpResponse

from peygir.api.open311.endpoint import Call
from peygir.api.open311.forms import answer
from peygir.api.open311.reading import (
    NoSuchRequest,
    SpanIsTooLong,
    moved_at,
    notes_on,
    own_moments,
    span_of,
    whole_days,
)
from peygir.api.open311.writing import pictures_of, reasons
from peygir.cases import listing, moves
from peygir.cases.actions import NoSuchCase
from peygir.cases.listing import CaseFilter
from peygir.cases.states import CaseState
from peygir.core import clock
from peygir.core.moments import shifted
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.journey.receiving import receive_told_update

SPAN: Final = timedelta(days=90)
USUAL: Final = timedelta(days=1)
TAKEN: Final = frozenset(
    {
        *(state.status for state in CaseState),
        "investigating",
        "planned",
        "reopen",
        "internal_referral",
        "for_triage",
        "unable_to_fix",
        "cancelled",
    }
)
"""Our own statuses, and those of FixMyStreet and others; in lower case."""


class UpdateStatusIsUnknown(Invalid):
    """A status that the extension does not have."""

    message = _("The status “{status}” is not known; send one of these: {known}.")


def list_updates(call: Call) -> HttpResponse:
    """Return the changes of the days between two moments (default the last day), the oldest day first."""
    since, until = span_of(call, "start_date", "end_date")
    until = until or (since + SPAN if since and since < clock.now() - SPAN else clock.now())
    since = since or shifted(until, -USUAL)
    if until - since >= SPAN + timedelta(seconds=1):
        raise SpanIsTooLong()
    size = call.given.whole("page_size", usual=listing.MOST, most=listing.MOST)
    page = call.given.whole("page", usual=1, most=100_000)
    first, end = whole_days(call, since, until)
    assert first is not None
    assert end is not None
    steps = moves.steps(call.city_facts.id, since=first, until=end, page=page, size=size)
    moments = own_moments(call, {step.code for step in steps})
    rows = [
        {
            "update_id": f"{step.code}-{step.number}",
            "service_request_id": step.code,
            "status": CaseState.of(step.state).status,
            "description": notes_on(call, step.state, step.note),
            "media_url": "",
            "updated_datetime": moved_at(call, step, moments.get(step.code)),
        }
        for step in steps
    ]
    return answer("service_request_updates", rows, call.form)


def create_update(call: Call) -> HttpResponse:
    """Store an update of a request, with pictures, for the desk that has it; a repeated update is stored once."""
    system, given = call.key("updates"), call.given
    status = given.text("status").lower()
    if status and status not in TAKEN:
        raise UpdateStatusIsUnknown(status=status[:80], known=", ".join(sorted(TAKEN)))
    given.moment("updated_datetime")
    code = given.text("service_request_id")
    if not code or not listing.entries(call.city_facts.id, CaseFilter(codes=(code,))):
        raise NoSuchRequest(code=code[:80])
    try:
        update_id, left_out = receive_told_update(
            code,
            update_id=given.text("update_id"),
            status=status,
            description=given.text("description"),
            media_urls=given.each("media_url"),
            photos_raw=pictures_of(call),
            key_id=system.key_id,
            by=system.actor,
        )
    except NoSuchCase as error:
        raise NoSuchRequest(code=code[:80]) from error
    receipt = {"update_id": update_id}
    if left_out:
        receipt["service_notice"] = reasons(call, left_out)
    return answer("service_request_updates", [receipt], call.form)
