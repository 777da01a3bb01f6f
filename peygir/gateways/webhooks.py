"""Posts a signed message to another system's URL: public hosts only, no redirection, with a time limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from peygir.gateways.outgoing import RequestLimits, send

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
    limits = RequestLimits(seconds, seconds, most, only_public=not settings.WEBHOOK_PRIVATE_HOSTS)
    answer = send("POST", url, limits, content=body.encode(), headers=headers)
    return answer.status, answer.body
