"""What a first visit weighs: every file that a page of the running house needs, as it goes over the line.

Counted are the bodies as they are sent, each file once: the page, what it names, what its scripts import, and, in a
row of its own, what a map brings when it comes near the eye. Not counted: what the service worker keeps in the
background for a later day, pictures that citizens sent, and the second half of the typeface, which Persian, Arabic
and English text never asks for.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

KB: Final = 1024
LIGHT: Final = 200 * KB
WITH_MAP: Final = 600 * KB
PAGES: Final = ("/", "/report/", "/track/", "/map/", "/rights/", "/help/", "/follow/", "/me/")
TAKEN: Final = "gzip, br"
_BUILT: Final = "/static/built/"
_MANIFEST: Final = f"{_BUILT}manifest.json"
_CASE: Final = re.compile(r'href="(/t/\d{10}/)"')
_IN_A_STYLE: Final = re.compile(r"""url\(["']?([^"')]+\.svg)["']?\)""")
# A box on the page → the entry whose later imports draw it, and the data attributes that name more to fetch.
_MAPS: Final = {
    "data-map": ("src/kit/map.ts", ("data-areas",)),
    "data-city-map": ("src/public/citymap.ts", ("data-areas", "data-cases", "data-list")),
}

Size = Callable[[str], int]
"""Address → bytes of its body as it is sent to a browser that takes `TAKEN`."""
Text = Callable[[str], str]
"""Address → its body as text."""


class NobodyAnswers(Missing):
    """An address at which no house runs."""

    message = _("Nobody answers at {url}. Start the house first: ./run demo or ./run serve.")


@dataclass(slots=True)
class Weight:
    """The bytes of one page by address, and the most that they may be."""

    page: str
    limit: int
    files: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Bytes over the line."""
        return sum(self.files.values())

    @property
    def is_good(self) -> bool:
        """Whether it stays within its limit."""
        return self.total <= self.limit


def weigh(page: str, size: Size, text: Text) -> list[Weight]:
    """The page without a map and, where it has one, with it."""
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
    """The files of built sources and of all that these import at once: scripts, styles, a worker."""
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
    """Reads a page for what a browser fetches with it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.files: list[str] = []
        self.maps: list[str] = []
        self.more: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the files and the maps."""
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
    """Every page of the house that runs at `url`, the page of a public case among them. Raises NobodyAnswers."""

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

    case = _CASE.search(text("/"))
    pages = [*PAGES, *([case[1]] if case else [])]
    return [row for page in pages for row in weigh(page, lambda address: len(ask(address, TAKEN)), text)]


def show(rows: list[Weight]) -> None:
    """A table: KB, limit, page; and the heaviest files of what is too heavy."""
    for row in rows:
        print(f"{row.total / KB:7.1f} KB of {row.limit // KB:3d}  {'✓' if row.is_good else '✗'}  {row.page}")
        if not row.is_good:
            for address, size in sorted(row.files.items(), key=lambda pair: -pair[1])[:5]:
                print(f"{size / KB:15.1f} KB  {address}")
