"""The lists of the cases behind published figures, as a stranger opens them, page by page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lab.bench.published_files import Place, PublishedFiles
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.words import Told

if TYPE_CHECKING:
    from django.test import Client

_CODE: Final = re.compile(r'href="/t/([^/"]+)/"')
_NEXT: Final = 'rel="next"'


@dataclass(frozen=True, slots=True)
class OpenedList:
    """The list of a figure in a place, of a version: the codes on its pages in their order, and all that they say."""

    month: str
    number: int
    figure: str
    place: Place
    codes: tuple[str, ...]
    text: str


def opened_lists(files: Sequence[PublishedFiles]) -> list[OpenedList]:
    """Open every list of the first and the latest month, in each of their versions, also of hidden places."""
    from lab.bench.published_pages import stranger

    browser, ends = stranger(), {files[0].month, files[-1].month}
    return [
        _opened(browser, version, row.figure, row.place)
        for version in files
        if version.month in ends
        for row in version.rows
        if FIGURES[row.figure].told in (Told.EACH, Told.WHICH) and FIGURES[row.figure].listed_as == row.figure
    ]


def _opened(browser: "Client", version: PublishedFiles, figure: str, place: Place) -> OpenedList:
    pages = list(_pages(browser, version, figure, place))
    codes = tuple(code for page in pages for code in _CODE.findall(page))
    return OpenedList(version.month, version.number, figure, place, codes, "\n".join(pages))


def _pages(browser: "Client", version: PublishedFiles, figure: str, place: Place) -> Iterator[str]:
    split, *keys = place
    address, page = f"/city/{version.month}/v{version.number}/cases/", 1
    while True:
        answer = browser.get(address, {"figure": figure, "by": split, "key": keys, "page": str(page)})
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP
            raise RuntimeError(f"{address} answered {answer.status_code} for {figure} {place}")
        text = answer.content.decode()
        yield text
        if _NEXT not in text:
            return
        page += 1
