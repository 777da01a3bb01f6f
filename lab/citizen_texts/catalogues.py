"""Holds the catalogues of citizens' languages against the texts that their pages and messages can show."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message

from lab.citizen_texts.messages import MarkedText
from lab.citizen_texts.reach import CitizenReach
from lab.translations import SOURCES, read
from peygir.core.translation import AUDIENCE, CITIZENS

_PLACEHOLDER: Final = re.compile(r"%\(\w+\)s|\{\w*\}|<[^>]+>|#")


def citizens_catalogues(root: Path) -> dict[str, Catalog]:
    """The catalogues for citizens alone, by their language."""
    catalogues = {source.parts[-3]: read(source) for source in sorted(root.glob(SOURCES))}
    return {
        language: catalogue
        for language, catalogue in catalogues.items()
        if {name.lower(): value for name, value in catalogue.mime_headers}.get(AUDIENCE) == CITIZENS
    }


def faults(catalogue: Catalog, marked: Mapping[MarkedText, str]) -> list[str]:
    """What is wrong with a catalogue, a sentence for each text: missing, unknown, empty, or with other placeholders."""
    entries = {_key(entry): entry for entry in catalogue if entry.id}
    places = {(one.context, one.text): place for one, place in marked.items()}
    wrong = [
        f"missing: “{text}” ({place})" for (context, text), place in places.items() if (context, text) not in entries
    ]
    wrong += [f"unknown: “{text}”" for context, text in entries if (context, text) not in places]
    for entry in entries.values():
        wrong += [f"“{_key(entry)[1]}”: {fault}" for fault in _faults_of(entry, catalogue.num_plurals)]
    return wrong


def missing_entries(catalogue: Catalog, reach: CitizenReach) -> Iterator[str]:
    """An entry for each missing text as a source writes it, its translation still empty."""
    known = {_key(entry) for entry in catalogue if entry.id}
    for text, place in reach.messages().items():
        if (text.context, text.text) not in known:
            lines = [f"#: {place}"] + ([f"msgctxt {_quoted(text.context)}"] if text.context else [])
            lines += [f"msgid {_quoted(text.text)}"]
            lines += [f"msgid_plural {_quoted(text.plural)}"] if text.plural else ['msgstr ""']
            lines += [f'msgstr[{form}] ""' for form in range(catalogue.num_plurals if text.plural else 0)]
            yield "\n".join(lines)


def _faults_of(entry: Message, plurals: int) -> Iterator[str]:
    forms: Any = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    if isinstance(entry.id, tuple | list):
        # A form for one or two may leave the number out; the others have every placeholder of the English plural.
        expected = _placeholders(entry.id[1])
        if len(forms) != plurals:
            yield f"{len(forms)} plural forms instead of {plurals}"
        if not any(_placeholders(form) == expected for form in forms[3:] or forms):
            yield "no plural form has all placeholders"
        if any(not set(_placeholders(form)) <= set(expected) for form in forms):
            yield "a plural form has a placeholder of its own"
    elif _placeholders(forms[0]) != _placeholders(str(entry.id)):
        yield "other placeholders"
    if not all(form and str(form).strip() for form in forms) and str(entry.id).strip():
        yield "empty"


def _placeholders(text: str) -> list[str]:
    return sorted(" ".join(one.split()) for one in _PLACEHOLDER.findall(text.replace("%%", "")))


def _key(entry: Message) -> tuple[str, str]:
    return entry.context or "", entry.id[0] if isinstance(entry.id, tuple | list) else str(entry.id)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
