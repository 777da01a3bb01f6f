"""The JSON doors: reports in, cases out, moves made, and every refusal in one shape."""

import base64
import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from peygir.api.reports import MISSES
from peygir.cases.models import Report
from peygir.core.persian import fa_digits
from peygir.journey import VERBS
from peygir.people.actions import make_system_token
from peygir.people.models import ApiKey, Staff
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")


class Caller:
    """A system that knocks at the doors with a token (or without)."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        """Status and JSON."""
        with transaction.atomic():  # what an edge's own transaction would undo, this savepoint does
            answer = self.client.get(f"/api/v1{path}", query, headers=self.headers)
        return answer.status_code, json.loads(answer.content)

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        """Status and JSON; a body that is text goes as it is."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        with transaction.atomic():
            answer = self.client.post(
                f"/api/v1{path}", data, content_type="application/json", headers={**self.headers, **extra}
            )
        return answer.status_code, json.loads(answer.content)

    def move(self, code: str, verb: str, **given: Any) -> tuple[int, Any]:
        """One move by who saw the case as it is."""
        given.setdefault("version", make.case(code).version)
        return self.post(f"/cases/{code}/moves", {"verb": verb, **given})


def token_for(username: str, *, may_report: bool = True) -> str:
    """A token that acts as one of the cast ("" = nobody)."""
    acts_as = Staff.objects.get(username=username) if username else None
    return make_system_token(f"test {username}", channel="api", acts_as=acts_as, may_report=may_report)


@pytest.fixture
def app(town: Town) -> Caller:
    """A system that only reports."""
    return Caller(token_for(""))


@pytest.fixture
def clerk(town: Town) -> Caller:
    """The clerk's system."""
    return Caller(token_for("clerk"))


@pytest.fixture
def supervisor(town: Town) -> Caller:
    """The centre's system."""
    return Caller(token_for("supervisor"))


def said(**given: Any) -> dict[str, Any]:
    """The body of a report."""
    lat, lon = point_in("1")
    return {"text": make.POTHOLE, "topic": "CIV-01", "lat": lat, "lon": lon, "reporter": {"phone": PHONES[0]}, **given}


def is_refusal(status: int, body: Any, expected: int, error: str = "") -> bool:
    """Whether an answer has the one shape of a refusal."""
    assert status == expected, body
    assert set(body) == {"error", "fa", "en"}
    assert not body["fa"].isascii()
    assert body["en"]
    return not error or body["error"] == error


# ── handing in ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_hand_in_and_follow(app: Caller) -> None:
    status, receipt = app.post("/reports", said())
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
    first = app.post("/reports", said(), Idempotency_Key="1")
    again = app.post("/reports", said(text="چیز دیگر"), Idempotency_Key="1")
    assert (first[0], again[0]) == (201, 200)
    assert again[1] == {**first[1], "is_new": False}
    other = Caller(token_for("operator")).post("/reports", said(), Idempotency_Key="1")
    assert other[0] == 201
    assert other[1]["code"] != first[1]["code"]
    long = "k" * 500
    assert app.post("/reports", said(), Idempotency_Key=long + "a")[0] == 201
    assert app.post("/reports", said(), Idempotency_Key=long + "b")[0] == 201
    assert app.post("/reports", said(), Idempotency_Key=long + "b")[0] == 200


def test_trying_codes_that_do_not_exist_is_soon_refused(town: Town) -> None:
    answers = [Client().get(f"/api/v1/reports/05{number:08d}").status_code for number in range(MISSES + 2)]
    assert answers == [404] * MISSES + [429] * 2


def test_photos(app: Caller) -> None:
    photo = base64.b64encode(make.photo()).decode()
    status, receipt = app.post("/reports", said(photos=[photo, photo]))
    assert status == 201
    assert Report.objects.get(code=receipt["code"]).photo_count == 2
    assert is_refusal(*app.post("/reports", said(photos=["no base64!"])), 422, "PhotoIsNotBase64")
    assert is_refusal(*app.post("/reports", said(photos=["QUJD"])), 422, "PhotoIsNotReadable")
    assert is_refusal(*app.post("/reports", said(photos=[photo] * 9)), 422, "FieldsAreWrong")


def test_an_emergency_is_told_at_once(app: Caller) -> None:
    assert app.post("/reports", said(topic="EXT-03"))[1]["emergency_phone"] == "194"


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
        ({"text": "ب" * 5000, "address": "x"}, 422, "TextIsTooLong"),
        ({"text": "x", "address": "x", "place": "y" * 1000}, 422, "TextIsTooLong"),
        ({"text": "x", "address": "x", "topic": "NO"}, 422, "NoSuchTopic"),
        ({"text": "x", "address": "x", "topic": "{0}\x00{unit}"}, 422, "NoSuchTopic"),
        ({"text": "x", "address": "x", "about_unit": "NO"}, 422, "NoSuchUnit"),
        ({"text": "x", "address": "x", "join": "NO"}, 404, "NoSuchCase"),
        ({"text": "x", "address": "x", "join": "\x00"}, 404, "NoSuchCase"),
        ({"text": "x", "address": "x", "reporter": {"phone": "abc"}}, 422, "PhoneIsNotValid"),
        ({"text": "x", "address": "x", "reporter": {"phone": PHONES[0], "email": "x"}}, 422, "EmailIsNotValid"),
        ({"text": "x", "address": "x", "reporter": {"phone": PHONES[0], "name": "n" * 500}}, 422, "TextIsTooLong"),
    ],
)
def test_what_is_refused_and_how(app: Caller, body: Any, status: int, error: str) -> None:
    answer = app.post("/reports", body)
    assert is_refusal(*answer, status, error), answer
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["چاله\x00", "😀", "\u202eabc", "\ud800", "x\x1b[31m"])
def test_odd_letters_are_taken_or_refused_but_never_break(app: Caller, text: str) -> None:
    for body in ({"text": f"چاله {text}"}, {"address": f"زند {text}"}, {"language": text}, {"place": text[:5]},
                 {"reporter": {"phone": PHONES[0], "name": text, "for_name": text, "for_relation": text}}):  # fmt: skip
        status, answer = app.post("/reports", said(**body))
        assert status in (201, 422), answer


def test_a_body_may_not_be_too_big(app: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2
    assert is_refusal(*app.post("/reports", said(text="ب" * 1024**2)), 413, "BodyIsTooBig")


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("token", ["", "nonsense", "\x80\xff", "a b c"])
def test_a_stranger_is_refused(town: Town, token: str) -> None:
    stranger = Caller(token)
    for status, body in (stranger.post("/reports", said()), stranger.get("/cases"), stranger.get("/cases/1")):
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
        assert is_refusal(*answer, 403, "TokenMayNotWork")
    assert make.case(code).state == "referred"


def test_a_token_that_only_reads(town: Town) -> None:
    reader = Caller(token_for("council", may_report=False))
    assert is_refusal(*reader.post("/reports", said()), 403, "TokenMayNotReport")
    assert reader.get("/cases")[0] == 200


# ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list(clerk: Caller, supervisor: Caller, town: Town) -> None:
    code, other = make.in_hand(), make.referred(district="2", phone=PHONES[1])
    status, page = clerk.get("/cases")
    assert status == 200
    assert [line["code"] for line in page["cases"]] == [code]
    assert {key: page["cases"][0][key] for key in ("state", "topic", "district", "unit", "text")} == {
        "state": "in_hand", "topic": "CIV-01", "district": "1", "unit": "D-01", "text": make.POTHOLE,
    }  # fmt: skip

    def codes(**query: Any) -> list[str]:
        return [line["code"] for line in supervisor.get("/cases", **query)[1]["cases"]]

    assert sorted(codes()) == sorted([code, other])
    assert codes(state="in_hand") == [code]
    assert sorted(codes(state="referred, in_hand")) == sorted([code, other])
    assert codes(state="new") == []
    assert codes(state="nonsense") == []
    assert codes(district="2") == [other]
    assert codes(topic="CLN-01") == []
    assert codes(topic="\x00") == codes(district="\x00") == codes(state="\x00") == []
    assert codes(page=10**25) == []
    assert is_refusal(*supervisor.get("/cases", page="x"), 422, "FieldsAreWrong")


def test_one_case(clerk: Caller, town: Town) -> None:
    code = make.referred(name="زهرا", email="z@example.ir")
    status, shown = clerk.get(f"/cases/{fa_digits(code)}")
    assert (status, shown["code"], shown["state"]) == (200, code, "referred")
    assert len(shown["promises"]) == 2
    assert {row["verb"] for row in shown["moves"] if row["is_allowed"]} >= {"accept", "return"}
    assert all(row["is_allowed"] or (row["why_fa"] and row["why_en"]) for row in shown["moves"])
    for personal in (PHONES[0], "زهرا", "z@example.ir"):
        assert personal not in json.dumps(shown, ensure_ascii=False)
    foreign = make.referred(district="2", phone=PHONES[1])
    for path in (f"/cases/{foreign}", "/cases/0", "/cases/%00", "/cases/😀", "/cases/" + "9" * 3000):
        assert is_refusal(*clerk.get(path), 404, "NoSuchCase")
    for path in ("/reports/0", "/reports/%00", "/reports/😀"):
        assert is_refusal(*Caller().get(path), 404, "NoSuchCode")


def test_a_confidential_case(supervisor: Caller, town: Town) -> None:
    code = make.referred("CNF-01", text="رشوه گرفت")
    assert is_refusal(*supervisor.get(f"/cases/{code}"), 404, "NoSuchCase")
    assert supervisor.get("/cases")[1]["cases"] == []
    inspectorate = Caller(token_for("inspectorate"))
    assert inspectorate.get(f"/cases/{code}")[1]["reports"][0]["text"] == "رشوه گرفت"
    shown = Caller().get(f"/reports/{code}")[1]
    assert (shown["state"], shown["topic_fa"], shown["unit_fa"], shown["events"]) == ("referred", "", "", [])


def test_moves(clerk: Caller, town: Town) -> None:
    code = make.referred()
    version = make.case(code).version
    assert clerk.move(code, "accept") == (200, {"code": code, "version": version + 1})
    assert is_refusal(*clerk.move(code, "wait", version=version, reason="weather"), 409, "CaseHasChanged")
    assert is_refusal(*clerk.move(code, "accept"), 409, "MoveNotPossible")
    assert is_refusal(*clerk.move(code, "close", kind="delivered"), 422, "ClosingKindDoesNotFit")
    assert is_refusal(*clerk.move(code, "refer", unit_id=town.units["D-02"], note="نه"), 403, "MoveNotYours")
    assert is_refusal(*clerk.move(code, "finish", note="انجام شد"), 422, "EvidenceIsMissing")
    assert is_refusal(*clerk.move(code, "finish", form="بازدید"), 422, "SomethingIsMissing")
    assert clerk.move(code, "finish", form="بازدید", note="انجام شد")[0] == 200
    assert make.case(code).state == "done"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_without_values_is_refused_or_done_but_never_breaks(
    clerk: Caller, supervisor: Caller, town: Town, verb: str
) -> None:
    code = make.referred()
    for who in (clerk, supervisor):
        status, body = who.move(code, verb)
        assert status in (200, 403, 404, 409, 422), body


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"verb": "fly"}, 422),
        ({"verb": "\x00"}, 422),
        ({"verb": "accept", "version": 10**30}, 409),
        ({"verb": "accept", "version": -1}, 409),
        ({"verb": "accept", "version": None}, 422),
        ({"verb": "note", "note": "\x00"}, 422),
        ({"verb": "note", "note": "a\x00b"}, 200),
        ({"verb": "note", "note": "ب" * 5000}, 422),
        ({"verb": "wait", "reason": "weather", "note": "باران", "until": "2026-05-04T10:00:00"}, 422),
        ({"verb": "wait", "reason": "weather", "note": "باران", "until": "9999-12-31T23:59:59-12:00"}, 422),
        ({"verb": "wait", "reason": "weather", "note": "باران", "until": "0001-01-01T00:00:00+14:00"}, 422),
        ({"verb": "wait", "reason": "\x00", "note": "باران", "until": "2026-05-04T10:00:00+03:30"}, 422),
        ({"verb": "wait", "reason": "weather", "note": "باران", "until": "2026-05-04T10:00:00+03:30"}, 200),
        ({"verb": "refer_out", "note": "آب", "agency_id": 10**30}, 422),
        ({"verb": "merge", "into": "\x00"}, 404),
        ({"verb": "topic", "topic_id": 10**30}, 422),
        ({"verb": "topic"}, 422),
    ],
)
def test_odd_moves(clerk: Caller, town: Town, given: dict[str, Any], status: int) -> None:
    code = make.referred()
    answer = clerk.move(code, **given)
    assert answer[0] == status, answer
    if status != 200:
        assert is_refusal(*answer, status)


# ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_map(town: Town) -> None:
    code = make.referred()
    status, found = Caller().get("/map", bbox="52.4,29.5,52.6,29.7")
    assert status == 200
    assert [point["properties"]["code"] for point in found["features"]] == [code]
    assert found["features"][0]["geometry"]["coordinates"] == [point_in("1")[1], point_in("1")[0]]
    for wrong in ("", "1,2,3", "a,b,c,d", "53,29,52,30", "52,30,53,29", "nan,nan,nan,nan", "\x00"):
        assert is_refusal(*Caller().get("/map", bbox=wrong), 422, "BoxIsWrong")
    assert Caller().get("/map", bbox="-inf,-inf,inf,inf")[0] == 200
    assert is_refusal(*Caller().get("/map"), 422, "FieldsAreWrong")


def test_the_doors_describe_themselves(town: Town) -> None:
    status, described = Caller().get("/openapi.json")
    assert status == 200
    assert {"/api/v1/reports", "/api/v1/cases", "/api/v1/cases/{code}/moves"} <= set(described["paths"])
