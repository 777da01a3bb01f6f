"""The examples of docs/open311.md do what they say, and the OpenAPI document describes what is answered."""

import json
import re
import shlex
from csv import DictReader
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from tests import geo, make
from tests.geo import ROOT, Geo, key_for
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")

HOME: Final = Path(__file__).parent.parent.parent
PAGE: Final = HOME / "docs" / "open311.md"
EXAMPLES: Final = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


IN_TOWN: Final = {"ASP-05": "CIV-01"}
"""What the small town of the tests calls a service of the city that the page speaks of."""


def curl(command_line: str, client: Geo, names: dict[str, str]) -> Any:
    """The answer to a line of the page: -d as a form, -F in several parts."""
    for name, value in {**{f"${name}": value for name, value in names.items()}, **IN_TOWN}.items():
        command_line = command_line.replace(name, value)
    tokens = shlex.split(command_line)[1:]
    given = [(flag, value) for flag, value in pairwise(tokens) if flag in ("-d", "-F")]
    values = dict(pair.split("=", 1) for _, pair in given)
    if not given:
        return client.client.get(tokens[-1])
    if given[0][0] == "-F":
        return client.client.post(tokens[-1], values)
    return client.client.post(tokens[-1], urlencode(values), content_type="application/x-www-form-urlencoded")


def test_every_example_works(town: Town) -> None:
    names = {"ROOT": ROOT, "KEY": key_for(), "ID": make.referred()}
    assert len(EXAMPLES) == 9
    for command_line in EXAMPLES:
        answer = curl(command_line, Geo(), names)
        assert answer.status_code == 200, (command_line, answer.content.decode())
        if ".json" in command_line and "requests.json?" in command_line:
            geo.check_requests(json.loads(answer.content), extensions="extensions" in command_line)


@pytest.mark.parametrize("page", ["open311.md", "api.md"])
def test_the_pages_name_topics_of_the_shipped_city(page: str) -> None:
    table = (HOME / "peygir" / "city" / "data" / "shiraz" / "topics.csv").read_text(encoding="utf-8")
    shipped = {row["code"] for row in DictReader(table.splitlines())}
    named = set(re.findall(r"[A-Z]{3}-\d\d", (PAGE.parent / page).read_text(encoding="utf-8")))
    assert named, page
    assert named <= shipped, page


@pytest.mark.parametrize("refusal_text", ["\x82", "!?", "_ _", "\u200c", "هنوز هست", "still", "۳"])
def test_the_openapi_document_says_which_words_of_an_update_are_taken(town: Town, refusal_text: str) -> None:
    described = json.loads(Geo().client.get(f"{ROOT}/openapi.json").content)
    body = described["paths"]["/servicerequestupdates.json"]["post"]["requestBody"]["content"]
    [pattern] = {form["schema"]["properties"]["description"]["pattern"] for form in body.values()}
    values = {"service_request_id": make.referred(), "update_id": "u-1", "description": refusal_text}
    status, _ = Geo(key_for()).post("servicerequestupdates", **values)
    assert status == (200 if re.search(pattern, refusal_text) else 400)


@pytest.mark.parametrize("update_id", ["\t", " ", "\x82", "-", "u-1", "شناسهٔ ۳"])
def test_the_openapi_document_says_which_ids_of_an_update_are_taken(town: Town, update_id: str) -> None:
    described = json.loads(Geo().client.get(f"{ROOT}/openapi.json").content)
    body = described["paths"]["/servicerequestupdates.json"]["post"]["requestBody"]["content"]
    [pattern] = {form["schema"]["properties"]["update_id"]["pattern"] for form in body.values()}
    values = {"service_request_id": make.referred(), "update_id": update_id, "description": "still"}
    status, _ = Geo(key_for()).post("servicerequestupdates", **values)
    assert status == (200 if re.search(pattern, update_id) else 400)


def test_the_openapi_document_names_every_call(town: Town) -> None:
    answer = Geo().client.get(f"{ROOT}/openapi.json")
    described = json.loads(answer.content)
    assert described["openapi"] == "3.1.0"
    assert described["servers"] == [{"url": ROOT}]
    assert {(method, path) for path, methods in described["paths"].items() for method in methods} == {
        ("get", "/discovery.json"),
        ("get", "/services.json"),
        ("get", "/services/{service_code}.json"),
        ("get", "/requests.json"),
        ("post", "/requests.json"),
        ("get", "/requests/{service_request_id}.json"),
        ("get", "/tokens/{token}.json"),
        ("get", "/servicerequestupdates.json"),
        ("post", "/servicerequestupdates.json"),
    }
    make.referred()
    [row] = Geo().get("requests", extensions="true")[1]
    fields = described["components"]["schemas"]["Request"]
    assert set(fields["required"]) <= set(row) <= set(fields["properties"])
