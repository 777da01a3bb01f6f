"""Fetches a picture from a URL that a stranger gave: public hosts only, with limits of time and size."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from django.conf import settings

from peygir.core import clock
from peygir.gateways.outgoing import RequestLimits, send
from peygir.gateways.results import GatewayFailed, GatewayUnsure

SECONDS: Final = 10.0
LARGEST: Final = 12 * 1024 * 1024
MOST_HOPS: Final = 3
_TO_FOLLOW: Final = frozenset({301, 302, 303, 307, 308})


def fetch_picture(url: str) -> bytes:
    """Return the bytes behind an http(s) URL. Raises GatewayFailed; `photos` checks whether they are a picture.

    Hosts of our own network are refused (unless the setting FETCH_PRIVATE_HOSTS allows them, for trials): the
    URL comes from outside, and must not give access to them (SSRF). Each hop of a redirection is checked anew.
    """
    ends = clock.monotonic() + SECONDS
    for _ in range(MOST_HOPS + 1):
        content, following = _get(url, ends)
        if following is None:
            return content
        try:
            url = urljoin(url, following)
        except ValueError as error:
            raise GatewayFailed("the address leads to none", is_permanent=True) from error
    raise GatewayFailed("the address leads from one to the next without end", is_permanent=True)


def _get(url: str, ends: float) -> tuple[bytes, str | None]:
    """The content of a URL, or where it leads instead."""
    only_public = not settings.FETCH_PRIVATE_HOSTS
    left = max(ends - clock.monotonic(), 0.0)
    try:
        answer = send("GET", url, RequestLimits(left, left, LARGEST, only_public), headers={"Accept": "image/*"})
    except GatewayUnsure as trouble:  # nothing is changed by fetching: to try again is safe
        raise GatewayFailed(trouble.reason, is_permanent=False) from trouble
    if answer.status in _TO_FOLLOW and (where := answer.headers.get("location")):
        return b"", where
    if answer.status != 200:
        raise GatewayFailed(f"the host answered {answer.status}", is_permanent=answer.status < 500)
    if answer.is_cut:
        raise GatewayFailed("the picture is larger than we take", is_permanent=True)
    return answer.body, None
