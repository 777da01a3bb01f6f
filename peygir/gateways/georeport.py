"""A GeoReport v2 client for another city's or an agency's server: plain values, with limits of time and size."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET  # noqa: S405 - Python's expat expands no outer entity; size and time are limited
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from xml.parsers import expat

from peygir.core.moments import read_moment, written
from peygir.gateways.closing import SandboxIsClosed
from peygir.gateways.outgoing import RequestLimits, send
from peygir.gateways.results import GatewayFailed

LIMITS: Final = RequestLimits(step=20.0, whole=20.0, most=16 * 1024 * 1024)
# Statuses after which a retry can help: the server is busy or broken, not our request wrong.
_PASSING: Final = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Server:
    """A remote server; `media_type` is json or xml, `key` its api_key for writing."""

    base_url: str
    jurisdiction: str = ""
    media_type: str = "json"
    key: str = ""


@dataclass(frozen=True, slots=True)
class RemoteRequest:
    """A request as the server returns it; missing fields are empty."""

    id: str
    status: str
    status_notes: str
    service_code: str
    description: str
    requested_at: datetime | None
    updated_at: datetime | None
    address: str
    lat: float | None
    lon: float | None
    media_url: str


@dataclass(frozen=True, slots=True)
class Posted:
    """The id of a posted request, or a token by which the id is known later."""

    id: str
    token: str


def list_requests(server: Server, *, since: datetime, until: datetime, page: int, size: int) -> list[RemoteRequest]:
    """One page of the requests between two moments. Raises GatewayFailed."""
    query = {"start_date": written(since), "end_date": written(until), "page": str(page), "page_size": str(size)}
    return [_request(row) for row in _rows(server, "GET", "requests", query)]


def requests_by_id(server: Server, ids: Sequence[str]) -> dict[str, RemoteRequest]:
    """Some requests by their ids; ids that the server does not know are left out. Raises GatewayFailed."""
    rows = _rows(server, "GET", "requests", {"service_request_id": ",".join(ids)})
    return {found.id: found for found in map(_request, rows) if found.id in ids}


def post_request(server: Server, values: Mapping[str, str]) -> Posted:
    """Post a request. Raises GatewayFailed; after a temporary failure it may have arrived all the same."""
    rows = _rows(server, "POST", "requests", {**values, "api_key": server.key})
    row = rows[0] if rows else {}
    posted = Posted(_text(row, "service_request_id"), _text(row, "token"))
    if not posted.id and not posted.token:
        raise GatewayFailed("the server gave neither a number nor a token", is_permanent=False)
    return posted


def id_of_token(server: Server, token: str) -> str:
    """The request id of a token; "" while there is none. Raises GatewayFailed."""
    try:
        rows = _rows(server, "GET", f"tokens/{token}", {})
    except GatewayFailed as failure:
        if failure.is_permanent:
            return ""
        raise
    return _text(rows[0], "service_request_id") if rows else ""


def _rows(server: Server, method: str, what: str, values: Mapping[str, str]) -> list[dict[str, Any]]:
    named = {"jurisdiction_id": server.jurisdiction} if server.jurisdiction else {}
    content = _call(server, method, what, {**values, **named})
    try:
        return _from_xml(content) if server.media_type == "xml" else _from_json(content)
    except (ValueError, ET.ParseError, RecursionError) as error:
        raise GatewayFailed("the server's answer cannot be read", is_permanent=False) from error


def _from_json(content: bytes) -> list[dict[str, Any]]:
    parsed = json.loads(content)
    if isinstance(parsed, dict):  # some wrap the list in its XML name
        parsed = next((value for value in parsed.values() if isinstance(value, list)), [parsed])
    return [row for row in parsed if isinstance(row, dict)] if isinstance(parsed, list) else []


def _from_xml(content: bytes) -> list[dict[str, Any]]:
    _refuse_document_type(content)
    return [{field.tag: field.text or "" for field in row} for row in ET.fromstring(content)]  # noqa: S314


def _refuse_document_type(content: bytes) -> None:
    """Raises ValueError for a document type, in any encoding and anywhere: it may define entities of any size."""

    def refuse(*_: object) -> None:
        raise ValueError("a document type is not read")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError("the XML cannot be read") from error


def _call(server: Server, method: str, what: str, values: Mapping[str, str]) -> bytes:
    url = f"{server.base_url.rstrip('/')}/{what}.{server.media_type}"
    content, headers = None, {}
    if method == "GET":
        url = f"{url}?{urlencode(values)}"
    else:
        content = urlencode(values).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    try:
        answer = send(method, url, LIMITS, content=content, headers=headers)
    except SandboxIsClosed:
        raise
    except GatewayFailed as trouble:
        raise GatewayFailed(f"the server was not reached ({trouble.reason})", is_permanent=False) from trouble
    if answer.status >= 300:
        passing = answer.status >= 500 or answer.status in _PASSING
        raise GatewayFailed(f"the server answered {answer.status}", is_permanent=not passing)
    if answer.is_cut:
        raise GatewayFailed("the server's answer is too long", is_permanent=False)
    return answer.body


def _request(row: Mapping[str, Any]) -> RemoteRequest:
    return RemoteRequest(
        _text(row, "service_request_id"),
        _text(row, "status").lower(),
        _text(row, "status_notes"),
        _text(row, "service_code"),
        _text(row, "description"),
        read_moment(_text(row, "requested_datetime")),
        read_moment(_text(row, "updated_datetime")),
        _text(row, "address"),
        _degrees(row, "lat", 90),
        _degrees(row, "long", 180),
        _text(row, "media_url"),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _degrees(row: Mapping[str, Any], name: str, most: int) -> float | None:
    try:
        value = float(_text(row, name))
    except ValueError:
        return None
    return value if abs(value) <= most else None
