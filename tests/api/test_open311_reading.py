"""GeoReport v2, read: discovery, services, definitions, requests and updates, in both forms, and who may see what."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.cases.models import Case
from peygir.core.moments import written
from peygir.people.models import Staff
from tests import geo, make
from tests.drain import drain
from tests.geo import Geo, ask
from tests.town import CODE, MORNING, PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
SECRET_WORDS = "شماره من 09171234567 است، چاله بزرگ است"


@pytest.fixture
def client(town: Town) -> Geo:
    """A client without a key."""
    return Geo()


def test_discovery(client: Geo) -> None:
    status, document = client.get("discovery")
    assert (status, set(document)) == (200, {"changeset", "contact", "key_service", "endpoints"})
    assert json.loads(client.client.get("/api/open311/discovery.json").content) == document
    [endpoint] = document["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/api/open311/v2")
    assert (endpoint["type"], endpoint["formats"]) == ("test", ["text/xml", "application/json"])
    geo.same(client.xml("discovery"), document)


def test_services_are_what_everybody_may_see(client: Geo) -> None:
    status, services = client.get("services", locale="en")
    geo.check_services(services)
    assert status == 200
    codes = {row["service_code"] for row in services}
    assert {"CIV-01", "EXT-03"} <= codes
    assert not codes & {"CND-01", "CNF-01", "INF-01"}
    assert services[0]["service_name"].isascii()
    assert not any(row["metadata"] for row in services)
    geo.same(client.xml("service", locale="en"), services)
    assert "194" in next(row["description"] for row in services if row["service_code"] == "EXT-03")


def test_a_definition_has_every_datatype(client: Geo) -> None:
    for number, datatype in enumerate(geo.DATATYPES, start=1):
        ask("CIV-01", f"q{number}", datatype, number * 10, is_required=number == 1, is_asked=number != 4)
    ask("CIV-01", "later", "text", 90, valid_from=MORNING.date() + timedelta(days=1))
    ask("CIV-01", "over", "text", 91, valid_to=MORNING.date())
    _, services = client.get("services")
    assert [row["service_code"] for row in services if row["metadata"]] == ["CIV-01"]
    for path in ("services/CIV-01", "service/CIV-01"):
        status, definition = client.get(path)
        assert status == 200
        geo.check_definition(definition)
    assert [one["datatype"] for one in definition["attributes"]] == list(geo.DATATYPES)
    assert [one["code"] for one in definition["attributes"]] == [f"q{number}" for number in range(1, 7)]
    geo.same(client.xml("services/CIV-01"), definition)
    assert client.get("services/CLN-01")[1] == {"service_code": "CLN-01", "attributes": []}
    for code in ("CNF-01", "none", "%00"):
        status, errors = client.get(f"services/{code}")
        assert (status, bool(geo.check_errors(errors, 404))) == (404, True)


def test_requests_show_the_case_and_nobody(client: Geo, town: Town) -> None:
    lat, lon = point_in("1")
    code = make.done(
        text=SECRET_WORDS,
        lat=lat + 0.00012,
        lon=lon,
        name="مریم کاظمی",
        email="m@example.com",
        may_publish=True,
        address="کوچهٔ ۱۲ پلاک ۷",
        answer="چاله پر شد.",
    )
    status, requests_found = client.get("requests", extensions="true")
    geo.check_requests(requests_found, extensions=True)
    [row] = requests_found
    assert (status, row["service_request_id"], row["status"], row["service_code"]) == (200, code, "closed", "CIV-01")
    assert (row["lat"], row["long"]) == (round(lat, 3), round(lon, 3))
    assert row["agency_responsible"] == "شهرداری منطقهٔ یک"
    assert row["status_notes"] == "انجام شد. چاله پر شد."
    assert row["description"] == ""
    assert row["address"] == "ارم، منطقه یک، گلگشت"
    assert [note["type"] for note in row["notes"]] == ["opened", "referred", "accepted", "finished"]
    everything = json.dumps(requests_found, ensure_ascii=False) + client.raw("get", "requests.xml").content.decode()
    for personal in ("0917", PHONES[0][-7:], "مریم", "example.com", "پلاک", "staff:"):
        assert personal not in everything.replace(code, ""), "the code's digits are random"
    [single] = client.get(f"requests/{code}")[1]
    assert single == {name: value for name, value in row.items() if name in single}
    geo.same(client.xml("requests", extensions="1"), requests_found)
    geo.same(client.xml(f"request/{code}"), [single])


def test_words_that_may_be_read_are_the_description(client: Geo) -> None:
    shown = make.referred(may_publish=True)
    hidden = make.referred(phone=PHONES[1])
    unread = make.report(may_publish=True, phone=PHONES[2]).code
    rows = {row["service_request_id"]: row for row in client.get("requests")[1]}
    assert rows[shown]["description"] == make.POTHOLE
    assert rows[hidden]["description"] == ""
    # Nobody has judged it yet: it is there, and its words are not.
    assert (rows[unread]["description"], rows[unread]["service_code"], rows[unread]["status"]) == ("", "CIV-01", "open")


def test_what_is_not_for_all_eyes_is_not_there(client: Geo) -> None:
    for topic in ("CNF-01", "CND-01", "INF-01"):
        code = make.referred(topic)
        assert client.get(f"requests/{code}")[0] == 404
        assert client.get("requests", service_request_id=code)[1] == []
        assert client.get("requests", service_code=topic)[1] == []
    secret = make.report().code
    Case.objects.filter(code=secret).update(is_confidential=True)
    assert client.get("requests")[1] == []
    assert client.get("servicerequestupdates")[1] == []


def test_a_report_that_joined_leads_to_the_case(client: Geo, town: Town) -> None:
    code = make.referred()
    joined = make.report(join_code=code, phone=PHONES[3]).code
    [row] = client.get(f"requests/{joined}")[1]
    assert row["service_request_id"] == joined
    assert [one["service_request_id"] for one in client.get("requests")[1]] == [code]
    other = make.referred(phone=PHONES[4])
    make.command(other, "merge", town.clerk, into=code)
    drain()
    [row] = client.get(f"requests/{other}", extensions="true")[1]
    assert (row["status"], row["extended_attributes"]["duplicate_of"]) == ("closed", code)


def test_addresses_that_are_none(client: Geo) -> None:
    for path in ("nowhere", "requests/0", "requests/1405000000", "tokens/x"):
        status, errors = client.get(path)
        assert status == 404
        geo.check_errors(errors, 404)
    status, errors = client.get("services", jurisdiction_id="mars", locale="en")
    assert (status, "mars" in geo.check_errors(errors, 404)) == (404, True)
    answer = client.raw("put", "requests.json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")
    assert client.raw("options", "requests.json").status_code == 204
    assert client.raw("get", "requests").content.startswith(b"<?xml")
    assert client.raw("get", "services/", headers={"accept": "application/json"}).content.startswith(b"[")
    assert client.raw("head", "services.json").status_code == 200


def test_a_city_may_have_other_names(client: Geo, settings: Any) -> None:
    settings.JURISDICTIONS = {"golgasht.ir": CODE}
    assert client.get("services", jurisdiction_id="Golgasht.ir")[0] == 200


def test_a_long_list_takes_no_more_statements(client: Geo, town: Town) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("requests", extensions="true")[0] == 200
        return len(seen)

    make.referred(may_publish=True)
    client.get("services")
    few = statements()
    for number in range(1, 12):
        make.referred(may_publish=True, phone=PHONES[number])
    assert statements() == few <= 11
    assert Staff.objects.count()


def test_updates_tell_what_happened(client: Geo) -> None:
    code = make.done()
    status, rows = client.get("servicerequestupdates")
    assert status == 200
    geo.check_updates(rows)
    assert [row["status"] for row in rows] == ["open", "open", "in_progress", "fixed"]
    assert {row["service_request_id"] for row in rows} == {code}
    assert len({row["update_id"] for row in rows}) == len(rows)
    assert rows[-1]["description"] == "انجام شد. چاله پر شد."
    geo.same(client.xml("servicerequestupdates"), rows)
    assert client.get("servicerequestupdates", page_size=3, page=2)[1] == rows[3:]
    assert client.get("servicerequestupdates", end_date=written(MORNING - timedelta(days=1)))[1] == []
