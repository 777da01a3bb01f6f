"""A crew's day for its phone: who gets it, what is in it, its pictures, and the key that can be withdrawn."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from peygir.assets.queries import needed_asset
from peygir.centre.contacts.models import PbxLine
from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.evidence_needs import EvidenceNeeds
from peygir.desks.fieldwork.models import Crew, Evidence, MaskedCall, OrderStep
from peygir.people.rules import SYSTEM
from tests import asset_register, make, streets
from tests.desks.test_order_commands import command, result, states
from tests.desks.test_sync import send
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town
from tests.tus_sender import TusSender, sha256

pytestmark = pytest.mark.usefixtures("town_clock")
CREW = "crew_one"
TODAY = "/crew/today/"
SAID = "چالهٔ عمیق جلوی خانهٔ آقای احمد رضایی، شماره‌ام ۰۹۱۷۱۲۳۴۵۶۷"


def phone_of(name: str = CREW) -> Client:
    """A browser in which this person is signed in, with a key of its own."""
    client: Client = signed_in(name)
    assert client.post("/crew/key/").json()["phone"] == "known"
    return client


def day_of(client: Client, **given: Any) -> dict[str, Any]:
    answer = client.get(TODAY, given)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_the_day_holds_what_a_stop_needs_and_nothing_of_who_reported_it(town: Town) -> None:
    code = make.referred(text=SAID, photos_raw=(make.photo(),), phone=PHONES[0])
    streets.member()
    asset_register.make_types()
    tag = asset_register.register()
    number = streets.sent(town, code, asset_id=needed_asset(tag).id)
    drain()
    body = day_of(phone_of())
    (stop,) = body["day"]["stops"]
    assert stop["asset"] == tag
    assert (stop["number"], stop["state"], stop["version"]) == (number, "sent", streets.read(number).version)
    (case,) = stop["cases"]
    assert case["version"] == make.case(code).version
    assert "چالهٔ عمیق" in case["said"][0]
    text = json.dumps(body, ensure_ascii=False)
    for personal in ("احمد", "رضایی", "۰۹۱۷", "0917", "917123", PHONES[0]):
        assert personal not in text, personal
    assert {choice["value"] for choice in body["day"]["results"]} >= {"fixed", "partly", "not_possible"}
    assert body["day"]["person"] == str(streets.member())
    assert len(text.encode()) < 20_000


def test_the_same_day_comes_once_and_its_version_changes_with_it(town: Town) -> None:
    code = make.referred()
    number = streets.sent(town, code)
    client = phone_of()
    first = day_of(client)
    again = day_of(client, have=first["version"])
    assert "day" not in again
    assert again["version"] == first["version"]
    fieldwork.give_result(number, code, streets.fixed(), by=streets.member())
    changed = day_of(client, have=first["version"])
    assert changed["version"] != first["version"]
    assert changed["day"]["stops"][0]["cases"][0]["result"] == "fixed"


def test_stops_come_in_the_order_of_the_route_and_with_the_rule_of_evidence(town: Town) -> None:
    codes = [make.referred(), make.referred(phone=PHONES[1])]
    crew_id = streets.crew(town)
    needed = EvidenceNeeds(before=True, signature=True)
    fieldwork.set_evidence_rule(town.city_id, ["CIV-01"], needs=needed, since=streets.today(), by=str(SYSTEM))
    numbers = []
    for position, code in zip((2, 1), codes, strict=True):
        number = streets.order(town, code)
        plan = fieldwork.WorkPlan(crew_id=crew_id, on=streets.today(), position=position)
        fieldwork.plan_order(number, plan, by=town.clerk)
        fieldwork.send_order(number, by=town.clerk)
        numbers.append(number)
    OrderStep.objects.create(order_id=streets.read(numbers[0]).id, position=1, text="ایمن کنید", is_required=True)
    stops = day_of(phone_of())["day"]["stops"]
    assert [stop["number"] for stop in stops] == numbers[::-1]
    assert stops[1]["steps"] == [{"position": 1, "text": "ایمن کنید", "is_required": True, "is_done": False}]
    needs = stops[0]["cases"][0]["needs"]
    assert (needs["before"], needs["after"], needs["signature"]) == (True, False, True)


def test_the_shift_ends_with_the_crews_hours(town: Town) -> None:
    crew_id = streets.crew(town)
    crew = queries.crew_by_id(crew_id, on=streets.today())
    assert crew is not None
    client = phone_of()
    until = day_of(client)["day"]["until"]
    assert until > clock.now().isoformat()[:19]
    form = fieldwork.CrewForm(code=crew.code, name=crew.name, hours={day: (time(22), time(6)) for day in range(7)})
    fieldwork.keep_crew(crew.unit_id, form, by=SYSTEM, crew_id=crew_id)
    night = day_of(client)["day"]["until"]
    assert night.startswith((streets.today() + timedelta(days=1)).isoformat())


def test_a_picture_opens_to_the_crew_of_its_case_alone(town: Town) -> None:
    code = make.referred(photos_raw=(make.photo(),))
    streets.sent(town, code)
    drain()
    client = phone_of()
    (photo,) = day_of(client)["day"]["stops"][0]["cases"][0]["photos"]
    for size in ("thumb", "full"):
        answer: Any = client.get(photo[size])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert "no-store" in answer["Cache-Control"]
    streets.member(name="crew_two")
    assert signed_in("crew_two").get(photo["thumb"]).status_code == 404
    assert client.get(photo["thumb"].replace("report", "other")).status_code == 404
    assert client.get(photo["thumb"].replace(code, make.referred(phone=PHONES[1]))).status_code == 404


def test_a_result_brings_its_pictures_with_their_roles_place_and_corrected_time(town: Town) -> None:
    code = make.referred()
    streets.member()
    number = streets.sent(town, code)
    before, after, sign = (make.photo(side, gps=False) for side in (300, 302, 304))
    sender = TusSender(client=signed_in(CREW))
    for photo in (before, after, sign):
        sender.send(photo)
    taken = (clock.now() - timedelta(hours=1)).isoformat()
    pictures = [
        {"sha256": sha256(before), "role": "before", "taken_at": taken},
        {"sha256": sha256(after), "role": "after", "taken_at": taken, "lat": 29.6, "lon": 52.5},
        {"sha256": sha256(sign), "role": "sign", "taken_at": taken},
    ]
    digests = [sha256(before), sha256(after), sha256(sign)]
    strange = command(number, 1, result(code, pictures=[{"sha256": "no", "role": "after"}]), photos=digests)
    unread = command(number, 2, result(code, pictures=[{"sha256": digests[0], "role": "selfie"}]), photos=digests)
    answers = send(CREW, strange, unread, command(number, 3, result(code, pictures=pictures), photos=digests))
    assert states(answers) == ["refused", "refused", "applied"], answers
    rows = {row.role or row.kind: row for row in Evidence.objects.all()}
    assert set(rows) == {"before", "after", "sign"}
    assert (rows["after"].lat, rows["after"].lon) == (29.6, 52.5)
    assert rows["after"].taken_at is not None


def test_two_who_did_the_same_are_no_conflict_and_both_photos_stay(town: Town) -> None:
    code = make.referred()
    people = (streets.member(), streets.member(name="crew_two"))
    number = streets.sent(town, code, crew_id=streets.crew(town, people=people))
    for side, name in ((300, CREW), (302, "crew_two")):
        photo = make.photo(side)
        TusSender(client=signed_in(name)).send(photo)
        sent = command(number, 1, result(code), photos=[sha256(photo)], device=name)
        for _ in range(2):
            assert states(send(name, sent))[0] in ("applied", "applied_soft")
    assert sorted(Evidence.objects.values_list("by", flat=True)) == sorted(map(str, people))


def test_the_page_holds_nobodys_data_and_opens_to_crews(town: Town) -> None:
    streets.sent(town, make.referred(text="یک متن یکتا در گزارش"))
    page = signed_in(CREW).get("/crew/")
    assert page.status_code == 200
    assert "یک متن یکتا" not in page.content.decode()
    assert signed_in("clerk").get("/crew/").status_code == 403
    shell = Client().get("/shell/fa/crew/")
    assert (shell.status_code, shell["Cache-Control"]) == (200, "no-cache")
    assert signed_in(CREW).get("/desk/")["Location"] == "/crew/"


def test_the_reporter_can_be_called_where_an_exchange_and_both_numbers_are(live_town: Town) -> None:
    code, of_nobody = make.referred(phone=PHONES[0]), make.referred(phone="")
    numbers = [streets.sent(live_town, each) for each in (code, of_nobody)]
    client = phone_of()

    def offered() -> dict[str, bool]:
        cases = [case for stop in day_of(client)["day"]["stops"] for case in stop["cases"]]
        return {case["code"]: case["may_call"] for case in cases}

    assert offered() == {code: False, of_nobody: False}, "no exchange is configured"
    sent_order = {"order": numbers[0], "case": code}
    answer = client.post("/crew/call/", sent_order, headers={"Accept": "application/json"})
    assert (answer.status_code, len(answer.json()["faults"])) == (503, 1)
    PbxLine.objects.create(city_id=live_town.city_id, is_up=True, changed_at=clock.now())
    assert offered() == {code: False, of_nobody: False}, "the crew has no phone number"
    (crew,) = queries.crews_of_unit(live_town.units["D-01"], on=streets.today())
    form = {"name": crew.name, "code": crew.code, "phone": "۰۹۱۷ ۰۰۰ ۱۱۲۲", "is_active": "on", "version": crew.version}
    assert signed_in("clerk").post(f"/desk/crews/{crew.id}/", form).status_code == 302
    assert Crew.objects.get().phone == "+989170001122"
    assert signed_in("clerk").post(f"/desk/crews/{crew.id}/", {**form, "phone": "12", "version": 2}).status_code == 422
    assert offered() == {code: True, of_nobody: False}
    answer = client.post("/crew/call/", sent_order, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert PHONES[0][3:] not in answer.content.decode()
    assert MaskedCall.objects.get().case.code == code
    again = client.post("/crew/call/", sent_order, headers={"Accept": "application/json"})
    assert again.status_code == 409
    fieldwork.give_result(numbers[0], code, streets.fixed(), by=streets.member())
    assert not offered()[code], "the work here is over"
