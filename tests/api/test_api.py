"""The JSON doors for reports: handed in and followed, who may, and every refusal in one shape."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from peygir.cases.models import Report
from peygir.core.persian import fa_digits
from peygir.desks.answers.models import Message
from peygir.people.actions.counting import GUESSES
from peygir.people.models import ApiKey, Staff
from tests import make
from tests.api.caller import Caller, is_refusal, report_body, token_for
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")

PHOTO = base64.b64encode(make.photo()).decode()


# ── handing in ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_hand_in_and_follow(app: Caller) -> None:
    status, receipt = app.post("/reports", report_body())
    assert status == 201
    assert receipt["is_new"]
    drain()
    code = receipt["code"]
    status, shown = Caller().get(f"/reports/{code}")
    assert (status, shown["state"], shown["state_fa"]) == (200, "referred", "ارجاع شد")
    assert [line["kind"] for line in shown["events"]] == make.kinds(code)
    assert Caller().get(f"/reports/{fa_digits(code)}")[1]["code"] == code
    for personal in (PHONES[0], make.POTHOLE, "citizen", "staff"):
        assert personal not in json.dumps(shown, ensure_ascii=False)


def test_the_same_key_twice_is_one_report_but_keys_belong_to_one_system(app: Caller, town: Town) -> None:
    first = app.post("/reports", report_body(), Idempotency_Key="1")
    again = app.post("/reports", report_body(), Idempotency_Key="1")
    assert (first[0], again[0]) == (201, 200)
    assert again[1] == {**first[1], "is_new": False}
    other = Caller(token_for("operator")).post("/reports", report_body(), Idempotency_Key="1")
    assert other[0] == 201
    assert other[1]["code"] != first[1]["code"]
    long = "k" * 500
    assert app.post("/reports", report_body(), Idempotency_Key=long + "a")[0] == 201
    assert app.post("/reports", report_body(), Idempotency_Key=long + "b")[0] == 201
    assert app.post("/reports", report_body(), Idempotency_Key=long + "b")[0] == 200


def test_a_reporter_with_an_address_alone_is_written_to(app: Caller) -> None:
    status, receipt = app.post("/reports", report_body(reporter={"name": "Zahra", "email": "zahra@example.com"}))
    assert status == 201
    drain()
    report = Report.objects.get(code=receipt["code"])
    assert (report.citizen, report.reporter_name) == (None, "Zahra")
    assert Message.objects.get(report=report, kind="received").address == "zahra@example.com"


def test_trying_codes_that_do_not_exist_is_soon_refused(town: Town) -> None:
    answers = [Client().get(f"/api/v1/reports/05{number:08d}").status_code for number in range(GUESSES + 2)]
    assert answers == [404] * GUESSES + [429] * 2


def test_photos(app: Caller) -> None:
    status, receipt = app.post("/reports", report_body(photos=[PHOTO, PHOTO]))
    assert status == 201
    assert Report.objects.get(code=receipt["code"]).photo_count == 2
    assert is_refusal(*app.post("/reports", report_body(photos=[PHOTO] * 9)), 422, "FieldsAreWrong")


LEFT_OUT = {
    "reporter.phone": "PhoneIsNotValid",
    "reporter.email": "EmailIsNotValid",
    "reporter.for_phone": "PhoneIsNotValid",
    "photos.0": "PhotoIsNotBase64",
    "photos.2": "PhotoIsNotReadable",
}


def test_what_cannot_be_used_is_left_out_and_named(app: Caller) -> None:
    who = {"phone": "abc", "name": "Zahra", "email": "x", "for_phone": "1"}
    body = report_body(reporter=who, photos=["no base64!", PHOTO, "QUJD"])
    status, receipt = app.post("/reports", body, Idempotency_Key="1")
    assert status == 201
    assert {one["field"]: one["error"] for one in receipt["left_out"]} == LEFT_OUT
    assert all(one["fa"] and one["en"] for one in receipt["left_out"])
    report = Report.objects.get(code=receipt["code"])
    assert (report.citizen, report.reporter_name, report.photo_count) == (None, "Zahra", 1)
    status, again = app.post("/reports", body, Idempotency_Key="1")
    assert (status, again["code"], again["left_out"]) == (200, receipt["code"], receipt["left_out"])


def test_fields_that_a_report_does_not_have_are_named(app: Caller) -> None:
    body = report_body(reporter={"phone": PHONES[0], "mobile": "1"}, adress="Zand 12")
    status, receipt = app.post("/reports", body)
    assert (status, [one["field"] for one in receipt["left_out"]]) == (201, ["adress", "reporter.mobile"])
    assert is_refusal(*app.post("/reports", body, Prefer="handling=strict"), 422, "FieldIsUnknown")
    body = report_body(**{f"x{number}" * 30: number for number in range(50)})
    left_out = app.post("/reports", body)[1]["left_out"]
    assert (len(left_out), {len(one["field"]) for one in left_out}) == (20, {60})


def test_an_address_that_grows_in_small_letters_is_left_out(app: Caller) -> None:
    email = f"{'İ' * 64}@{'a' * 185}.com"  # 254 letters, each İ becomes two
    status, receipt = app.post("/reports", report_body(reporter={"email": email}, photos=[PHOTO]))
    assert (status, [one["field"] for one in receipt["left_out"]]) == (201, ["reporter.email"])


@pytest.mark.parametrize("prefer", ["handling=strict", 'respond-async, Handling = "Strict"; x=1'])
def test_a_strict_system_is_refused_instead(app: Caller, prefer: str) -> None:
    for part, error in (
        ({"photos": ["no base64!"]}, "PhotoIsNotBase64"),
        ({"photos": ["QUJD"]}, "PhotoIsNotReadable"),
        ({"reporter": {"email": "x"}}, "EmailIsNotValid"),
    ):
        assert is_refusal(*app.post("/reports", report_body(**part), Prefer=prefer), 422, error)
    assert not Report.objects.exists()
    assert app.post("/reports", report_body(), Prefer=prefer)[0] == 201


def test_an_emergency_is_told_at_once(app: Caller) -> None:
    assert app.post("/reports", report_body(topic="EXT-03"))[1]["emergency_phone"] == "194"


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("", 422, "FieldsAreWrong"),
        ("{", 400, "BodyIsNotReadable"),
        ("[" * 100_000, 400, "BodyIsNotReadable"),
        (b"\xff\xfe\x00", 400, "BodyIsNotReadable"),
        ('{"lat": ' + "9" * 5000 + "}", 400, "BodyIsNotReadable"),
        ("[]", 422, "SayWhatItIs"),
        ("null", 422, ""),
        ('"text"', 422, "FieldsAreWrong"),
        ({"text": 5}, 422, "FieldsAreWrong"),
        ({"text": None}, 422, "FieldsAreWrong"),
        ({"text": "x", "lat": "north"}, 422, "FieldsAreWrong"),
        ({"text": "x", "reporter": ["me"]}, 422, ""),
        ({"text": "x", "photos": "x"}, 422, "FieldsAreWrong"),
        ("{}", 422, "SayWhatItIs"),
        ('{"text": "x", "lat": NaN, "lon": 52.5}', 422, "PointIsNotOnEarth"),
        ('{"text": "x", "lat": Infinity, "lon": 52.5}', 422, "PointIsNotOnEarth"),
        ('{"text": "x", "lat": 1e999, "lon": 52.5}', 422, "PointIsNotOnEarth"),
        ({"text": "x", "lat": 29.6}, 422, "PointIsNotOnEarth"),
        ({"text": "x"}, 422, "SayWhereItIs"),
        ({"text": "x", "place": "\u200c"}, 422, "SayWhereItIs"),
        ({"text": "ب" * 5000, "address": "x"}, 422, "TextIsTooLong"),
        ({"text": "x", "address": "x", "place": "y" * 1000}, 422, "TextIsTooLong"),
        ({"text": "x", "address": "x", "topic": "NO"}, 404, "NoSuchTopic"),
        ({"text": "x", "address": "x", "topic": "{0}\x00{unit}"}, 404, "NoSuchTopic"),
        ({"text": "x", "address": "x", "about_unit": "NO"}, 404, "NoSuchUnit"),
        ({"text": "x", "address": "x", "join": "NO"}, 404, "NoSuchCase"),
        ({"text": "x", "address": "x", "join": "\x00"}, 404, "NoSuchCase"),
        ({"text": "x", "address": "x", "reporter": {"phone": PHONES[0], "name": "n" * 500}}, 422, "TextIsTooLong"),
    ],
)
def test_what_is_refused_and_how(app: Caller, body: Any, status: int, error: str) -> None:
    answer = app.post("/reports", body)
    assert is_refusal(*answer, status, error), answer
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["چاله\x00", "😀", "\u202eabc", "\ud800", "x\x1b[31m"])
def test_odd_letters_are_taken_or_refused_but_never_break(app: Caller, text: str) -> None:
    for body in (
        {"text": f"چاله {text}"},
        {"address": f"زند {text}"},
        {"language": text},
        {"place": text[:5]},
        {"reporter": {"phone": PHONES[0], "name": text, "for_name": text, "for_relation": text}},
    ):
        status, answer = app.post("/reports", report_body(**body))
        assert status in (201, 422), answer


def test_a_body_may_not_be_too_big(app: Caller, settings: Any) -> None:
    assert is_refusal(*app.post("/reports", report_body(text="a" * 17 * 1024**2)), 413, "BodyIsTooBig")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024  # of forms; the API reads by itself
    assert is_refusal(*app.post("/reports", report_body(text="a" * 1024**2)), 422, "TextIsTooLong")


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("token", ["", "nonsense", "\x80\xff", "a b c"])
def test_a_stranger_is_refused(town: Town, token: str) -> None:
    stranger = Caller(token)
    for status, body in (stranger.post("/reports", report_body()), stranger.get("/cases"), stranger.get("/cases/1")):
        assert is_refusal(status, body, 401, "TokenIsMissing")


def test_a_revoked_token_and_one_of_who_has_left(town: Town, town_clock: TownClock) -> None:
    token, other = token_for("clerk"), token_for("operator")
    ApiKey.objects.filter(name="test clerk").update(revoked_at=town_clock())
    Staff.objects.filter(username="operator").update(is_active=False)
    for one in (token, other):
        assert is_refusal(*Caller(one).get("/cases"), 401, "TokenIsMissing")


def test_a_token_that_only_reports_opens_no_case(app: Caller, town: Town) -> None:
    code = make.referred()
    secret = make.referred("CNF-01", phone=PHONES[1])
    for answer in (app.get("/cases"), app.get(f"/cases/{code}"), app.get(f"/cases/{secret}"), app.move(code, "accept")):
        assert is_refusal(*answer, 403, "KeyMayNot")
    assert make.case(code).state == "referred"


def test_a_token_that_only_reads(town: Town) -> None:
    reader = Caller(token_for("council", may_report=False))
    assert is_refusal(*reader.post("/reports", report_body()), 403, "KeyMayNot")
    assert reader.get("/cases")[0] == 200
