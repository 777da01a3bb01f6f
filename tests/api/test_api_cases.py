"""The JSON doors to cases: lists, one case, moves made or refused, the map, and the doors' own description."""

import json
from typing import Any

import pytest

from peygir.cases.commands import VERBS
from peygir.city import queries as city
from peygir.core.persian import fa_digits
from tests import make
from tests.api.caller import Caller, is_refusal, token_for
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")


# ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list(clerk: Caller, supervisor: Caller, town: Town) -> None:
    code, other = make.in_hand(), make.referred(district="2", phone=PHONES[1])
    status, page = clerk.get("/cases")
    assert status == 200
    assert [line["code"] for line in page["cases"]] == [code]
    assert {key: page["cases"][0][key] for key in ("state", "topic", "district", "unit", "text")} == {
        "state": "in_hand",
        "topic": "CIV-01",
        "district": "1",
        "unit": "D-01",
        "text": make.POTHOLE,
    }

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
    # Not even a key that was made for the inspectorate before keys for it were refused.
    assert is_refusal(*Caller(token_for("inspectorate")).get(f"/cases/{code}"), 401)
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
    status, features = Caller().get("/map", bbox="52.4,29.5,52.6,29.7")
    assert status == 200
    assert [point["properties"]["code"] for point in features["features"]] == [code]
    assert features["features"][0]["geometry"]["coordinates"] == [point_in("1")[1], point_in("1")[0]]
    for wrong in ("", "1,2,3", "a,b,c,d", "nan,nan,nan,nan", "\x00"):
        assert is_refusal(*Caller().get("/map", bbox=wrong), 422, "BoxIsWrong")
    assert Caller().get("/map", bbox="-inf,-inf,inf,inf")[0] == 200
    assert Caller().get("/map", bbox="52.6,29.7,52.4,29.5") == (200, features), "the other two corners"
    assert is_refusal(*Caller().get("/map"), 422, "FieldsAreWrong")


def test_the_doors_describe_themselves(town: Town) -> None:
    status, described = Caller().get("/openapi.json")
    assert status == 200
    assert {"/api/v1/reports", "/api/v1/cases", "/api/v1/cases/{code}/moves"} <= set(described["paths"])
    report = described["components"]["schemas"]["ReportIn"]
    placeless = {one.code for one in city.topics(town.city_id) if not one.needs_place}
    assert placeless
    assert {"required": ["topic"], "properties": {"topic": {"enum": sorted(placeless)}}} in report["allOf"][2]["anyOf"]


def test_a_move_needs_what_the_document_says(town: Town, clerk: Caller) -> None:
    _, described = Caller().get("/openapi.json")
    ways = {
        way["allOf"][0]["properties"]["verb"]["const"]: way["allOf"][1:]
        for way in described["components"]["schemas"]["MoveIn"]["anyOf"]
    }
    assert set(ways) == VERBS
    assert [rule["required"] for rule in ways["return"]] == [["reason"], ["note"]]
    code = make.in_hand()
    full = {"note": "باران", "reason": "weather", "until": "2026-05-04T10:00:00+03:30"}
    needed = [rule["required"][0] for rule in ways["wait"]]
    assert sorted(needed) == sorted(full)
    for name in needed:
        assert clerk.move(code, "wait", **{key: value for key, value in full.items() if key != name})[0] == 422
    assert clerk.move(code, "wait", **full)[0] == 200


def test_a_place_is_set_by_its_label_or_its_point(town: Town, clerk: Caller) -> None:
    code = make.in_hand()
    lat, lon = point_in("1")
    for given, status in (
        ({}, 422),
        ({"label": "nowhere"}, 422),
        ({"lat": 91.0, "lon": 1.0}, 422),
        ({"lat": lat}, 422),
        ({"lat": lat, "lon": lon}, 200),
        ({"label": "1"}, 200),
        ({"label": "2", "lat": lat}, 200),
    ):
        assert clerk.move(code, "place", **given)[0] == status, given
    assert make.case(code).lat is None, "a half of a point is none"


def test_a_withdrawal_needs_no_words(town: Town, supervisor: Caller) -> None:
    for note in ("", " ", "\u200c"):
        assert supervisor.move(make.referred(), "withdraw", note=note)[0] == 200
