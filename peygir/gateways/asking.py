"""Asks a provider by one HTTP request, and distinguishes a request that surely did not arrive from one that may have.

An unreachable provider has received nothing. Once the request is sent, only an answer says what became
of it: no answer, a torn one, or one of a broken server in between (5xx) leaves that open.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from peygir.gateways.closing import SandboxIsClosed
from peygir.gateways.outgoing import HttpAnswer, RequestLimits, send
from peygir.gateways.results import GatewayFailed, GatewayUnsure

STEP_SECONDS: Final = 10.0
WHOLE_SECONDS: Final = 30.0
MOST_BYTES: Final = 4 * 1024 * 1024


def ask(
    url: str,
    *,
    form: Mapping[str, object] | None = None,
    data: object = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = STEP_SECONDS,
    whole: float = WHOLE_SECONDS,
    most: int = MOST_BYTES,
) -> HttpAnswer:
    """POST a form or JSON `data`, or GET without either; returns an answer with a status below 500.

    Raises GatewayFailed if nothing was sent, GatewayUnsure if something was and no clear answer came.
    """
    sent, body = dict(headers or {}), None
    if form is not None:
        body = urlencode({key: value for key, value in form.items() if value is not None}).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    elif data is not None:
        body, sent["Content-Type"] = json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8"
    method = "GET" if body is None else "POST"
    try:
        answer = send(method, url, RequestLimits(seconds, whole, most), content=body, headers=sent)
    except (SandboxIsClosed, GatewayUnsure):
        raise
    except GatewayFailed as failure:  # a wrong address of a provider is a setting of ours: the message is sent later
        raise GatewayFailed(failure.reason, is_permanent=False) from failure
    if answer.status >= 500 or answer.is_cut:
        raise GatewayUnsure(f"the provider answered {answer.status}")
    return answer


def basic(user: str, password: str) -> str:
    """The header's value for HTTP Basic authentication (RFC 7617)."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()
