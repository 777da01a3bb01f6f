"""GeoReport v2, filtered: lists of requests by id, topic, state, date and page, tolerant in and strict out."""

from datetime import timedelta
from typing import Any

import pytest

from peygir.cases.models import Case
from peygir.core.moments import read_moment, written
from tests import geo, make
from tests.geo import Geo
from tests.town import CODE, MORNING, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


@pytest.fixture
def client(town: Town) -> Geo:
    """A client without a key."""
    return Geo()


def test_filters_take_lists_and_override(client: Geo, town_clock: TownClock) -> None:
    first = make.referred()
    second = make.done(phone=PHONES[1])
    third = make.referred("CLN-01", phone=PHONES[2])

    def ids(**query: Any) -> list[str]:
        status, rows = client.get("requests", **query)
        assert status == 200
        return [row["service_request_id"] for row in rows]

    assert set(ids()) == {first, second, third}
    assert set(ids(service_code="CIV-01, CLN-01,none")) == {first, second, third}
    assert set(ids(service_code=["CIV-01", "CLN-01"], status="open")) == {first, third}
    assert ids(status="closed") == [second]
    assert set(ids(status="open,closed")) == {first, second, third}
    assert ids(service_request_id=f"{third},{first},0", status="closed", start_date="2001-01-01") == [third, first]
    for wrong in ({"start_date": "x"}, {"page": "0"}, {"status": "gone"}):
        assert client.get("requests", service_request_id=first, **wrong)[0] == 400
    assert ids(service_request_id="", status="", page="", page_size="", start_date="") == ids()
    assert len(ids(page_size=2)) == 2
    assert len(ids(page_size=2, page=2)) == 1
    assert ids(page=3, page_size=200) == []
    assert set(ids(updated_after=written(MORNING - timedelta(days=400)))) == {first, second, third}
    assert ids(updated_before=written(MORNING - timedelta(days=1))) == []
    assert set(ids(jurisdiction_id=CODE)) == {first, second, third}


def test_ninety_days(client: Geo, town_clock: TownClock) -> None:
    old = make.referred()
    Case.objects.filter(code=old).update(opened_at=MORNING - timedelta(days=91))
    assert client.get("requests")[1] == []
    day = (MORNING - timedelta(days=91)).date().isoformat()
    assert len(client.get("requests", start_date=day)[1]) == 1
    assert len(client.get("requests", end_date=day)[1]) == 1, "the bounds are whole days"
    assert client.get("requests", end_date=(MORNING - timedelta(days=92)).date().isoformat())[1] == []
    status, errors = client.get("requests", start_date="2026-01-01", end_date="2026-04-02T00:00:01Z", locale="en")
    assert (status, "90 days" in geo.check_errors(errors, 400)) == (400, True)
    assert client.get("requests", start_date="2026-01-01", end_date="2026-04-01")[0] == 200
    assert client.get("requests", start_date="2026-04-01", end_date="2026-01-01")[0] == 400


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-03T06:00:00Z",
        "2026-05-03T09:30:00+03:30",
        "2026-05-03 09:30:00.123456+03:30",
        "2026-05-03T09:30:00 03:30",
        "2026-05-03T06:00:00",
        "2026-05-03T06:00Z",
        "2026-05-03t06:00:00.5z",
        "۲۰۲۶-۰۵-۰۳T06:00:00Z",
        "2026-5-3 6:00",
    ],
)
def test_dates_as_clients_write_them(client: Geo, text: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert written(moment) == "2026-05-03T06:00:00Z"
    assert client.get("requests", start_date=text)[0] == 200


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("end", ["start_date", "end_date"])
@pytest.mark.parametrize("path", ["requests", "servicerequestupdates"])
def test_the_ends_of_the_calendar_hold_nothing(client: Geo, path: str, end: str, moment: str) -> None:
    assert client.get(path, **{end: moment}) == (200, [])


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "yesterday"},
        {"end_date": "2026-13-01"},
        {"status": "done"},
        {"page": "0"},
        {"page_size": "x"},
        {"page": "-1"},
        {"updated_after": "9"},
    ],
)
def test_what_cannot_be_asked_is_said_in_both_forms(client: Geo, query: dict[str, str]) -> None:
    status, errors = client.get("requests", **query)
    assert status == 400
    messages = geo.check_errors(errors, 400)
    assert not messages.isascii()
    root = client.xml("requests", **query)
    assert (root.tag, root[0].tag, root[0][0].text, root[0][1].text) == ("errors", "error", "400", messages)
