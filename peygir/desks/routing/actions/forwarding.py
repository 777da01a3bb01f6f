"""Sends referrals to agencies' GeoReport servers, follows their status, and keeps the table of servers."""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.personal import cover
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.routing.actions.erasing import erased_mark
from peygir.desks.routing.actions.referrals import keep_referral
from peygir.desks.routing.actions.rulebook import NotYourRules
from peygir.desks.routing.models import AgencyEndpoint, AgencyReferral, ForwardedReferral
from peygir.desks.routing.pushing_rules import description_of, service_of
from peygir.gateways import georeport
from peygir.gateways.georeport import RemoteRequest, Server
from peygir.gateways.results import GatewayFailed
from peygir.history.kinds.case_work import AgencyAnswered, AgencyToldMore
from peygir.history.queries import event
from peygir.people.rules import SYSTEM, Actor, may_administer

BATCH: Final = 50
MOST_TRIES: Final = 12
_NEEDED: Final = ("address",)
"""The parts of a report that an agency needs for its work and that are sent to its server."""


class DoorIsNotValid(Invalid):
    """The settings of an agency's server are not usable."""

    message = _("An agency of the city, a server address (http or https) and a pair “topic=their service” are needed.")


def set_agency_endpoint(
    agency_id: int,
    *,
    base_url: str,
    services: Mapping[str, str],
    jurisdiction: str = "",
    media_type: str = "json",
    key_variable: str = "",
    ask_minutes: int = 30,
    by: Actor,
) -> None:
    """From today on, send referrals to this agency's server. Raises NotYourRules, DoorIsNotValid."""
    if not may_administer(by):
        raise NotYourRules()
    agency, parts, now = city.agency(agency_id), urlsplit(base_url), clock.now()
    if agency is None or parts.scheme not in ("http", "https") or not parts.hostname or not services or ask_minutes < 1:
        raise DoorIsNotValid()
    with transaction.atomic():
        close_agency_endpoint(agency_id, by=by)
        AgencyEndpoint.objects.create(
            agency_id=agency_id,
            base_url=base_url,
            jurisdiction=jurisdiction,
            media_type=media_type,
            key_variable=key_variable,
            services=dict(services),
            ask_minutes=ask_minutes,
            valid_from=city.day_of(agency.city_id, now),
            made_by=str(by),
            made_at=now,
        )


def close_agency_endpoint(agency_id: int, *, by: Actor) -> None:
    """From today on, people tell this agency again; referrals already sent are still followed. Raises NotYourRules."""
    if not may_administer(by):
        raise NotYourRules()
    agency = city.agency(agency_id)
    today = city.day_of(agency.city_id, clock.now()) if agency else None
    AgencyEndpoint.objects.filter(agency_id=agency_id, valid_to=None).update(valid_to=today)


def forward_referral(case_id: int, number: int) -> None:
    """Send an event case_referred_out to the agency's server, if it has one; sent once, even if a response is lost.

    Before a second attempt the server is asked for the token of the first. Raises GatewayFailed to be retried.
    """
    told = event("case", case_id, number)
    endpoint = AgencyEndpoint.objects.filter(agency_id=int(told.data.get("agency") or 0), valid_to=None).first()
    if endpoint is None:
        return
    keep_referral(case_id, number)  # whichever of the two jobs runs first
    row = AgencyReferral.objects.filter(case_id=case_id, number=number).first()
    if row is None or row.answered_at is not None or row.ended_at is not None:
        return
    case = Case.objects.select_related("topic", "neighbourhood").get(pk=case_id)
    service = service_of(endpoint.services, case.topic.code if case.topic else "")
    if service is None or case.is_confidential:
        return
    push, is_new = ForwardedReferral.objects.get_or_create(
        referral=row, defaults={"endpoint": endpoint, "token": f"peygir-{case.code}-{number}"}
    )
    if push.sent_at is not None or push.tries >= MOST_TRIES:
        return
    ForwardedReferral.objects.filter(pk=push.pk).update(tries=push.tries + 1)
    try:
        _send(push, endpoint, case, service, again=not is_new)
    except GatewayFailed as failure:
        ForwardedReferral.objects.filter(pk=push.pk).update(fault=failure.reason[:200])
        if not failure.is_permanent:
            raise


def _send(push: ForwardedReferral, endpoint: AgencyEndpoint, case: Case, service: str, *, again: bool) -> None:
    server = _server(endpoint)
    remote, token = georeport.id_of_token(server, push.token) if again else "", ""
    if not remote:
        case_text, topic = cover(_words(case), leave=_NEEDED), case.topic.name_fa if case.topic else ""
        values = {
            "service_code": service,
            "token": push.token,
            "account_id": case.code,
            "description": description_of(case.code, case_text, topic),
        }
        if case.lat is not None and case.lon is not None:
            values |= {"lat": str(case.lat), "long": str(case.lon)}
        if case.address:
            values["address_string"] = cover(case.address, leave=_NEEDED)
        posted = georeport.post_request(server, values)
        remote, token = posted.id, posted.token
    now = clock.now()
    with transaction.atomic():
        ForwardedReferral.objects.filter(pk=push.pk).update(
            remote_id=remote,
            remote_token=token,
            sent_at=now,
            fault="",
            tries=0,
            next_ask_at=now + timedelta(minutes=endpoint.ask_minutes),
        )
        AgencyReferral.objects.filter(pk=push.referral_id, reference="").update(reference=remote[:80], means="system")


def _words(case: Case) -> str:
    """The first reporter's text."""
    return case.reports.order_by("pk").values_list("text", flat=True).first() or ""


def _server(endpoint: AgencyEndpoint) -> Server:
    key = os.environ.get(endpoint.key_variable, "") if endpoint.key_variable else ""
    return Server(endpoint.base_url, endpoint.jurisdiction, endpoint.media_type, key)


def follow_forwarded_referrals(now: datetime) -> int:
    """Ask the agencies' servers for the status of what was sent; returns how many requests were asked about.

    One request for each server and batch, outside any transaction; each status is written in a transaction of its case.
    """
    due = (
        ForwardedReferral.objects.filter(next_ask_at__lte=now)
        .select_related("endpoint", "referral")
        .order_by("next_ask_at")[:BATCH]
    )
    by_door: dict[int, list[ForwardedReferral]] = {}
    for push in due:
        by_door.setdefault(push.endpoint_id, []).append(push)
    count = 0
    for pushes in by_door.values():
        endpoint = pushes[0].endpoint
        later = now + timedelta(minutes=endpoint.ask_minutes)
        ForwardedReferral.objects.filter(pk__in=[push.pk for push in pushes]).update(next_ask_at=later)
        count += len(pushes)
        try:
            _ask(_server(endpoint), pushes)
        except GatewayFailed as failure:
            ForwardedReferral.objects.filter(pk__in=[push.pk for push in pushes]).update(fault=failure.reason[:200])
    return count


def _ask(server: Server, pushes: Iterable[ForwardedReferral]) -> None:
    known: list[ForwardedReferral] = []
    for push in pushes:
        if not push.remote_id and push.remote_token:
            push.remote_id = georeport.id_of_token(server, push.remote_token)
            ForwardedReferral.objects.filter(pk=push.pk).update(remote_id=push.remote_id)
        if push.remote_id:
            known.append(push)
    found = georeport.requests_by_id(server, [push.remote_id for push in known]) if known else {}
    for push in known:
        if (answer := found.get(push.remote_id)) is not None:
            _hear(push, answer)


def _hear(push: ForwardedReferral, answer: RemoteRequest) -> None:
    """Write a changed status into the case; the status "closed" is the agency's answer in the ledger.

    The case stays with the agency until a member of staff has checked it: the agency only says that it is done.
    """
    status_notes = plain(answer.status_notes)[:2000]
    with cases.open_file(push.referral.case_id) as case:
        fresh = ForwardedReferral.objects.select_for_update(no_key=True).get(pk=push.pk)
        row = AgencyReferral.objects.get(pk=push.referral_id)
        if case.state != CaseState.REFERRED_OUT or row.answered_at is not None or row.ended_at is not None:
            ForwardedReferral.objects.filter(pk=push.pk).update(next_ask_at=None)
            return
        if fresh.status == answer.status[:20] and fresh.status_notes in (status_notes, erased_mark(status_notes)):
            return
        ForwardedReferral.objects.filter(pk=push.pk).update(
            status=answer.status[:20], status_notes=status_notes, fault=""
        )
        status = answer.status[:20]
        if answer.status != "closed":
            if says_something(status_notes):
                told_more = AgencyToldMore(agency=row.agency_id, handover=row.pk, status=status)
                cases.record_event(case, told_more, by=SYSTEM, note=cover(status_notes), is_public=True)
            return
        row.answer, row.answered_at, row.answered_by = status_notes or "closed", clock.now(), str(SYSTEM)
        row.next_reminder_at = row.due_since = None
        row.save(update_fields=["answer", "answered_at", "answered_by", "next_reminder_at", "due_since"])
        ForwardedReferral.objects.filter(pk=push.pk).update(next_ask_at=None)
        answered = AgencyAnswered(agency=row.agency_id, handover=row.pk, status=status)
        cases.record_event(case, answered, by=SYSTEM, note=cover(status_notes), is_public=bool(status_notes))
