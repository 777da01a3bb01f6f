"""FixMyStreet's own client of Open311 reads, reports and follows up at a running Peygir, with a database of its own."""

from typing import Any

import pytest

from peygir.cases.models import Report
from peygir.city import queries as city
from peygir.core.moments import day_start, written
from peygir.desks.answers.models import ReplyChannel
from peygir.desks.intake.details.queries import details_of
from tests import geo, make
from tests.drain import drain
from tests.geo import LAT, LON
from tests.outbreaks import ZONE
from tests.outside.fixmystreet import FixMyStreet
from tests.outside.fixmystreet_city import BIN, COLOURS, DETAIL, POTHOLE, TITLE, colours, lately, pictures, send, sent
from tests.outside.systems import needs
from tests.town import CODE, point_in

pytestmark = needs("open311")
ANSWERS = {
    "string": "یک خط",
    "number": "12.5",
    "datetime": "2026-05-01 10:00:00+03:30",
    "text": "دو\nخط",
    "singlevaluelist": "b",
    "multivaluelist": "a,b",
}


def test_services_become_categories_with_their_questions(client: FixMyStreet) -> None:
    categories = {one["code"]: one for one in client.call("populate")}
    topics = [topic for topic in city.topics(city.current_city(CODE).id) if topic.code in categories]
    assert set(categories) == {"CIV-01", "CIV-09", "CLN-01", "EXT-01", "EXT-03", "GRN-07"}
    for topic in topics:
        category = categories[topic.code]
        assert (category["category"], category["group"], category["state"]) == (
            topic.name_fa,
            [topic.group_fa],
            "confirmed",
        )
        assert bool(category["questions"]) == (topic.code == "CLN-01")
    choices = [{"key": "a", "name": "الف"}, {"key": "b", "name": "ب"}]
    assert [
        (one["code"], one["datatype"], one["order"], one["description"], one["required"], one["variable"])
        for one in categories["CLN-01"]["questions"]
    ] == [
        (name, name, number, f"پرسش {name}", "true" if name == "string" else "false", "true")
        for number, name in enumerate(geo.DATATYPES, start=1)
    ]
    for category in categories["CLN-01"]["questions"]:
        assert (category["values"] or []) == (choices if category["datatype"].endswith("list") else [])
        assert category["datatype_description"] == f"راهنمای {category['order']}"
    services = {one["service_code"]: one for one in client.call("services")}
    assert (services["CLN-01"]["service_name"], services["CLN-01"]["metadata"]) == (BIN, "true")
    definition = client.call("definition", code="CLN-01")
    assert (definition["service_code"], len(definition["attributes"])) == ("CLN-01", len(geo.DATATYPES))


def test_a_report_in_persian_arrives_as_it_was_written(client: FixMyStreet) -> None:
    report = sent(client)
    assert report.text.startswith(f"{TITLE}\n\n{DETAIL}\n\nhttp://127.0.0.1:")
    assert (report.reporter_name, report.lat, report.lon) == ("زهرا محمدی نژاد", LAT, LON)
    assert ReplyChannel.objects.get(report=report).address == "zahra@citizen.example"
    drain()
    answer = client.call("requests", asked={"report_ids": [report.code, "0000000000"]})
    assert (answer["success"], answer["error"]) == (1, "")
    [shown] = answer["rows"]
    assert (shown["service_request_id"], shown["status"], shown["status_notes"]) == (report.code, "open", "ارجاع شد")
    assert (shown["service_code"], shown["service_name"]) == ("CIV-01", POTHOLE)
    assert (float(shown["lat"]), float(shown["long"])) == (LAT, LON)
    assert shown["requested_datetime"] == day_start(report.received_at, ZONE).isoformat()
    assert shown["description"] is None, "words with a link wait until somebody has read them"
    assert client.call("token", token=report.code) == report.code


def test_answers_arrive_with_the_report(client: FixMyStreet) -> None:
    refused = send(client, category=BIN, extra={"number": "12.5"})
    assert (refused["send_state"], refused["external_id"]) == ("unprocessed", None)
    assert "400: به پرسش «پرسش string» (attribute[string])" in refused["error"]
    assert not Report.objects.exists()
    report = sent(client, category=BIN, extra=ANSWERS)
    [told] = details_of(report.case_id)
    assert {one["code"]: [value["key"] for value in one["values"]] for one in told.answers} == {
        "string": ["یک خط"],
        "number": ["12.5"],
        "datetime": ["2026-05-01T06:30:00Z"],
        "text": ["دو\nخط"],
        "singlevaluelist": ["b"],
        "multivaluelist": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("options", "count"),
    [({}, 1), ({"multi_photos": True}, 2), ({"upload_files": True, "always_upload_photos": True}, 2)],
)
def test_photos_arrive_by_address_and_as_files(client: FixMyStreet, options: dict[str, Any], count: int) -> None:
    client.call("options", options=options)
    report = sent(client, photos=pictures())
    drain()
    # Perl sends the files of a form in any order.
    assert sorted(colours(report)) == sorted(COLOURS[:count])


def test_a_place_may_be_an_address(client: FixMyStreet) -> None:
    client.call("options", options={"always_send_latlong": False})
    report = sent(client, used_map=0, postcode="خیابان زند، کوچهٔ ۷")
    assert (report.address, report.lat, report.lon) == ("خیابان زند، کوچهٔ ۷", None, None)
    client.call("options", options={"always_send_latlong": False, "send_notpinpointed": True})
    [told] = details_of(sent(client, used_map=0).case_id)
    assert told.address_id == "#NOTPINPOINTED#"


def test_a_refused_report_is_sent_again_and_kept_once(client: FixMyStreet) -> None:
    for key in ("wrong", geo.key_for("updates", name="only updates")):
        client.call("key", api_key=key)
        problem = send(client)
        assert (problem["send_state"], "error: 403: " in problem["error"]) == ("unprocessed", True)
    assert not Report.objects.exists()
    client.call("key", api_key=geo.key_for(name="right"))
    again = client.call("send_again", problem=problem["id"])
    assert (again["send_state"], again["external_id"]) == ("sent", Report.objects.get().code)


def test_reports_of_others_become_problems(client: FixMyStreet) -> None:
    own = sent(client)
    other = make.report("CIV-01", district="2", text="چاله‌ای جلوی مدرسه است.\nخطرناک است.", may_publish=True)
    make.report("CNF-01", text="محرمانه")
    drain()
    since, until = lately()
    rows = client.call("requests", asked={"start_date": since, "end_date": until})["rows"]
    assert {row["service_request_id"] for row in rows} == {own.code, other.code}
    for _ in range(2):
        problems = client.call("fetch_reports", since=since, until=until)
        assert [problem["external_id"] for problem in problems] == [own.code, other.code]
    fetched, lat_lon = problems[1], point_in("2")
    assert fetched["detail"] == "چاله‌ای جلوی مدرسه است.\nخطرناک است."
    assert (fetched["category"], fetched["state"]) == (POTHOLE, "confirmed")
    assert (fetched["latitude"], fetched["longitude"]) == pytest.approx(lat_lon, abs=0.001)
    # Of a report that it did not send it knows the day.
    assert fetched["confirmed"] == written(day_start(make.report_row(other.code).received_at, ZONE))
