"""Sends one HTTP request, and distinguishes a request that surely did not arrive from one that may have.

An unreachable provider has received nothing. Once the request is sent, only an answer says what became
of it: no answer, a torn one, or one of a broken server in between (5xx) leaves that open.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import Any, Final
from urllib.parse import SplitResult, urlencode, urlsplit

from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.results import GatewayFailed, GatewayUnsure

STEP_SECONDS: Final = 10.0
WHOLE_SECONDS: Final = 30.0
MOST_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchedResponse:
    """A response with a status below 500, and its body."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The parsed body. Raises GatewayUnsure: an unreadable body says nothing about the message."""
        try:
            return json.loads(self.body)
        except ValueError as torn:
            raise GatewayUnsure(f"the provider's answer ({self.status}) cannot be read") from torn


def ask(
    url: str,
    *,
    form: Mapping[str, object] | None = None,
    data: object = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = STEP_SECONDS,
    whole: float = WHOLE_SECONDS,
    most: int = MOST_BYTES,
) -> FetchedResponse:
    """POST a form or JSON `data`, or GET without either.

    Raises GatewayFailed if nothing was sent, GatewayUnsure if something was and no clear answer came.
    """
    parts, sent = urlsplit(url), dict(headers or {})
    body: bytes | None = None
    if form is not None:
        body = urlencode({key: value for key, value in form.items() if value is not None}).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    elif data is not None:
        body, sent["Content-Type"] = json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8"
    connection = _connected(parts, seconds)
    end = threading.Timer(whole, _cut, [connection])
    end.daemon = True
    end.start()
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("POST" if body is not None else "GET", path, body=body, headers=sent)
        response = connection.getresponse()
        answer = response.read(most + 1)
    except (OSError, http.client.HTTPException) as trouble:
        raise GatewayUnsure(f"no answer from {parts.hostname}: {type(trouble).__name__}") from trouble
    finally:
        end.cancel()
        connection.close()
    if response.status >= 500 or len(answer) > most:
        raise GatewayUnsure(f"{parts.hostname} answered {response.status}")
    return FetchedResponse(response.status, answer)


def basic(user: str, password: str) -> str:
    """The header's value for HTTP Basic authentication (RFC 7617)."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def _connected(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    refuse_in_sandbox()
    host = parts.hostname or ""
    connection: http.client.HTTPConnection | None = None
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            host, parts.port, timeout=seconds, context=ssl.create_default_context()
        )
    elif parts.scheme == "http":
        connection = http.client.HTTPConnection(host, parts.port, timeout=seconds)
    if connection is None or not host:
        raise GatewayFailed("a provider's address begins with https://", is_permanent=False)
    try:
        connection.connect()
    except (OSError, ValueError) as trouble:
        connection.close()
        raise GatewayFailed(f"no connection to {host}: {type(trouble).__name__}", is_permanent=False) from trouble
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(SHUT_RDWR)
