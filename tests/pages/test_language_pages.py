"""Pages in the tests' own language: what stands outside the brackets and is no data was never marked.

DRAFT, not run: put it at tests/pages/test_language_pages.py, run it, and set LEFT to what it finds, or mend that.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from peygir.core.translation import catalogues_in
from tests import make
from tests.test_translation import MARKED, catalogue, every_entry
from tests.town import Town

PUBLIC: Final = ("home", "report", "track", "ways", "answers", "sessions", "rights", "figures", "me", "staff_login")
LEFT: Final = 0
_HIDDEN: Final = frozenset({"script", "style", "template", "svg", "code", "kbd"})
_WORD: Final = re.compile(r"[A-Za-z\u0600-\u06ff]{3,}")
_IN_BRACKETS: Final = re.compile("⟦[^⟦⟧]*⟧")


class Words(HTMLParser):
    """The text nodes of a page, without what nobody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.found = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count into what is hidden; keep the texts of attributes that are read aloud."""
        self.depth += tag in _HIDDEN
        self.found += [value or "" for name, value in attrs if name in ("aria-label", "title", "placeholder", "alt")]

    def handle_endtag(self, tag: str) -> None:
        """Count out again."""
        self.depth -= tag in _HIDDEN

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self.depth:
            self.found.append(data)


def data() -> set[str]:
    """Every text that the database holds: names, reports, notes."""
    known: set[str] = set()
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        names = [one.attname for one in fields if one.get_internal_type() in ("CharField", "TextField")]
        for row in model._default_manager.values_list(*names)[:5000] if names else ():
            known.update(word.lower() for text in row if text for word in _WORD.findall(str(text)))
    return known


def left_in(html: str, known: set[str]) -> list[str]:
    """Texts of a page with a word outside the brackets that no row holds."""
    page = Words()
    page.feed(html)
    bare = []
    for text in page.found:
        while text != (text := _IN_BRACKETS.sub(" ", text)):
            pass
        if [word for word in _WORD.findall(text) if word.lower() not in known]:
            bare.append(" ".join(text.split()))
    return bare


@pytest.fixture
def reader(tmp_path: Path, settings: Any) -> Iterator[Client]:
    """A browser that reads the tests' language."""
    folder = catalogue(tmp_path, every_entry())
    settings.LANGUAGES = [*settings.LANGUAGES, (MARKED, "Test")]
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    client = Client(headers={"Host": "localhost"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = MARKED
    with catalogues_in(folder):
        yield client


def test_what_is_not_marked_is_found() -> None:
    assert left_in("<p>⟦Case ⟦Done⟧⟧ 12 <b>Forgotten words</b> Shiraz</p>", {"shiraz"}) == ["Forgotten words"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_has_no_unmarked_sentence(town: Town, town_clock: Any, reader: Client, name: str) -> None:
    make.referred()
    answer = reader.get(reverse(name))
    assert answer.status_code == 200
    left = left_in(answer.content.decode(), data())
    assert len(left) <= LEFT, left
