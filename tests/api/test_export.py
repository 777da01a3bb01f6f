"""Lists of cases as files: the same cases as in the list of the key's person, in four forms, with nothing that runs."""

import csv
import io
import json
import zipfile
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from peygir.core.persian import fa_digits
from peygir.desks.partners.exporting import COLUMNS, FORMS
from peygir.history.queries import timeline
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests import make
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
EVIL = '=HYPERLINK("http://evil.example";"x")'


def bytes_of(answer: Any) -> bytes:
    """The whole file."""
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def token(username: str = "supervisor", name: str = "sheets") -> str:
    return issue_key(name, scopes=["export"], acts_as=username, by=SYSTEM)


def exported_response(key: str, form: str = "csv", **query: Any) -> Any:
    return Client().get(f"/api/v1/export/cases.{form}", query, headers={"Authorization": f"Bearer {key}"})


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_same_cases_as_the_list_shows(town: Town) -> None:
    own, other = make.done(), make.referred(district="2", phone=PHONES[1])
    secret = make.referred("CNF-01", phone=PHONES[2])
    clerk, chief = token("clerk", "clerk"), token()
    assert [line["code"] for line in lines(bytes_of(exported_response(clerk)))] == [own]
    # Of one and the same millisecond the order is chance.
    first, second = (line["code"] for line in lines(bytes_of(exported_response(chief))))
    assert {first, second} == {own, other}
    assert secret in bytes_of(signed_in("inspectorate", "fa").get("/desk/export/geojson/")).decode(), "no key, the page"
    assert [line["code"] for line in lines(bytes_of(exported_response(chief, state="done")))] == [own]
    assert [line["code"] for line in lines(bytes_of(exported_response(chief, district="2")))] == [other]
    assert [line["code"] for line in lines(bytes_of(exported_response(chief, unit="D-02")))] == [other]
    assert [line["code"] for line in lines(bytes_of(exported_response(chief, after=first)))] == [second]
    assert [line["code"] for line in lines(bytes_of(exported_response(chief, limit=1)))] == [first]
    assert lines(bytes_of(exported_response(chief, opened_before="2020-01-01T00:00:00Z"))) == []
    assert len(lines(bytes_of(exported_response(chief, opened_from="2020-01-01T00:00:00Z")))) == 2
    for end in ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "0004-01-01T00:01:01-12:00"):
        assert lines(bytes_of(exported_response(chief, opened_before=end))) == []
    for end in ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"):
        assert lines(bytes_of(exported_response(chief, opened_from=end))) == []
    for wrong, status in (({"unit": "X"}, 404), ({"after": "1"}, 404), ({"limit": 0}, 422), ({"after": secret}, 404)):
        assert exported_response(chief, **wrong).status_code == status
    assert exported_response(chief, "doc").status_code == 422
    assert exported_response("wrong").status_code == 401


def test_all_forms_say_the_same(town: Town) -> None:
    code = make.referred(lat=29.60537, lon=52.51041, address=EVIL, text="چاله، «بزرگ»\nدر خیابان", name="زهرا")
    key = token()
    [row] = lines(bytes_of(exported_response(key)))
    assert list(row) == list(COLUMNS)
    assert (row["code"], row["topic"], row["unit"], row["text"]) == (code, "CIV-01", "D-01", "چاله، «بزرگ»\nدر خیابان")
    assert row["opened_at"].endswith("Z")
    assert row["address"] == f"'{EVIL}"
    [feature] = json.loads(bytes_of(exported_response(key, "geojson")))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [52.51041, 29.60537]}
    assert feature["properties"]["code"] == code
    [line] = parquet.read_table(io.BytesIO(bytes_of(exported_response(key, "parquet")))).to_pylist()
    assert (line["code"], line["lat"], line["address"]) == (code, 29.60537, EVIL)
    assert line["opened_at"].tzinfo is not None
    content = bytes_of(exported_response(key, "xlsx"))
    heads, *found = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert heads == list(COLUMNS)
    assert (found[0][0], found[0][11]) == (code, 29.60537)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet, "no formula"
    whole = b"".join(bytes_of(exported_response(key, form)) for form in FORMS)
    assert PHONES[0].encode() not in whole
    assert "زهرا".encode() not in whole


WORDS = f"همسایه آقای رضایی گفت به {PHONES[1]} زنگ بزنم؛ چاله جلوی در است"
COVERED = "همسایه ••• گفت به ••• زنگ بزنم؛ چاله جلوی در است"


def rows_of(username: str, form: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of a file that somebody's key takes, whatever its form."""
    content = bytes_of(exported_response(token(username, f"{username} {form} {len(query)}"), form, **query))
    if form == "csv":
        return [dict(row) for row in lines(content)]
    if form == "geojson":
        return [
            {**one["properties"], "point": one["geometry"]["coordinates"]} for one in json.loads(content)["features"]
        ]
    if form == "parquet":
        return list(parquet.read_table(io.BytesIO(content)).to_pylist())
    heads, *rest = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heads), row, strict=True)) for row in rest]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_personal_in_the_words_is_covered_unless_it_is_asked_for(form: str, town: Town) -> None:
    make.referred(text=WORDS, lat=29.60537, lon=52.51041, address="کوچهٔ ۵، پلاک ۷")
    [row] = rows_of("clerk", form)
    assert row["text"] == COVERED
    assert row["address"] == "کوچهٔ ۵، پلاک ۷"
    [row] = rows_of("clerk", form, words="whole")
    assert row["text"] == WORDS
    last = timeline("city", town.city_id)[-1]
    assert (last.kind, last.data["words"], last.data["form"]) == ("cases_taken_out", "whole", form)


@pytest.mark.parametrize("username", ["council", "inspector", "deputy"])
@pytest.mark.parametrize("form", FORMS)
def test_who_may_not_see_phones_gets_no_exact_place_and_no_words_uncovered(
    username: str, form: str, town: Town
) -> None:
    make.referred(text=WORDS, lat=29.60537, lon=52.51041, address="کوچهٔ ۵، پلاک ۷")
    [row] = rows_of(username, form)
    assert row["text"] == COVERED
    assert "پلاک" not in str(row["address"])
    point = row["point"] if "point" in row else [float(row["lon"]), float(row["lat"])]
    assert point == [52.51, 29.605]
    before = timeline("city", town.city_id)[-1].number
    refused = exported_response(token(username, "again"), form, words="whole")
    assert refused.status_code == 403
    assert "phones" in refused.content.decode() or "شمارهٔ تماس" in refused.content.decode()
    assert all(one.kind != "cases_taken_out" for one in timeline("city", town.city_id) if one.number > before)


def test_the_button_with_names_is_for_those_who_may_see_phones(town: Town) -> None:
    make.referred(text=WORDS)
    assert "words=whole" in signed_in("clerk", "fa").get("/desk/inbox/").content.decode()
    assert "words=whole" not in signed_in("council", "fa").get("/desk/inbox/").content.decode()
    assert PHONES[1] in bytes_of(signed_in("clerk", "fa").get("/desk/export/csv/?words=whole")).decode()
    assert PHONES[1] not in bytes_of(signed_in("clerk", "fa").get("/desk/export/csv/")).decode()
    assert signed_in("council", "fa").get("/desk/export/csv/?words=whole").status_code == 403


def test_nothing_is_a_file_too(town: Town) -> None:
    key = token()
    assert lines(bytes_of(exported_response(key))) == []
    assert json.loads(bytes_of(exported_response(key, "geojson")))["features"] == []
    assert parquet.read_table(io.BytesIO(bytes_of(exported_response(key, "parquet")))).num_rows == 0
    assert (
        len(
            CalamineWorkbook.from_object(io.BytesIO(bytes_of(exported_response(key, "xlsx"))))
            .get_sheet_by_index(0)
            .to_python()
        )
        == 1
    )


def test_headings_and_words_for_people(town: Town) -> None:
    make.referred()
    key = token()
    [row] = lines(bytes_of(exported_response(key, headers="fa")).removeprefix(b"\xef\xbb\xbf"))
    assert row["وضعیت"] == "ارجاع شد"
    assert row["زمان ثبت"].startswith("1405/")
    [row] = lines(bytes_of(exported_response(key, headers="en")).removeprefix(b"\xef\xbb\xbf"))
    assert row["State"] == "Referred"
    assert row["Opened"].startswith("2026-")


def test_what_is_taken_out_is_written_down(town: Town) -> None:
    bytes_of(exported_response(token(), district="2"))
    last = timeline("city", town.city_id)[-1]
    assert last.kind == "cases_taken_out"
    assert last.data == {"form": "csv", "filters": {"district": "2"}, "key": "sheets"}
    assert last.by == f"staff:{town.staff['supervisor']}"


def test_the_button_of_the_inbox_takes_its_filters_along(town: Town) -> None:
    own, other = make.referred(), make.referred("CLN-01", phone=PHONES[1], text="زباله مانده")
    client = signed_in("supervisor", "fa")
    page = client.get("/desk/inbox/?topic=CIV-01").content.decode()
    assert "/desk/export/xlsx/?topic=CIV-01" in page
    rows = lines(bytes_of(client.get("/desk/export/csv/?topic=CIV-01")).removeprefix(b"\xef\xbb\xbf"))
    assert [row["کد رهگیری"] for row in rows] == [own]
    found = bytes_of(client.get("/desk/export/geojson/")).decode()
    assert own in found
    assert other in found
    searched = bytes_of(client.get("/desk/export/csv/", {"q": fa_digits(other)})).decode()
    assert other in searched
    assert own not in searched
    last = timeline("city", town.city_id)[-1]
    assert last.data["filters"] == {"q": "yes"}, "what was searched may be a name"
    assert client.get("/desk/export/doc/").status_code == 404
    clerk = bytes_of(signed_in("clerk2", "fa").get("/desk/export/csv/")).decode() if "clerk2" in town.staff else ""
    assert own not in clerk


def test_a_hand_that_takes_too_often_waits(town: Town) -> None:
    key = token()
    answers = [exported_response(key, limit=1).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
