"""Heard before: what is near and alike is proposed, a burst is counted, and nothing is joined by a machine."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.understanding.models import Incident, Resemblance
from peygir.desks.understanding.queries import Likeness, incident_of, likely_same
from peygir.people.models import Citizen
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")
METRE = 1 / 111_195


def near(topic: str = "CIV-01", *, north: float = 0, **given: Any) -> str:
    """A report so many metres north of the spot, read and routed."""
    return make.referred(topic, lat=LAT + north * METRE, lon=LON, **given)


def ask_duplicates(town: Town, topic: str | None = "CIV-01", **given: Any) -> list[Likeness]:
    usually: dict[str, Any] = {"lat": LAT, "lon": LON, "text": make.POTHOLE, "address": "", "citizen_ids": []}
    topic_id = town.topics[topic] if topic else None
    return likely_same(town.city_id, topic_id=topic_id, at=clock.now(), **{**usually, **given})


def test_the_nearest_of_the_family_come_first(town: Town, town_clock: TownClock) -> None:
    near(north=400)
    near("CLN-01", north=5)
    far, close = near(north=90), near(north=10)
    neighbour = near("CIV-09", north=12)
    town_clock.forward(hours=2)
    found = ask_duplicates(town)
    assert [one.code for one in found] == [close, neighbour, far]
    assert [one.metres for one in found] == [10, 12, 90]
    assert len(ask_duplicates(town, limit=1)) == 1
    assert {one.code for one in ask_duplicates(town, None)} >= {close, neighbour}


def test_one_statement_answers_it(town: Town) -> None:
    near(north=10)
    ask_duplicates(town)
    with CaptureQueriesContext(connection) as caught:
        assert ask_duplicates(town)
    assert len(caught) == 1


def test_closed_lately_counts_and_closed_long_ago_or_withdrawn_does_not(town: Town, town_clock: TownClock) -> None:
    lately, gone, withdrawn = near(north=5), near(north=6), near(north=7)
    now = clock.now()
    Case.objects.filter(code=withdrawn).update(state="withdrawn")
    for code, days in ((lately, 3), (gone, 31)):
        closed_at = now - timedelta(days=days)
        Case.objects.filter(code=code).update(state="closed", closed_at=closed_at, close_kind="confirmed")
    assert [one.code for one in ask_duplicates(town)] == [lately]


@pytest.mark.parametrize("hidden", [{"is_confidential": True}, {"about_unit_id": "D-01"}])
def test_nothing_confidential_and_no_complaint_is_ever_shown(town: Town, hidden: dict[str, Any]) -> None:
    code = near(north=5)
    changed = {name: town.units[value] if value == "D-01" else value for name, value in hidden.items()}
    Case.objects.filter(code=code).update(**changed)
    assert ask_duplicates(town) == []


def test_the_same_caller_follows_up(town: Town) -> None:
    near(north=5, phone=PHONES[3])
    citizen = Citizen.objects.get(phone=PHONES[3])
    [found] = ask_duplicates(town, citizen_ids=[citizen.pk])
    assert found.is_follow_up
    [stranger] = ask_duplicates(town, citizen_ids=[])
    assert not stranger.is_follow_up


def test_what_the_machine_proposed_is_kept_and_nothing_is_joined(town: Town) -> None:
    first = near(phone=PHONES[1])
    second, again = near(north=8, phone=PHONES[2]), near(north=4, phone=PHONES[1])
    rows = {(row.case.code, row.other.code): row for row in Resemblance.objects.select_related("case", "other")}
    assert set(rows) == {(second, first), (again, first), (again, second)}
    assert rows[again, first].is_follow_up
    assert not rows[again, second].is_follow_up
    assert rows[second, first].metres == 8
    assert all(make.case(code).state == "referred" for code in (first, second, again))


def test_five_reports_within_the_hour_become_one_incident(town: Town, town_clock: TownClock) -> None:
    codes = []
    for number in range(4):
        codes.append(near(north=20 * number, phone=PHONES[number]))
        town_clock.forward(minutes=1)
    assert not Incident.objects.exists()
    # Elsewhere, and of something else.
    make.referred(district="2", phone=PHONES[40])
    near("CLN-01", phone=PHONES[41])
    town_clock.forward(minutes=30)
    codes.append(near("CIV-09", north=50, phone=PHONES[8]))
    incident = Incident.objects.get()
    assert {make.case(code).incident_code for code in codes} == {incident.code} == {f"I{codes[0]}"}
    town_clock.forward(minutes=40)
    late = near(north=60, phone=PHONES[9])
    make.report(lat=LAT, lon=LON, phone=PHONES[10], join_code=codes[0])
    drain(twice=True)
    now = incident_of(incident.code)
    assert now is not None
    assert (now.cases, now.reports) == (6, 7)
    assert now.last_at == make.case(late).opened_at
    assert "case_in_incident" in make.kinds(late)
    # It is a mark: each case goes its own way.
    assert {make.case(code).state for code in codes} == {"referred"}
    town_clock.forward(hours=3)
    assert make.case(near(north=10, phone=PHONES[11])).incident_code == ""
    assert incident_of("") is None


def test_many_who_join_one_case_are_an_incident_too(town: Town, town_clock: TownClock) -> None:
    code = near(phone=PHONES[0])
    town_clock.forward(days=2)
    for number in range(4):
        make.report(lat=LAT, lon=LON, phone=PHONES[7], join_code=code)
        make.report(lat=LAT, lon=LON, phone=PHONES[number + 1], join_code=code)
        drain(twice=True)
    # Four different people and one who calls again and again.
    assert make.case(code).incident_code == f"I{code}"
    assert make.kinds(code).count("case_in_incident") == 1
