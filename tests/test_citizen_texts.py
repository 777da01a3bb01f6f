"""A catalogue of a citizens' language holds exactly the texts that a citizen's pages and messages can show."""

from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from lab.citizen_texts.audience import AUDIENCES, END_TEMPLATES, ENDS, FRAME, TALKS
from lab.citizen_texts.catalogues import citizens_catalogues, faults, missing_entries
from lab.citizen_texts.messages import MarkedText, messages_in
from lab.citizen_texts.reach import CitizenReach
from lab.translations import read
from peygir.desks.answers.readers import TO_STAFF
from peygir.desks.answers.texts import DEFAULTS
from peygir.web.kit.citizen_pages import FOR_FEW

ROOT: Final = Path(__file__).parents[1]
CATALOGUES: Final = citizens_catalogues(ROOT)


@pytest.fixture(scope="module")
def reach() -> CitizenReach:
    """What the pages and messages of citizens lead to."""
    return CitizenReach.of(ROOT)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_holds_what_citizens_read_and_nothing_else(reach: CitizenReach, language: str) -> None:
    assert faults(CATALOGUES[language], reach.messages()) == []


def test_arabic_is_for_citizens_and_persian_for_everybody() -> None:
    assert "ar" in CATALOGUES
    assert "fa" not in CATALOGUES


def test_every_text_that_is_found_is_known_in_persian(reach: CitizenReach) -> None:
    # The catalogue of everybody proves that texts are read as gettext reads them.
    persian = {(one.context or "", _text(one.id)) for one in read(ROOT / "peygir/locale/fa/LC_MESSAGES/django.po")}
    assert {(one.context, one.text) for one in reach.messages()} <= persian


def test_what_citizens_meet_is_found(reach: CitizenReach) -> None:
    marked = {one.text: place for one, place in reach.messages().items()}
    for text in (
        "Report a problem",  # a page
        "There is no connection",  # a script's words
        "Too many requests. Please try again in {minutes} minutes.",  # a refusal
        "In hand",  # a vocabulary
        "{count} day",  # a plural
        "We promise to finish by %(due)s.",  # a line of a case's story
        "137 has recorded your report.\nTracking code: {code}\nFollow it: {link}",  # a message
        "Your seven words",  # the drop box
    ):
        assert text in marked, text
    for text in ("Inbox", "Assign", "The reporter's number was viewed."):
        assert text not in marked, f"{text}: {reach.way(_place(marked[text]))}"


def test_a_missing_an_unknown_and_a_damaged_entry_are_found() -> None:
    catalogue = Catalog(locale="ar")
    catalogue.add("Known {code}", "معروف {code}")
    catalogue.add("Damaged {code}", "تالف {kode}")
    catalogue.add("Old", "قديم")
    catalogue.add(("{count} day", "{count} days"), ("يوم", "يومان"))
    marked = {
        MarkedText("", "Known {code}"): "page.html",
        MarkedText("", "Damaged {code}"): "page.html",
        MarkedText("", "New"): "page.html",
        MarkedText("", "{count} day", "{count} days"): "page.html",
    }
    wrong = faults(catalogue, marked)
    assert "missing: “New” (page.html)" in wrong
    assert "unknown: “Old”" in wrong
    assert "“Damaged {code}”: other placeholders" in wrong
    assert any("plural forms instead of 6" in one for one in wrong)
    assert not any("Known" in one for one in wrong)


def test_what_is_missing_is_printed_as_an_entry(reach: CitizenReach) -> None:
    entries = list(missing_entries(Catalog(locale="ar"), reach))
    assert len(entries) == len({(one.context, one.text) for one in reach.messages()})
    assert any(one.endswith('msgid "Your seven words"\nmsgstr ""') for one in entries)
    assert any(one.endswith('msgstr[5] ""') for one in entries)


def test_texts_of_a_template_are_read_as_gettext_reads_them() -> None:
    template = (
        '{% trans "A" context "B" %}{{ x|default:_("C") }}'
        "{% blocktrans trimmed count n=n %}\n  {{ n }} row\n{% plural %}\n  {{ n }} rows: 5%\n{% endblocktrans %}"
    )
    assert list(messages_in(template)) == [
        MarkedText("B", "A"),
        MarkedText("", "C"),
        MarkedText("", "%(n)s row", "%(n)s rows: 5%%"),
    ]


def test_every_name_of_the_tables_is_there(reach: CitizenReach) -> None:
    names = set(_names(get_resolver()))
    assert set(FOR_FEW) - names == set()
    assert set(DEFAULTS) >= TO_STAFF
    modules = reach.source.modules
    symbols = {f"{name}.{one}" for name, module in modules.items() for one in module.definitions}
    assert [one for one in ENDS if one not in modules and one not in symbols] == []
    assert [one for one in TALKS if one not in modules] == []
    assert [one for one in FRAME if one[0] not in modules] == []
    assert [one for one in AUDIENCES if f"peygir.web.{one}" not in modules] == []
    templates = reach.source.templates
    assert [one for one in END_TEMPLATES if not any(name.startswith(one) for name in templates)] == []


def _names(resolver: URLResolver) -> list[str]:
    names = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            names.append(pattern.name or "")
        elif isinstance(pattern, URLResolver):
            names += _names(pattern)
    return names


def _text(message_id: object) -> str:
    return str(message_id[0]) if isinstance(message_id, tuple | list) else str(message_id)


def _place(place: str) -> object:
    return place if place.endswith(".html") else tuple(place.rsplit(".", 1))
