"""Whether a person asks for a page: crawlers, previews of links and what a browser fetches ahead are not counted."""

import re
from typing import Final

from django.http import HttpRequest

_MACHINE: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|externalhit|archiver|monitor|scan|curl|wget|python|java/|go-http|okhttp"
    r"|libwww|httpclient|headless|lighthouse",
    re.IGNORECASE,
)


def is_person(request: HttpRequest) -> bool:
    """Whether the browser says that it is one, and that somebody asked; every browser of a person names itself."""
    name = request.headers.get("User-Agent", "").strip()
    is_ahead = any("prefetch" in request.headers.get(head, "") for head in ("Sec-Purpose", "Purpose", "X-Moz"))
    return bool(name) and not is_ahead and not _MACHINE.search(name)
