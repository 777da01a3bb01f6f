"""Agencies with a GeoReport server of their own are told by it, followed, and heard once."""

from typing import Any

import pytest

from peygir.cases import actions as cases
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
from tests.fake_georeport import FakeGeoReport
from tests.town import Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")


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
    assert "0917" not in values["description"].replace(code, ""), "the code's digits are random"
    row = AgencyReferral.objects.get()
    assert (row.reference, row.means) == ("9000", "system")
    town_clock.forward(minutes=30)
    assert call_peers(town_clock()) == 1
    assert "agency_told_more" not in make.kinds(code)
    door.requests[0]["status_notes"] = "Crew is on its way"
    for _ in range(2):
        town_clock.forward(minutes=30)
        call_peers(town_clock())
    assert make.kinds(code).count("agency_told_more") == 1
    door.requests[0] |= {"status": "closed", "status_notes": "Mended. Call 09171234567"}
    town_clock.forward(minutes=30)
    call_peers(town_clock())
    assert make.kinds(code)[-1] == "agency_answered"
    row.refresh_from_db()
    assert (row.answer, row.next_reminder_at) == ("Mended. Call 09171234567", None)
    town_clock.forward(minutes=30)
    assert call_peers(town_clock()) == 0, "nothing is awaited any more"


def test_erased_words_do_not_come_back_with_the_next_answer(door: FakeGeoReport, town_clock: TownClock) -> None:
    code = burst()
    door.requests[0]["status_notes"] = "Maryam was not at home"
    town_clock.forward(minutes=30)
    call_peers(town_clock())
    traces = traces_of(names=["Maryam"], phones=[], texts=[])
    with cases.open_file(AgencyReferral.objects.get().case_id) as case:
        assert [erase_agency_words(case, traces=traces) for _ in range(2)] == [1, 0]
    town_clock.forward(minutes=30)
    call_peers(town_clock())
    assert make.kinds(code).count("agency_told_more") == 1
    assert "Maryam" not in ForwardedReferral.objects.get().status_notes
    door.requests[0]["status_notes"] = "We come tomorrow"
    town_clock.forward(minutes=30)
    call_peers(town_clock())
    assert make.kinds(code).count("agency_told_more") == 2, "what is new is told"


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
