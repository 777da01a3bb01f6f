"""As a client of others: reports taken from another city's server, and agencies told and followed by theirs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases.models import Report
from peygir.core.moments import written
from peygir.desks.intake.details.queries import details_of
from peygir.desks.intake.models import Open311Source
from peygir.desks.intake.open311_import.actions import (
    NoSuchSource,
    NotYourSources,
    SourceIsNotValid,
    set_source,
    switch_source,
    take_reports,
)
from peygir.desks.routing.actions import close_agency_endpoint, set_agency_endpoint
from peygir.desks.routing.actions.erasing import erase_agency_words
from peygir.desks.routing.actions.forwarding import DoorIsNotValid
from peygir.desks.routing.actions.rulebook import NotYourRules
from peygir.desks.routing.models import AgencyReferral, ForwardedReferral
from peygir.gateways import georeport
from peygir.gateways.results import GatewayFailed
from peygir.journey.clock import call_peers
from peygir.people.privacy_rules import traces_of
from peygir.people.rules import SYSTEM
from tests import make
from tests.drain import deliver_again, drain
from tests.fake_georeport import FakeGeoReport, serving
from tests.town import CODE, MORNING, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")


@pytest.fixture
def peer() -> Iterator[FakeGeoReport]:
    """Somebody else's server."""
    with serving(FakeGeoReport()) as fake:
        yield fake


def theirs(number: int, *, days: float = 1, **given: Any) -> dict[str, Any]:
    """One request of the other side."""
    return {
        "service_request_id": f"R{number}",
        "status": "open",
        "service_code": "001",
        "description": f"hole {number}",
        "requested_datetime": written(MORNING - timedelta(days=days)),
        "lat": LAT,
        "long": LON,
        "address": "Zand",
        "media_url": "",
        **given,
    }


def take(peer: FakeGeoReport, **given: Any) -> None:
    """The peer becomes a source that is due."""
    given = {"topics": {"001": "CIV-01"}, "since": MORNING - timedelta(days=60), **given}
    set_source(CODE, "shahr", base_url=peer.url, by=SYSTEM, **given)


# ── taking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["json", "xml"])
def test_reports_are_taken_once_and_say_where_they_came_from(
    town: Town, peer: FakeGeoReport, town_clock: TownClock, form: str
) -> None:
    peer.requests = [
        theirs(1),
        theirs(2, service_code="999"),
        theirs(3, status="closed"),
        theirs(4, lat="", long="", address=""),
        theirs(5, lat="", long=""),
        theirs(6, days=45),
    ]
    take(peer, media_type=form, jurisdiction="shahr.ir")
    assert take_reports(town_clock()) == 3
    assert {row.text for row in Report.objects.all()} == {"hole 1", "hole 5", "hole 6"}
    row = Report.objects.get(text="hole 1")
    assert (row.channel, row.received_at) == ("api", MORNING - timedelta(days=1))
    [told] = details_of(row.case_id)
    assert (told.came_from, told.remote_id) == ("shahr", "R1")
    assert peer.log[0][2]["jurisdiction_id"] == "shahr.ir"
    assert take_reports(town_clock()) == 0, "not due yet"
    peer.requests.append(theirs(7, days=0))
    town_clock.forward(minutes=15)
    assert call_peers(town_clock()) == 1
    source = Open311Source.objects.get()
    assert (source.taken_count, source.taken_to, source.fault) == (4, town_clock(), "")
    drain()


@pytest.mark.parametrize(("padding", "encoding"), [(0, "utf-8"), (9_000, "utf-8"), (0, "utf-16")])
def test_an_answer_with_a_document_type_is_not_read(
    town: Town, peer: FakeGeoReport, town_clock: TownClock, padding: int, encoding: str
) -> None:
    peer.requests, peer.encoding = [theirs(1)], encoding
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    peer.prologue = f'{head}<!--{" " * padding}--><!DOCTYPE r [<!ENTITY a "b">]>'
    take(peer, media_type="xml")
    assert take_reports(town_clock()) == 0
    assert "cannot be read" in Open311Source.objects.get().fault
    peer.prologue = head
    town_clock.forward(minutes=15)
    assert take_reports(town_clock()) == 1


def test_a_taking_that_was_cut_goes_on(town: Town, peer: FakeGeoReport, town_clock: TownClock) -> None:
    peer.requests = [theirs(1), theirs(2)]
    take(peer)
    peer.status = 503
    assert take_reports(town_clock()) == 0
    assert Open311Source.objects.get().fault == "the server answered 503"
    assert Open311Source.objects.get().taken_to == MORNING - timedelta(days=60)
    peer.status = 0
    town_clock.forward(minutes=15)
    assert take_reports(town_clock()) == 2
    assert Open311Source.objects.get().fault == ""


@pytest.mark.parametrize("knows_pages", [True, False])
def test_many_at_once(town: Town, peer: FakeGeoReport, town_clock: TownClock, knows_pages: bool) -> None:
    peer.knows_pages, peer.most = knows_pages, 5 if not knows_pages else 1000
    peer.requests = [theirs(number, days=number / 10) for number in range(1, 9)]
    take(peer, since=MORNING - timedelta(days=2))
    assert take_reports(town_clock(), page=3, most=5) == 8
    assert Report.objects.count() == 8


def test_sources_are_the_administrators(town: Town, peer: FakeGeoReport, town_clock: TownClock) -> None:
    wrong: list[dict[str, Any]] = [
        {"topics": {"1": "none"}},
        {"topics": {}},
        {"base_url": "ftp://x"},
        {"every_minutes": 0},
    ]
    for given in wrong:
        with make.refused(SourceIsNotValid):
            set_source(CODE, "x", **{"base_url": peer.url, "topics": {"1": "CIV-01"}, "by": SYSTEM, **given})
    with make.refused(NotYourSources):
        set_source(CODE, "x", base_url=peer.url, topics={"1": "CIV-01"}, by=town.supervisor)
    take(peer)
    switch_source("shahr", is_on=False, by=town.admin)
    assert take_reports(town_clock()) == 0
    assert not peer.log
    with make.refused(NoSuchSource):
        switch_source("none", is_on=True, by=SYSTEM)
    with make.refused(NotYourSources):
        switch_source("shahr", is_on=True, by=town.clerk)


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def door(town: Town, peer: FakeGeoReport, monkeypatch: Any) -> FakeGeoReport:
    """The water company takes what it is told by its own server."""
    monkeypatch.setenv("WATER_KEY", peer.key)
    set_agency_endpoint(
        town.agencies["A-water"], base_url=peer.url, services={"*": "W1"}, key_variable="WATER_KEY", by=town.admin
    )
    return peer


def burst(**given: Any) -> str:
    """A case that goes to the water company."""
    given = {"text": "لوله ترکیده، شماره من 09171234567", **given}
    code = make.report("EXT-01", name="مریم کاظمی", **given).code
    drain()
    return code


def test_an_agency_is_told_once_and_followed(door: FakeGeoReport, town_clock: TownClock) -> None:
    code = burst()
    [(method, path, values)] = door.log
    assert (method, path, values["service_code"], values["lat"]) == ("POST", "requests", "W1", str(LAT))
    assert code in values["description"]
    assert not {"phone", "email", "first_name"} & set(values)
    assert "0917" not in values["description"].replace(code, "")
    row = AgencyReferral.objects.get()
    assert (row.reference, row.means) == ("9000", "system")
    town_clock.forward(minutes=30)
    assert call_peers(town_clock()) == 1
    assert "agency_told_more" not in make.kinds(code)
    door.requests[0]["status_notes"] = "Crew is on its way"
    for _ in range(2):
        town_clock.forward(minutes=30)
        call_peers(town_clock())
        with cases.open_file(row.case_id) as case:
            erase_agency_words(case, traces=traces_of(names=["Crew"], phones=[], texts=[]))
    assert make.kinds(code).count("agency_told_more") == 1
    assert "Crew" not in ForwardedReferral.objects.get().status_notes
    door.requests[0] |= {"status": "closed", "status_notes": "Mended. Call 09171234567"}
    town_clock.forward(minutes=30)
    call_peers(town_clock())
    assert make.kinds(code)[-1] == "agency_answered"
    row.refresh_from_db()
    assert (row.answer, row.next_reminder_at) == ("Mended. Call 09171234567", None)
    town_clock.forward(minutes=30)
    assert call_peers(town_clock()) == 0, "nothing is awaited any more"


def test_the_agency_learns_the_door_and_no_phone(door: FakeGeoReport) -> None:
    address = "خیابان زند، کوچه ۴، پلاک ۱۱ واحد ۳"
    code = burst(text="خانه‌ام پلاک ۱۱ واحد ۳ است، آب نداریم، 09171234567", address=f"{address}، 09171234567")
    [(_, _, values)] = door.log
    assert "پلاک ۱۱ واحد ۳" in values["description"]
    assert address in values["address_string"]
    assert "0917" not in f"{values}".replace(code, "")


def test_a_lost_answer_is_found_again(door: FakeGeoReport) -> None:
    door.loses_answers = 1
    with pytest.raises(GatewayFailed):
        burst()
    assert len(door.requests) == 1
    assert ForwardedReferral.objects.get().fault
    from peygir.desks.routing.actions import forward_referral

    row = AgencyReferral.objects.get()
    forward_referral(row.case_id, row.number)
    forward_referral(row.case_id, row.number)
    assert len(door.requests) == 1
    row.refresh_from_db()
    assert row.reference == "9000"


def test_a_number_may_come_later(door: FakeGeoReport, town_clock: TownClock) -> None:
    door.gives_tokens = True
    burst()
    assert ForwardedReferral.objects.get().remote_id == ""
    town_clock.forward(minutes=30)
    call_peers(town_clock())
    assert ForwardedReferral.objects.get().remote_id == "9000"


def test_what_is_refused_is_left_to_people(door: FakeGeoReport, town: Town, monkeypatch: Any) -> None:
    monkeypatch.setenv("WATER_KEY", "wrong")
    code = burst()
    assert ForwardedReferral.objects.get().fault == "the server answered 403"
    assert AgencyReferral.objects.get().next_reminder_at is not None
    close_agency_endpoint(town.agencies["A-water"], by=town.admin)
    door.log.clear()
    burst()
    assert not door.log
    assert code


def test_jobs_may_come_twice(door: FakeGeoReport) -> None:
    make.report("EXT-01")
    jobs = drain()
    deliver_again(jobs)
    assert len(door.requests) == 1


def test_doors_are_the_administrators(town: Town, peer: FakeGeoReport) -> None:
    with make.refused(NotYourRules):
        set_agency_endpoint(town.agencies["A-gas"], base_url=peer.url, services={"*": "1"}, by=town.operator)
    wrong: list[dict[str, Any]] = [{"base_url": "x"}, {"services": {}}, {"agency_id": 0}, {"ask_minutes": 0}]
    for given in wrong:
        with make.refused(DoorIsNotValid):
            set_agency_endpoint(
                **{
                    "agency_id": town.agencies["A-gas"],
                    "base_url": peer.url,
                    "services": {"*": "1"},
                    "by": SYSTEM,
                    **given,
                }
            )
    with make.refused(NotYourRules):
        close_agency_endpoint(town.agencies["A-gas"], by=town.operator)


def test_an_answer_that_cannot_be_read(peer: FakeGeoReport) -> None:
    server = georeport.Server(peer.url)
    peer.status = 302
    with pytest.raises(GatewayFailed) as failure:
        georeport.requests_by_id(server, ["1"])
    assert failure.value.is_permanent
    with pytest.raises(GatewayFailed):
        georeport.requests_by_id(georeport.Server("http://127.0.0.1:1/v2"), ["1"])
    with pytest.raises(GatewayFailed):
        georeport.requests_by_id(georeport.Server("file:///etc"), ["1"])
