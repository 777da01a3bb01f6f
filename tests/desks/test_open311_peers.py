"""Reports are taken from another city's GeoReport server, once, and by the administrators' choice."""

from datetime import timedelta
from typing import Any

import pytest

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
from peygir.journey.clock import call_peers
from peygir.people.rules import SYSTEM
from tests import make
from tests.drain import drain
from tests.fake_georeport import FakeGeoReport
from tests.town import CODE, MORNING, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")


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
