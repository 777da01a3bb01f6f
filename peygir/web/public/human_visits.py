"""Tells page views by people from those of crawlers, link previews and prefetching, which are not counted."""

import re
from typing import Final

from django.http import HttpRequest

_MACHINE: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|externalhit|archiver|monitor|scan|curl|wget|python|java/|go-http|okhttp"
    r"|libwww|httpclient|headless|lighthouse",
    re.IGNORECASE,
)


def is_person(request: HttpRequest) -> bool:
    """Whether the User-Agent names no crawler and the request is no prefetch."""
    name = request.headers.get("User-Agent", "").strip()
    is_ahead = any("prefetch" in request.headers.get(head, "") for head in ("Sec-Purpose", "Purpose", "X-Moz"))
    return bool(name) and not is_ahead and not _MACHINE.search(name)
