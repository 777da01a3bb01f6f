"""Asks our GeoReport door as a client does, and holds the standard's shapes for what it answers.

The schemas are written anew after those that the Open311 community published as `schema-validation`
(github.com/open311/schema-validation, schema/georeport-v2: request, requests, service, services,
service-definition) and after the text of GeoReport v2 and Service Discovery (wiki.open311.org), made stricter where
the house promises more: no nulls, and nothing beside the named fields.
"""

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.test import Client

from peygir.city import queries as city
from peygir.city.models import City, TopicAttribute
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests.town import CODE, VALID_FROM, point_in, town

ROOT: Final = "/api/open311/v2"
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
LAT, LON = point_in("1")
PLACE: Final[dict[str, Any]] = {"lat": LAT, "long": LON}
DATATYPES: Final = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
_TEXTS: Final = (
    "status_notes",
    "service_name",
    "description",
    "agency_responsible",
    "service_notice",
    "address",
    "address_id",
    "zipcode",
)


class Geo:
    """A client with (or without) a key."""

    def __init__(self, key: str = "") -> None:
        self.client, self.key = Client(), key

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        """Status and JSON of a path below the root, without its form."""
        answer = self.raw("get", f"{path}.json", query)
        return answer.status_code, json.loads(answer.content)

    def xml(self, path: str, **query: Any) -> ET.Element:
        """The root of the XML answer."""
        answer = self.raw("get", f"{path}.xml", query)
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        return ET.fromstring(answer.content)

    def post(self, path: str, **values: Any) -> tuple[int, Any]:
        """Status and JSON of a form that was sent, with the key in it."""
        given = {"api_key": self.key, **values} if self.key else values
        answer = self.raw("post", f"{path}.json", given)
        return answer.status_code, json.loads(answer.content)

    def raw(self, method: str, path: str, values: Any = None, **more: Any) -> Any:
        """The answer as it came."""
        with transaction.atomic():
            return getattr(self.client, method)(f"{ROOT}/{path}", values, **more)


def key_for(*scopes: str, name: str = "app", **given: Any) -> str:
    """A key with these scopes."""
    return issue_key(name, scopes=scopes or ("report", "updates"), by=SYSTEM, **given)


def _fields(row: dict[str, Any], needed: tuple[str, ...], others: tuple[str, ...] = ()) -> None:
    assert set(needed) <= set(row), f"{set(needed) - set(row)} is missing"
    assert set(row) <= {*needed, *others}, f"{set(row) - {*needed, *others}} is not of the standard"


def is_moment(text: str) -> bool:
    """Whether a text is a moment in UTC, as the house writes them."""
    return bool(_MOMENT.fullmatch(text)) and datetime.fromisoformat(text) is not None


def check_requests(rows: Any, *, extensions: bool = False) -> None:
    """requests.json of the published schemas."""
    assert isinstance(rows, list)
    more = ("attributes", "extended_attributes", "notes") if extensions else ()
    needed = ("service_request_id", "status", "service_code", "requested_datetime", "updated_datetime", *_TEXTS, *more)
    for row in rows:
        _fields(row, needed, ("expected_datetime", "lat", "long", "media_url"))
        assert all(isinstance(row[name], str) for name in ("service_request_id", "service_code", *_TEXTS))
        assert row["status"] in ("open", "closed")
        assert len(row["description"]) <= 4000
        assert all(is_moment(row[name]) for name in row if name.endswith("_datetime"))
        assert all(type(row[name]) is float for name in ("lat", "long") if name in row)
        assert ("lat" in row) == ("long" in row)
        assert row.get("media_url", "http://").startswith("http")
        for note in row.get("notes", ()):
            _fields(note, ("datetime", "description", "type"))
            assert is_moment(note["datetime"])
        for one in row.get("attributes", ()):
            _fields(one, ("code", "name", "label", "value"))


def check_services(rows: Any) -> None:
    """services.json of the published schemas."""
    assert isinstance(rows, list)
    for row in rows:
        _fields(row, ("service_code", "service_name", "description", "metadata", "type", "keywords", "group"))
        assert type(row["metadata"]) is bool
        assert row["type"] in ("realtime", "batch", "blackbox")
        assert all(isinstance(row[name], str) for name in row if name != "metadata")


def check_definition(row: Any) -> None:
    """service-definition.json of the published schemas."""
    _fields(row, ("service_code", "attributes"))
    for number, attribute in enumerate(row["attributes"], start=1):
        _fields(
            attribute,
            ("variable", "code", "datatype", "required", "datatype_description", "order", "description", "values"),
        )
        assert type(attribute["variable"]) is type(attribute["required"]) is bool
        assert (attribute["order"], type(attribute["order"])) == (number, int)
        assert attribute["datatype"] in DATATYPES
        assert bool(attribute["values"]) == attribute["datatype"].endswith("list")
        for value in attribute["values"]:
            _fields(value, ("key", "name"))
            assert all(isinstance(text, str) for text in value.values())


def check_errors(rows: Any, status: int) -> str:
    """The standard's errors; gives the first one's words."""
    assert isinstance(rows, list)
    for row in rows:
        _fields(row, ("code", "description"))
        assert row["code"] == status
        assert row["description"]
    return str(rows[0]["description"])


def check_updates(rows: Any) -> None:
    """Service request updates, after mySociety's extension."""
    assert isinstance(rows, list)
    for row in rows:
        _fields(row, ("update_id", "service_request_id", "status", "description", "media_url", "updated_datetime"))
        assert all(isinstance(value, str) for value in row.values())
        assert is_moment(row["updated_datetime"])


def same(element: ET.Element, value: Any) -> None:
    """An XML answer says what the JSON one says, by the standard's convention."""
    if isinstance(value, list):
        assert len(element) == len(value), element.tag
        for inner, one in zip(element, value, strict=True):
            same(inner, one)
    elif isinstance(value, dict):
        assert [inner.tag for inner in element] == list(value)
        for inner in element:
            same(inner, value[inner.tag])
    else:
        text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
        assert (element.text or "") == text, element.tag


def ask(topic: str, code: str, datatype: str, order: int, *, valid_from: Any = VALID_FROM, **given: Any) -> None:
    """A further question about a topic of the town."""
    row = {
        "description_fa": f"پرسش {code}",
        "description_en": f"question {code}",
        "values": [{"key": "a", "fa": "الف", "en": "A"}, {"key": "b", "fa": "ب", "en": "B"}]
        if datatype.endswith("list")
        else [],
        **given,
    }
    TopicAttribute.objects.create(
        topic_id=town().topics[topic], code=code, datatype=datatype, order=order, valid_from=valid_from, **row
    )
    City.objects.filter(code=CODE).update(load_number=F("load_number") + 1)  # what tells one view from the next
    city.forget()


def code_of(answer: tuple[int, Any]) -> str:
    """The number that a posted request got."""
    status, rows = answer
    assert status == 200, rows
    [row] = rows
    assert set(row) <= {"service_request_id", "service_notice"}
    assert isinstance(row["service_request_id"], str)
    return str(row["service_request_id"])
