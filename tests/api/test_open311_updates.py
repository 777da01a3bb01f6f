"""GeoReport v2, followed up: an update counts once, with any status that a system sends."""

import json

import pytest

from peygir.api.open311.updates import TAKEN
from peygir.cases.models import Case
from peygir.desks.intake.models import ReceivedUpdate
from tests import geo, make
from tests.drain import drain
from tests.geo import PLACE, Geo, code_of, key_for
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


@pytest.fixture
def app(town: Town) -> Geo:
    """An app with a key."""
    return Geo(key_for())


def test_an_update_is_kept_once_for_the_desk(app: Geo) -> None:
    code = code_of(app.post("requests", service_code="CIV-01", **PLACE))
    drain()
    values = {
        "service_request_id": code,
        "update_id": "u-1",
        "status": "OPEN",
        "description": "هنوز هست",
        "email": "a@b.co",
        "first_name": "Z",
        "updated_datetime": "2026-05-03T09:30:00+03:30",
    }
    for _ in range(2):
        assert app.post("servicerequestupdates", **values) == (200, [{"update_id": "u-1"}])
    assert ReceivedUpdate.objects.count() == 1
    assert make.kinds(code).count("update_received") == 1
    assert "هنوز" not in json.dumps(Geo().get("servicerequestupdates")[1], ensure_ascii=False)
    assert Case.objects.get(code=code).state == "referred"
    other = Geo(key_for("updates", name="other"))
    assert other.post("servicerequestupdates", **values)[0] == 200
    assert ReceivedUpdate.objects.count() == 2


@pytest.mark.parametrize("status", sorted(TAKEN))
def test_an_update_may_have_any_status_that_a_system_sends(app: Geo, status: str) -> None:
    code = make.referred()
    values = {"service_request_id": code, "update_id": "u", "status": status.upper(), "description": "x"}
    assert app.post("servicerequestupdates", **values) == (200, [{"update_id": "u"}])
    assert Case.objects.get(code=code).state == "referred"


def test_an_unknown_status_is_answered_with_the_known_ones(app: Geo) -> None:
    values = {"service_request_id": make.referred(), "update_id": "u", "status": "LATER", "locale": "en"}
    status, errors = app.post("servicerequestupdates", **values)
    words = geo.check_errors(errors, 400)
    assert (status, "“later”" in words, "cancelled" in words, "in_progress" in words) == (400, True, True, True)


def test_an_update_that_cannot_be_taken(app: Geo) -> None:
    code, secret = make.referred(), make.referred("CNF-01")
    good = {"service_request_id": code, "update_id": "u", "description": "x"}
    for changed, status in (
        ({"update_id": ""}, 400),
        ({"update_id": "x" * 81}, 400),
        ({"description": ""}, 400),
        ({"status": "LATER"}, 400),
        ({"service_request_id": "0"}, 404),
        ({"service_request_id": secret}, 404),
        ({"updated_datetime": "now"}, 400),
        ({"api_key": key_for("report", name="no")}, 403),
    ):
        if "api_key" in changed:
            answer = Geo(changed["api_key"]).post("servicerequestupdates", **good)
        else:
            answer = app.post("servicerequestupdates", **{**good, **changed})
        assert answer[0] == status, changed
        geo.check_errors(answer[1], status)
    assert not ReceivedUpdate.objects.exists()
