"""The transfer size of a first visit: every file that a page of the running system needs.

Counted are the bodies as they are sent, each file once: the page, the files it names, its scripts' imports, and, in a
row of its own, what a map loads when it scrolls into view. Not counted: what the service worker caches in the
background, pictures that citizens sent, and the second half of the typeface, which Persian, Arabic and English text
never requests.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

KB: Final = 1024
LIGHT: Final = 200 * KB
WITH_MAP: Final = 600 * KB
PAGES: Final = (
    "/",
    "/report/",
    "/track/",
    "/map/",
    "/rights/",
    "/help/",
    "/follow/",
    "/me/",
    "/shell/fa/crew/",
    "/city/",
)
"""The last but one is the crew's page, as it is without anybody's data."""
TAKEN: Final = "gzip, br"
_BUILT: Final = "/static/built/"
_MANIFEST: Final = f"{_BUILT}manifest.json"
_CASE: Final = re.compile(r'href="(/t/\d{10}/)"')
_BEHIND: Final = re.compile(r'href="((/city/\d{4}-\d{2}/)cases/\?[^"]+)"')
_MONTH: Final = re.compile(r'href="(/city/\d{4}-\d{2}/)"')
_IN_A_STYLE: Final = re.compile(r"""url\(["']?([^"')]+\.svg)["']?\)""")
# Map element on the page → the entry whose later imports render it, and the data attributes with more URLs.
_MAPS: Final = {
    "data-map": ("src/kit/map.ts", ("data-areas",)),
    "data-city-map": ("src/public/citymap.ts", ("data-areas", "data-cases", "data-list")),
}

Size = Callable[[str], int]
"""URL → bytes of its body as sent to a browser that accepts `TAKEN`."""
Text = Callable[[str], str]
"""URL → its body as text."""


class NobodyAnswers(Missing):
    """Nothing answers at the URL."""

    message = _("No server answers at {url}. Start one first: ./run demo or ./run serve.")


@dataclass(slots=True)
class Weight:
    """The bytes of one page by URL, and its limit."""

    page: str
    limit: int
    files: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return the total bytes."""
        return sum(self.files.values())

    @property
    def is_good(self) -> bool:
        """Whether the total is within its limit."""
        return self.total <= self.limit


def weigh(page: str, size: Size, text: Text) -> list[Weight]:
    """Return the page without a map and, if it has one, with it."""
    html = text(page)
    parsed_page = _Named(page)
    parsed_page.feed(html)
    manifest: dict[str, Any] = json.loads(text(_MANIFEST))
    sources = {_BUILT + row["file"]: key for key, row in manifest.items()}
    addresses = [page, *parsed_page.files]
    addresses += _files(manifest, (sources[file] for file in parsed_page.files if file in sources))
    for style in [address for address in addresses if address.endswith(".css")]:
        addresses += [urljoin(style, picture) for picture in _IN_A_STYLE.findall(text(style))]
    plain = Weight(page, LIGHT, {address: size(address) for address in dict.fromkeys(addresses)})
    if not parsed_page.maps:
        return [plain]
    later = list(parsed_page.more)
    for entry in parsed_page.maps:
        later += _files(manifest, manifest[entry].get("dynamicImports", ()))
    whole = plain.files | {address: size(address) for address in later if address not in plain.files}
    return [plain, Weight(f"{page} + map", WITH_MAP, whole)]


def _files(manifest: dict[str, Any], keys: Iterable[str]) -> Iterator[str]:
    """Yield the built files of sources and of all their static imports: scripts, styles, a worker."""
    waiting, seen = list(keys), set()
    while waiting:
        if (key := waiting.pop()) in seen:
            continue
        seen.add(key)
        row = manifest[key]
        yield from (
            _BUILT + file
            for file in (row["file"], *row.get("css", ()), *row.get("assets", ()))
            if not file.endswith((".woff2", ".svg"))
        )
        waiting += row.get("imports", ())


class _Named(HTMLParser):
    """Parses a page for the files that a browser loads with it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.files: list[str] = []
        self.maps: list[str] = []
        self.more: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the files and the maps."""
        attributes = {name: value or "" for name, value in attrs}
        address = ""
        if tag == "link" and {"stylesheet", "preload", "modulepreload", "icon", "manifest"} & set(
            attributes["rel"].split()
        ):
            address = attributes["href"]
        elif tag in ("script", "use"):
            address = attributes.get("src") or attributes.get("href", "")
        if address:
            self.files.append(urldefrag(urljoin(self.page, address)).url)
        for box, (entry, names) in _MAPS.items():
            if box in attributes:
                self.maps.append(entry)
                self.more += [attributes[name] for name in names if attributes.get(name)]


def weighed(url: str) -> list[Weight]:
    """Weigh PAGES of the system at `url`, a public case, a published month, and the cases behind one of its figures.

    Raises NobodyAnswers.
    """

    def ask(address: str, encoding: str) -> bytes:
        asked = urllib.request.Request(urljoin(url, address), headers={"Accept-Encoding": encoding})  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - the person's own address
                body: bytes = answer.read()
                return body
        except (urllib.error.URLError, TimeoutError) as silence:
            raise NobodyAnswers(url=urljoin(url, address)) from silence

    def text(address: str) -> str:
        return ask(address, "identity").decode()

    case, dashboards = _CASE.search(text("/")), ["/city/", *_MONTH.findall(text("/city/"))]
    behind = next((found for page in dashboards if (found := _BEHIND.search(text(page)))), None)
    pages = [*PAGES, *([case[1]] if case else []), *([behind[2], unescape(behind[1])] if behind else [])]
    return [row for page in pages for row in weigh(page, lambda address: len(ask(address, TAKEN)), text)]


def show(rows: list[Weight]) -> None:
    """Print a table: KB, limit, page; and the largest files of pages over their limit."""
    for row in rows:
        print(f"{row.total / KB:7.1f} KB of {row.limit // KB:3d}  {'✓' if row.is_good else '✗'}  {row.page}")
        if not row.is_good:
            for address, size in sorted(row.files.items(), key=lambda pair: -pair[1])[:5]:
                print(f"{size / KB:15.1f} KB  {address}")
