"""Findings by JSON: with a scope, of the cases that the caller sees, and never who looked."""

import pytest

from peygir.journey.inspecting import inspect
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests import make
from tests.api.caller import Caller
from tests.drain import drain
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
SINCE = "2026-05-01T00:00:00Z"


def caller(acts_as: str = "supervisor") -> Caller:
    """A system with a key that reads what this person sees."""
    return Caller(issue_key(f"maintenance {acts_as}", scopes=["read"], acts_as=acts_as, by=SYSTEM))


def test_findings_are_listed_for_who_may_see_their_cases(live_town: Town) -> None:
    code, other = make.done(), make.done(live_town.clerk_two, district="2", phone=PHONES[1])
    inspect(code, finding="partly", note="نیمی مانده", by=live_town.inspector)
    inspect(other, finding="fixed", note="", by=live_town.inspector)
    drain()
    supervisor = caller()
    status, listed = supervisor.get("/findings", since=SINCE)
    assert status == 200
    assert not listed["has_more"]
    assert [(row["code"], row["finding"], row["unit"]) for row in listed["findings"]] == [
        (code, "partly", "D-01"),
        (other, "fixed", "D-02"),
    ]
    keys = {"code", "number", "finding", "at", "unit", "topic", "was_drawn", "objection"}
    assert set(listed["findings"][0]) == keys, "nobody learns who looked"
    _status, seen = caller("clerk").get("/findings", since=SINCE)
    assert [row["code"] for row in seen["findings"]] == [code]
    assert supervisor.get("/findings", since="2030-01-01T00:00:00Z")[1]["findings"] == []
    assert supervisor.get("/findings", since="yesterday")[0] == 422
    assert Caller().get("/findings", since=SINCE)[0] == 401
