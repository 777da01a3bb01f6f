"""Posts a signed message to another system's URL: public hosts only, no redirection, with a time limit."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Mapping
from contextlib import suppress
from socket import SHUT_RDWR
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from peygir.core import clock
from peygir.gateways.fetching import connect
from peygir.gateways.results import GatewayFailed, GatewayUnsure

_READ: Final = 4096  # bytes read of the answer's body


def bring(url: str, body: str, headers: Mapping[str, str]) -> int:
    """Post a body; returns the status of the answer. Raises what `posted` does."""
    return posted(url, body, headers)[0]


def posted(url: str, body: str, headers: Mapping[str, str], *, most: int = _READ) -> tuple[int, bytes]:
    """Post a body; returns the status of the answer and up to `most` bytes of its body.

    A redirection is an answer like another and is not followed. Raises GatewayFailed if nothing was sent (hosts of our
    own network are refused unless the setting WEBHOOK_PRIVATE_HOSTS allows them), GatewayUnsure if something was and no
    answer came.
    """
    seconds = settings.WEBHOOK_SECONDS
    ends = clock.monotonic() + seconds
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise GatewayFailed("this is no address", is_permanent=True) from error
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.sock = connect(
            host, port, parts.scheme == "https", ends, allow_private=settings.WEBHOOK_PRIVATE_HOSTS
        )
    except OSError as error:
        raise GatewayFailed(f"no connection ({type(error).__name__})", is_permanent=False) from error
    end = threading.Timer(max(ends - clock.monotonic(), 0.0), _cut, [connection])
    end.daemon = True
    end.start()
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", path, body=body.encode(), headers={**headers, "Connection": "close"})
        with connection.getresponse() as answer:
            return answer.status, answer.read(most)
    except (OSError, http.client.HTTPException) as error:
        raise GatewayUnsure(f"no answer ({type(error).__name__})") from error
    finally:
        end.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(SHUT_RDWR)
