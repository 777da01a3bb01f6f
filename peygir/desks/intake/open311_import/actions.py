"""Imports reports from Open311 sources that are due, and keeps the table of sources."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction

from peygir.cases.new_report import Details, NewReport
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.intake.actions import receive_report
from peygir.desks.intake.details.actions import key_of
from peygir.desks.intake.models import Open311Source
from peygir.gateways import georeport
from peygir.gateways.georeport import RemoteRequest, Server
from peygir.gateways.results import GatewayFailed
from peygir.people.channels import Channel
from peygir.people.rules import SYSTEM, Actor, may_administer

WINDOW: Final = timedelta(days=30)
OVERLAP: Final = timedelta(hours=1)  # servers list new requests with some delay
PAGE: Final = 200
MOST_AT_ONCE: Final = 1000
MOST_PAGES: Final = 50  # per attempt; the next attempt goes on from there
CHANNEL: Final = Channel.API


class SourceIsNotValid(Invalid):
    """A source that cannot be queried, or whose topics are not ours."""

    message = _(
        "An address (http or https) and at least one pair “their service=our topic” are needed. Unknown: {unknown}"
    )


class NotYourSources(NotAllowed):
    """Only the administrator may change the sources."""

    message = _("Other servers are set by the administrator.")


class NoSuchSource(Missing):
    """No source has this code."""

    message = _("There is no source of this code.")


def set_source(
    city_code: str,
    code: str,
    *,
    base_url: str,
    topics: Mapping[str, str],
    jurisdiction: str = "",
    media_type: str = "json",
    every_minutes: int = 15,
    since: datetime | None = None,
    by: Actor,
) -> None:
    """From now on import reports from this server; an existing source is changed and goes on.

    `topics` maps their service codes to our topics' codes. Raises NotYourSources, SourceIsNotValid.
    """
    if not may_administer(by):
        raise NotYourSources()
    city_facts, now = city.current_city(city_code), clock.now()
    unknown = [topic for topic in topics.values() if city.topic_by_code(city_facts.id, topic) is None]
    parts = urlsplit(base_url)
    if unknown or not topics or parts.scheme not in ("http", "https") or not parts.hostname or every_minutes < 1:
        raise SourceIsNotValid(unknown=", ".join(unknown))
    source_values = {
        "base_url": base_url,
        "jurisdiction": jurisdiction,
        "media_type": media_type,
        "topics": dict(topics),
        "every_minutes": every_minutes,
        "is_on": True,
        "next_pull_at": now,
    }
    fresh = {**source_values, "city_id": city_facts.id, "taken_to": since or now - WINDOW}
    Open311Source.objects.update_or_create(code=code, defaults=source_values, create_defaults=fresh)


def switch_source(code: str, *, is_on: bool, by: Actor) -> None:
    """Pause or resume the import from a server. Raises NotYourSources, NoSuchSource."""
    if not may_administer(by):
        raise NotYourSources()
    if not Open311Source.objects.filter(code=code).update(is_on=is_on, next_pull_at=clock.now()):
        raise NoSuchSource()


def take_reports(now: datetime, *, page: int = PAGE, most: int = MOST_AT_ONCE) -> int:
    """Query every source that is due; returns how many new reports came. No transaction is open during a request.

    `page` rows are requested at once; a server without paging shows up to `most`. A source that fails is queried again
    later from where it was: every page is stored before the next is requested.
    """
    count = 0
    for row in Open311Source.objects.filter(is_on=True, next_pull_at__lte=now).order_by("next_pull_at"):
        # This update claims the source; another process as quick finds nothing due.
        later = now + timedelta(minutes=row.every_minutes)
        mine = Open311Source.objects.filter(pk=row.pk, next_pull_at=row.next_pull_at)
        if not mine.update(next_pull_at=later):
            continue
        try:
            count += _take(row, now, page, most)
        except GatewayFailed as failure:
            Open311Source.objects.filter(pk=row.pk).update(fault=failure.reason[:200])
    return count


def _take(row: Open311Source, now: datetime, page: int, most: int) -> int:
    """Import time windows from `taken_to` until now; `taken_to` moves when a window was read completely."""
    server = Server(row.base_url, row.jurisdiction, row.media_type)
    total = page_count = 0
    width = WINDOW
    while page_count < MOST_PAGES and row.taken_to < now:
        until = min(row.taken_to + width, now)
        taken_count, pages, is_whole = _window(
            server, row, since=row.taken_to - OVERLAP, until=until, size=page, most=most
        )
        total, page_count = total + taken_count, page_count + pages
        if not is_whole and width > OVERLAP:
            width /= 2  # the server shows no more at once: use a shorter window
            continue
        row.taken_to = until
        with transaction.atomic():
            fresh = Open311Source.objects.select_for_update(no_key=True).get(pk=row.pk)
            fresh.taken_to, fresh.fault, fresh.taken_count = until, "", fresh.taken_count + taken_count
            fresh.save(update_fields=["taken_to", "fault", "taken_count"])
    return total


def _window(
    server: Server, row: Open311Source, *, since: datetime, until: datetime, size: int, most: int
) -> tuple[int, int, bool]:
    """Import one time window page by page: (new reports, pages requested, whether it was read completely).

    Some servers have no paging and give the same list again, or everything up to a thousand rows.
    """
    seen: set[str] = set()
    count = page = 0
    while True:
        page += 1
        remote_requests = georeport.list_requests(server, since=since, until=until, page=page, size=size)
        count += sum(_keep(row, one) for one in remote_requests)
        ids = {one.id for one in remote_requests}
        if len(remote_requests) != size or ids <= seen:
            return count, page, len(remote_requests) < most and not (len(remote_requests) == size and page > 1)
        seen |= ids


def _keep(row: Open311Source, remote_request: RemoteRequest) -> bool:
    """Store a remote request as a report, once; False if it is known already, not ours, or empty."""
    topic = row.topics.get(remote_request.service_code) or row.topics.get("*")
    if topic is None or not remote_request.id or remote_request.status == "closed":
        return False
    is_placed = remote_request.lat is not None and remote_request.lon is not None
    description, now = plain(remote_request.description)[:4000], clock.now()
    description = description if says_something(description) else ""
    details = Details(came_from=row.code, remote_id=remote_request.id, media_urls=(remote_request.media_url,))
    try:
        receipt = receive_report(
            city.city_by_id(row.city_id).code,
            NewReport(
                channel=CHANNEL,
                text=description,
                address=remote_request.address[:300],
                topic_code=topic,
                received_at=min(remote_request.requested_at or now, now),
                details=details,
                idempotency_key=key_of(f"source {row.code}", remote_request.id),
                lat=remote_request.lat if is_placed else None,
                lon=remote_request.lon if is_placed else None,
            ),
            by=SYSTEM,
        )
    except (Invalid, Missing):  # the place or topic is not ours: not imported
        return False
    return receipt.is_new
