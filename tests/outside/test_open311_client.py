"""FixMyStreet's own client of Open311 reads, reports and follows up at a running Peygir, with a database of its own."""

import base64
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from peygir.api.open311.updates import STATUSES
from peygir.cases.models import Report
from peygir.cases.queries import notes_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import written
from peygir.desks.answers.models import ReplyWay
from peygir.desks.intake.details.queries import details_of
from peygir.desks.intake.models import Photo, ReceivedUpdate
from peygir.media import files
from tests import geo, make
from tests.drain import drain
from tests.geo import ask
from tests.outside.fixmystreet import FixMyStreet, fixmystreet
from tests.outside.systems import needs
from tests.server import HOME
from tests.serving import Server, served
from tests.town import CODE, Town, point_in

pytestmark = needs("open311")
LAT, LON = point_in("1")
TITLE, DETAIL = "چالهٔ بزرگ در خیابان زند", "از هفتهٔ پیش این‌جاست؛\nدو خودرو هم پنچر شد 🚗 & «بماند»."
POTHOLE, BIN = "چاله خیابان", "سطل زباله"
ANSWERS = {
    "string": "یک خط",
    "number": "12.5",
    "datetime": "2026-05-01 10:00:00+03:30",
    "text": "دو\nخط",
    "singlevaluelist": "b",
    "multivaluelist": "a,b",
}
COLOURS = ["red", "blue"]


@pytest.fixture(scope="module")
def perl(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FixMyStreet]:
    with django_db_blocker.unblock(), fixmystreet(tmp_path_factory.mktemp("fixmystreet")) as running:
        yield running


@pytest.fixture
def web(fresh_city: None, live_town: Town, settings: Any) -> Iterator[Server]:
    """Peygir's web, which asks further questions about bins and keeps its uploads where this process finds them."""
    settings.UPLOADS = HOME / "uploads"
    settings.FETCH_PRIVATE_HOSTS = True  # FixMyStreet's photos are on this machine
    for number, datatype in enumerate(geo.DATATYPES, start=1):
        ask("CLN-01", datatype, datatype, number, is_required=datatype == "string", hint_fa=f"راهنمای {number}")
    with served("web") as running:
        yield running


@pytest.fixture
def client(perl: FixMyStreet, web: Server) -> FixMyStreet:
    """FixMyStreet with our city as the body that it reports to, under a key of ours; its categories are our topics."""
    endpoint = f"http://127.0.0.1:{web.port}/api/open311/v2/"
    perl.call("options", options={})
    perl.call("join", name=f"City at {web.port}", endpoint=endpoint, api_key=geo.key_for(), jurisdiction=CODE)
    perl.call("populate")
    return perl


def send(client: FixMyStreet, **given: Any) -> dict[str, Any]:
    """A report that FixMyStreet took and sent on."""
    usual = {
        "category": POTHOLE,
        "title": TITLE,
        "detail": DETAIL,
        "latitude": LAT,
        "longitude": LON,
        "name": "زهرا محمدی نژاد",
        "email": "zahra@citizen.example",
    }
    problem = client.call("report", **{**usual, **given})
    assert isinstance(problem, dict)
    return problem


def sent(client: FixMyStreet, **given: Any) -> Report:
    """The same, as it arrived here."""
    problem = send(client, **given)
    assert (problem["send_state"], problem["error"]) == ("sent", None)
    return make.report_row(problem["external_id"])


def pictures() -> list[str]:
    """A red and a blue picture, for `photos`."""
    return [base64.b64encode(make.photo(colour=colour)).decode() for colour in COLOURS]


def colours(report: Report) -> list[str]:
    """The colour of each photo that was kept of a report, in order."""
    result = []
    for photo in Photo.objects.filter(report=report, state="ready").order_by("position"):
        pixel: Any = Image.open(io.BytesIO(files.read(photo.picture))).convert("RGB").getpixel((5, 5))
        result.append("red" if pixel[0] > pixel[2] else "blue")
    return result


def lately() -> tuple[str, str]:
    """Two hours ago, and in a minute."""
    return written(clock.now() - timedelta(hours=2)), written(clock.now() + timedelta(minutes=1))


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
    assert ReplyWay.objects.get(report=report).address == "zahra@citizen.example"
    drain()
    answer = client.call("requests", asked={"report_ids": [report.code, "0000000000"]})
    assert (answer["success"], answer["error"]) == (1, "")
    [shown] = answer["rows"]
    assert (shown["service_request_id"], shown["status"], shown["status_notes"]) == (report.code, "open", "ارجاع شد")
    assert (shown["service_code"], shown["service_name"]) == ("CIV-01", POTHOLE)
    assert (float(shown["lat"]), float(shown["long"])) == (LAT, LON)
    assert shown["requested_datetime"] == written(report.received_at)
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
    assert fetched["confirmed"] == written(make.report_row(other.code).received_at)


@pytest.mark.parametrize("by_request", [False, True])
def test_what_the_city_does_comes_back(client: FixMyStreet, live_town: Town, by_request: bool) -> None:
    problem = send(client)
    client.call("send_earlier", problem=problem["id"])
    code = problem["external_id"]
    drain()
    make.command(code, "accept", live_town.clerk)
    make.command(code, "finish", live_town.clerk, note="چاله پر شد.", form="آسفالت ریخته شد")
    drain()
    since, until = lately()
    assert {row["service_request_id"] for row in client.call("updates", since=since, until=until)} == {code}
    for _ in range(2):
        followed = client.call("fetch_updates", start_date=since, end_date=until, by_request=by_request)
    [problem] = followed["problems"]
    # A request itself is open or closed; its updates tell which end it was.
    assert (problem["external_id"], problem["state"]) == (code, "closed" if by_request else "fixed - council")
    shown = [(comment["text"], comment["state"]) for comment in followed["comments"]]
    if by_request:
        assert shown[0] == ("انجام شد. چاله پر شد.", "closed")
    else:
        assert shown == [
            ("ثبت شد", "confirmed"),
            ("ارجاع شد", "confirmed"),
            ("در دست اقدام", "in progress"),
            ("انجام شد. چاله پر شد.", "fixed - council"),
        ]


def test_every_status_of_ours_is_a_state_there(client: FixMyStreet) -> None:
    states = client.call("states", statuses=sorted(set(STATUSES.values())))
    assert set(states["read"].values()) <= set(states["shown"]), states["read"]


def test_updates_of_every_state_are_kept_once(client: FixMyStreet) -> None:
    client.call("options", options={"mark_reopen": True})
    problem = send(client)
    drain()
    texts = []
    for state in client.call("states", statuses=[])["shown"]:
        texts.append(f"هنوز همان است ({state})")
        comment = client.call("comment", problem=problem["id"], text=texts[-1], state=state)
        assert (comment["send_state"], comment["error"], comment["external_id"]) == ("sent", None, str(comment["id"]))
    again = client.call("send_again", comment=comment["id"])
    assert (again["send_state"], again["external_id"]) == ("sent", comment["external_id"])
    case = make.case(problem["external_id"])
    assert ReceivedUpdate.objects.filter(case=case).count() == len(texts)
    assert [note.text for note in notes_of(case.pk).values()] == texts
    assert case.state == "referred"


def test_updates_bring_their_photos(client: FixMyStreet) -> None:
    problem = send(client)
    report = make.report_row(problem["external_id"])
    drain()
    for options in ({"multi_photos": True}, {"upload_files_for_updates": True, "always_upload_photos": True}):
        client.call("options", options=options)
        comment = client.call("comment", problem=problem["id"], text="این عکس‌ها", state="confirmed", photos=pictures())
        assert (comment["send_state"], comment["error"]) == ("sent", None)
    drain()
    assert sorted(colours(report)) == sorted(COLOURS)
    by_address, as_files = (note.text.split("\n") for note in notes_of(report.case_id).values())
    assert (by_address[0], len(by_address), as_files) == ("این عکس‌ها", 3, ["این عکس‌ها"])
