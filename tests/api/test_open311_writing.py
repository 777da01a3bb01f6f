"""GeoReport v2, written: requests with answers, pictures and tokens, and what is refused."""

import io
import json

import pytest

from peygir.cases.models import Report
from peygir.city import queries as city
from peygir.desks.intake.details.queries import details_of
from peygir.desks.intake.models import Photo, ReportDetails
from tests import geo, make
from tests.drain import drain
from tests.geo import PLACE, Geo, ask, code_of, key_for
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


@pytest.fixture
def app(town: Town) -> Geo:
    """An app with a key."""
    return Geo(key_for())


def test_a_request_by_form(app: Geo) -> None:
    code = code_of(
        app.post(
            "requests",
            service_code="CIV-01",
            description="Deep pothole",
            first_name="Zach",
            last_name="W",
            phone=PHONES[0],
            email="z@example.com",
            device_id="d-1",
            account_id="a-1",
            **PLACE,
        )
    )
    assert Geo().get(f"requests/{code}")[1][0]["description"] == ""
    drain()
    row = make.report_row(code)
    assert (row.channel, row.citizen.phone if row.citizen else "", row.text) == ("api", PHONES[0], "Deep pothole")
    [shown] = Geo().get(f"requests/{code}")[1]
    geo.check_requests([shown])
    assert (shown["description"], shown["service_code"]) == ("Deep pothole", "CIV-01")
    assert "d-1" not in json.dumps(list(ReportDetails.objects.values()), default=str)


def test_a_request_however_it_is_sent(app: Geo) -> None:
    whole = {"service_code": "CIV-01", "api_key": app.key, "address_string": "خیابان زند"}
    query = f"api_key={app.key}&jurisdiction_id=golgasht"
    form = "application/x-www-form-urlencoded"
    ways = [
        app.raw("post", f"request.json?{query}", "service_code=CIV-01&address_id=77", content_type=form),
        app.raw("post", "requests.json", json.dumps(whole), content_type="application/json"),
        app.raw("post", "requests.json", {**whole, "api_key": ""}, headers={"authorization": f"Bearer {app.key}"}),
        app.raw("post", "requests", {**whole, "lat": "", "long": "", "phone": "555-5555", "email": "none"}),
        app.raw("post", "requests.json", {**whole, "lat": "۲۹٫۶۰۵", "long": "52.51"}),
        app.raw("post", "requests.json", {**whole, "lat": "2.9605E+1", "long": "525.1e-1"}),
    ]
    assert [answer.status_code for answer in ways] == [200] * 6
    assert ways[3].content.startswith(b"<?xml")
    assert Report.objects.filter(citizen=None).count() == 6


def test_what_cannot_be_taken(app: Geo) -> None:
    for values, status in (
        ({"service_code": ""}, 400),
        ({"service_code": "none"}, 404),
        ({"service_code": "CNF-01"}, 404),
        ({"service_code": "CIV-01"}, 400),
        ({"service_code": "CIV-01", "lat": "91", "long": "0"}, 400),
        ({"service_code": "CIV-01", "lat": "29"}, 400),
        ({"service_code": "CIV-01", "lat": "nan", "long": "1"}, 400),
        ({"service_code": "CIV-01", "lat": "1e2", "long": "1"}, 400),
        ({"service_code": "CIV-01", "lat": "1e999", "long": "1"}, 400),
        ({"service_code": "CIV-01", **PLACE, "description": "x" * 4001}, 400),
        ({"service_code": "CIV-01", **PLACE, "token": "x" * 81}, 400),
        ({"service_code": "CIV-01", **PLACE, "jurisdiction_id": "mars"}, 404),
    ):
        answer = app.post("requests", **values)
        assert answer[0] == status, (values, answer)
        geo.check_errors(answer[1], status)
    for body in ("{", "[]", "1"):
        assert app.raw("post", "requests.json", body, content_type="application/json").status_code == 400
    assert app.raw("post", "requests.json", b"\x00\xff", content_type="image/png").status_code in (400, 403)
    assert not Report.objects.exists()


def test_answers_are_checked_and_kept_as_they_were_asked(app: Geo) -> None:
    for number, datatype in enumerate(geo.DATATYPES, start=1):
        ask("CIV-01", datatype, datatype, number, is_required=datatype == "singlevaluelist")
    base = {"service_code": "CIV-01", **PLACE}
    good = {
        "attribute[string]": "line",
        "attribute[number]": "۱۲٫۵",
        "attribute[datetime]": "2026-05-01 10:00:00+03:30",
        "attribute[text]": "شماره من 09171234567",
        "attribute[singlevaluelist]": "الف",
        "attribute[multivaluelist][]": ["a", "b"],
        "attribute[unknown]": "x",
    }
    for name, value in (
        ("singlevaluelist", ""),
        ("singlevaluelist", "c"),
        ("singlevaluelist", ["a", "b"]),
        ("number", "many"),
        ("number", "1e999"),
        ("datetime", "soon"),
        ("string", "a\nb"),
        ("multivaluelist", "a,c"),
    ):
        kind = f"attribute[{name}][]" if name == "multivaluelist" else f"attribute[{name}]"
        status, errors = app.post("requests", **{**base, **good, kind: value})
        assert status == 400, name
        assert name in geo.check_errors(errors, 400)
    code = code_of(app.post("requests", **base, **good))
    [told] = details_of(make.case(code).pk)
    kept = {one["code"]: [value["key"] for value in one["values"]] for one in told.answers}
    assert kept == {
        "string": ["line"],
        "number": ["12.5"],
        "datetime": ["2026-05-01T06:30:00Z"],
        "text": ["شماره من 09171234567"],
        "singlevaluelist": ["a"],
        "multivaluelist": ["a", "b"],
    }
    [shown] = Geo().get(f"requests/{code}", extensions="true", locale="en")[1]
    values = {(one["name"], one["value"]) for one in shown["attributes"]}
    assert {("singlevaluelist", "A"), ("multivaluelist", "B"), ("number", "12.5")} <= values
    assert "0917" not in json.dumps(shown).replace(code, ""), "the code's digits are random"
    city.forget()


def test_pictures_come_as_files_or_by_address(app: Geo) -> None:
    files = [io.BytesIO(make.photo()), io.BytesIO(make.photo(colour="red"))]
    for file in files:
        file.name = "photo.jpg"
    code = code_of(
        app.post(
            "requests",
            service_code="CIV-01",
            media=files[0],
            other=files[1],
            media_url="http://127.0.0.1:9/x.jpg",
            **PLACE,
        )
    )
    drain()
    assert Photo.objects.filter(case__code=code, state="ready").count() == 2
    [told] = details_of(make.case(code).pk)
    assert told.media_urls == ("http://127.0.0.1:9/x.jpg",)
    assert "media_url" not in Geo().get(f"requests/{code}")[1][0]
    Photo.objects.filter(case__code=code, position=0).update(is_public=True)
    [shown] = Geo().get(f"requests/{code}")[1]
    seen = Geo().client.get(shown["media_url"].split("8137")[1])
    assert (seen.status_code, bool(seen.getvalue())) == (200, True)


def test_a_token_of_the_sender_finds_its_number(app: Geo) -> None:
    first = code_of(app.post("requests", service_code="CIV-01", token="mine/1", **PLACE))
    assert code_of(app.post("requests", service_code="CIV-01", token="mine/1", **PLACE)) == first
    assert Report.objects.count() == 1
    for token in ("mine/1", first):
        assert Geo().get(f"tokens/{token}")[1] == [{"service_request_id": first, "token": token}]
    other = Geo(key_for(name="other"))
    second = code_of(other.post("requests", service_code="CIV-01", token="mine/1", **PLACE))
    assert second != first
    assert Geo().get("tokens/mine/1")[0] == 404


def test_an_emergency_says_whom_to_call(app: Geo) -> None:
    status, [row] = app.post("requests", service_code="EXT-03", locale="en", **PLACE)
    assert (status, "194" in row["service_notice"]) == (200, True)


# ── updates ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        '{"x":' + "[" * 900 + "]" * 900 + "}",
        '{"x":' * 900 + "1" + "}" * 900,
        '{"attributes": {"a": [["b"]]}}',
        '{"lat": ' + "9" * 5000 + "}",
        '{"token": "a", "token": "b"}',
        "[" * 10**6,
        "\x00",
        '{"x": "\\ud800"}',
    ],
)
def test_json_that_no_app_sends_is_refused_in_a_few_words(app: Geo, body: str) -> None:
    answer = app.raw("post", "requests.json", body, content_type="application/json")
    assert answer.status_code in (400, 403)
    assert len(answer.content) < 500
