"""What was heard before, asked by a system: codes to join by, and nothing of a person."""

import json
from typing import Any

import pytest
from django.test import Client

from peygir.cases.models import Report
from peygir.people.actions import make_system_token
from peygir.people.models import Staff
from tests import make
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")


@pytest.fixture
def ask(town: Town) -> Any:
    """`ask(**query)`: status and answer for a system that hands in reports."""
    token = make_system_token("app", channel="app")

    def ask_nearby(**query: Any) -> tuple[int, Any]:
        answer = Client().get("/api/v1/nearby", query, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, json.loads(answer.content)

    return ask_nearby


def test_a_system_asks_before_it_hands_in(ask: Any) -> None:
    code = make.referred(lat=LAT + 0.0001, lon=LON, phone=PHONES[2], name="مریم")
    status, answer_body = ask(lat=LAT, lon=LON, topic="CIV-01", text=make.POTHOLE)
    assert status == 200
    [case] = answer_body["cases"]
    assert (case["code"], case["metres"], case["may_join"], case["topic"]) == (code, 0, True, "CIV-01")
    assert case["opened_at"] == "2026-05-03T00:00:00+03:30"
    assert answer_body["works"] == []
    assert PHONES[2] not in json.dumps(answer_body)
    assert set(case) == {
        "code",
        "score",
        "metres",
        "topic",
        "topic_fa",
        "state",
        "state_fa",
        "opened_at",
        "is_shared",
        "may_join",
    }
    make.report(lat=LAT, lon=LON, phone=PHONES[3], join_code=code)
    assert Report.objects.filter(case__code=code).count() == 2


def test_what_cannot_be_asked(ask: Any) -> None:
    assert ask(lat=LAT)[0] == 422
    assert ask(lat=200, lon=LON)[0] == 422
    assert ask(lat=LAT, lon=LON, topic="none")[1]["error"] == "NoSuchTopic"
    make.referred("CNF-01", lat=LAT, lon=LON)
    assert ask(lat=LAT, lon=LON, topic="CNF-01") == (200, {"cases": [], "works": []})
    assert ask(lat=LAT, lon=LON) == (200, {"cases": [], "works": []})


def test_a_token_of_a_desk_may_not(town: Town) -> None:
    token = make_system_token("desk", channel="api", acts_as=Staff.objects.get(username="clerk"), may_report=False)
    answer = Client().get(
        "/api/v1/nearby", {"lat": str(LAT), "lon": str(LON)}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 403
