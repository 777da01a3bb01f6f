"""Keys of the Open311 API: what their scopes open, until when, with which quota, and which cannot be issued."""

import json
from datetime import timedelta
from typing import Any

import pytest

from peygir.core.refusals import Refusal
from peygir.history.queries import timeline
from peygir.people.actions import (
    KeyActsForNobody,
    KeyNameIsTaken,
    NoSuchKey,
    NotYourWork,
    issue_key,
    revoke_key,
)
from peygir.people.key_rules import KeyEndsInThePast, KeyHasNoName, QuotaIsWrong, ScopeIsUnknown
from peygir.people.models import ApiKey
from peygir.people.queries import caller_of_token, keys
from peygir.people.rules import SYSTEM
from tests import geo, make
from tests.geo import PLACE, Geo, key_for
from tests.town import MORNING, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def test_a_key_opens_what_its_scopes_say(town: Town, town_clock: TownClock) -> None:
    values = {"service_code": "CIV-01", **PLACE}
    for key in ("", "wrong", key_for("updates", name="only updates")):
        status, errors = Geo(key).post("requests", **values)
        assert status == 403, key
        geo.check_errors(errors, 403)
    until = MORNING + timedelta(days=1)
    timed = Geo(key_for("report", name="timed", valid_until=until, owner="ali@example.com"))
    assert timed.post("requests", **values)[0] == 200
    assert ApiKey.objects.get(name="timed").last_used_at == MORNING
    town_clock.forward(days=1, seconds=1)
    assert timed.post("requests", **values)[0] == 403
    gone = Geo(key_for("report", name="gone"))
    revoke_key("gone", by=SYSTEM)
    revoke_key("gone", by=SYSTEM)
    assert gone.post("requests", **values)[0] == 403
    assert [line.name for line in keys()][-1] == "gone"
    told = [event.kind for event in timeline("city", town.city_id)]
    assert told[-1] == "key_revoked"
    assert timed.key not in json.dumps([event.body for event in timeline("city", town.city_id)])


def test_quotas_are_kept_in_the_database(town: Town, town_clock: TownClock) -> None:
    values = {"service_code": "CIV-01", **PLACE}
    app = Geo(key_for("report", name="small", per_minute=2, per_day=3))
    assert [app.post("requests", **values)[0] for _ in range(3)] == [200, 200, 429]
    answer = app.raw("post", "requests.xml", {"api_key": app.key, **values})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    town_clock.forward(minutes=1)
    assert [app.post("requests", **values)[0] for _ in range(2)] == [200, 429]
    town_clock.forward(days=1)
    assert app.post("requests", **values)[0] == 200
    caller = caller_of_token(app.key)
    assert caller is not None
    assert (caller.per_minute, caller.per_day, caller.may_report, caller.may_work) == (2, 3, True, False)


def test_a_key_that_cannot_be_issued(town: Town) -> None:
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (KeyHasNoName, {"name": " "}),
        (KeyHasNoName, {"name": "x" * 81}),
        (ScopeIsUnknown, {"scopes": ["fly"]}),
        (ScopeIsUnknown, {"scopes": []}),
        (QuotaIsWrong, {"per_day": 0}),
        (KeyEndsInThePast, {"valid_until": MORNING}),
        (KeyActsForNobody, {"scopes": ["work"]}),
        (KeyActsForNobody, {"acts_as": "nobody", "scopes": ["work"]}),
        (NotYourWork, {"by": town.supervisor}),
    ]
    for refusal, given in wrong:
        with make.refused(refusal):
            issue_key(**{"name": "x", "scopes": ["report"], "by": SYSTEM, **given})
    issue_key("x", scopes=["work"], acts_as="clerk", by=SYSTEM)
    with make.refused(KeyNameIsTaken):
        issue_key("x", scopes=["report"], by=SYSTEM)
    with make.refused(NoSuchKey):
        revoke_key("none", by=SYSTEM)
    with make.refused(NotYourWork):
        revoke_key("x", by=town.clerk)
