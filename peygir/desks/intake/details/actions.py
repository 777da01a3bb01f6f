"""Stores what other systems send with a report, and their later updates, each once."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.new_report import Details
from peygir.core import clock
from peygir.core.codes import is_code
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.intake.details_rules import LONGEST_ID, LONGEST_SYSTEM, one_a_line
from peygir.desks.intake.models import ReceivedUpdate, ReportDetails
from peygir.history.kinds.cases import MediaNamed, UpdateReceived
from peygir.people.rules import Actor

LONGEST_UPDATE: Final = 4000


class UpdateSaysNothing(Invalid):
    """The update has no id, or neither text nor state, or is too long."""

    message = _(
        "An update needs an update_id of up to {id} characters, and a description of up to {limit} or a status."
    )


def key_of(system: str, token: str) -> str:
    """The idempotency key of a system's own token, at most as long as a report's key may be."""
    return hashlib.sha256(f"{system}\n{token}".encode()).hexdigest()


def keep_details(case: Case, report: Report, details: Details, *, by: Actor) -> None:
    """Write the details row of a report; a job fetches the pictures. The caller has opened the file."""
    urls = one_a_line(details.media_urls)
    ReportDetails.objects.create(
        report=report,
        key_id=details.key_id,
        token=details.token,
        answers=list(details.answers),
        media_url=urls,
        address_id=plain(details.address_id)[:LONGEST_ID],
        came_from=plain(details.came_from)[:LONGEST_SYSTEM],
        remote_id=plain(details.remote_id)[:LONGEST_ID],
    )
    if urls:
        cases.record_event(case, MediaNamed(report=report.pk), by=by, at=report.received_at)


def receive_update(
    code: str,
    *,
    update_id: str,
    status: str,
    description: str,
    key_id: int,
    by: Actor,
    media_urls: Sequence[str] = (),
    also: Callable[[Report], None] | None = None,
) -> tuple[str, bool]:
    """Store a later update of a report, for staff; the same id of the same system again changes nothing.

    `media_urls` are addresses of pictures, which are listed below the text; `also` stores other parts of a new update
    in its own transaction. Returns the update's id and whether it was new. Raises UpdateSaysNothing, NoSuchCase.
    """
    update_id, description_text = plain(update_id), plain(description)
    if not update_id or len(update_id) > LONGEST_ID or len(description_text) > LONGEST_UPDATE:
        raise UpdateSaysNothing(id=LONGEST_ID, limit=LONGEST_UPDATE)
    description_text = "\n".join(filter(None, (description_text, one_a_line(media_urls))))
    if not status and not says_something(description_text):
        raise UpdateSaysNothing(id=LONGEST_ID, limit=LONGEST_UPDATE)
    known = {"key_id": key_id, "update_id": update_id}
    if ReceivedUpdate.objects.filter(**known).exists():
        return update_id, False
    report = Report.objects.filter(code=code).first() if is_code(code) else None
    if report is None:
        raise cases.NoSuchCase()
    try:
        with transaction.atomic():
            _write_update(report, known, status=status, text=description_text, by=by)
            if also is not None:
                also(report)
    except IntegrityError:
        if ReceivedUpdate.objects.filter(**known).exists():
            return update_id, False
        raise
    return update_id, True


def _write_update(report: Report, known: dict[str, Any], *, status: str, text: str, by: Actor) -> None:
    with cases.open_file(report.case_id) as case:
        update = UpdateReceived(report=report.pk, status=status, key=known["key_id"])
        cases.record_event(case, update, by=by, note=text)
        ReceivedUpdate.objects.create(case=case, number=case.event_count, at=clock.now(), **known)
