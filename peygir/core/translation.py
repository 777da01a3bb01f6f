"""Translatable texts: marked in English in the code, translated once the reader's language is known.

`gettext_lazy` and `pgettext_lazy` have the names that xgettext (`makemessages`) looks for, and their first argument is
always a literal. They return a `Text`, which is translated only by `in_language`: no thread holds a language, and
neither Django nor its settings are needed, so a command that runs before Django is set up has translations too.
The translations are the catalogues that Django reads (`locale/LANGUAGE/LC_MESSAGES/django.mo`).
"""

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

SOURCE: Final = "en"
"""The language of the sentences in the code."""
FOLDER: Final = Path(__file__).resolve().parent.parent / "locale"
AUDIENCE: Final = "x-peygir-audience"
"""The field of a catalogue's head that says whose pages are in the language."""
CITIZENS: Final = "citizens"
_DOMAIN: Final = "django"
_CODE: Final = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?", re.ASCII)

_folders: list[Path] = [FOLDER]
_catalogues: dict[str, gettext.NullTranslations] = {}


_kept: list[Callable[[], None]] = []
_T = TypeVar("_T")


def keep_with_catalogues(function: Callable[..., _T]) -> Callable[..., _T]:
    """Decorate a function whose answers come from the catalogues: they are cached until the catalogues change."""
    cached = cache(function)
    _kept.append(cached.cache_clear)
    return cached


@keep_with_catalogues
def languages() -> tuple[str, ...]:
    """Codes of the languages of every page: each whose compiled catalogue is for everybody, and the source last."""
    return (*(one for one in _compiled() if head_of(one).get(AUDIENCE) != CITIZENS), SOURCE)


@keep_with_catalogues
def citizen_languages() -> tuple[str, ...]:
    """Codes of the languages in which citizens read and are addressed: those of every page, then the others."""
    return tuple(dict.fromkeys((*languages(), *_compiled())))


def _compiled() -> list[str]:
    """The languages with a compiled catalogue, without the source."""
    found = {path.parts[-3] for folder in _folders for path in folder.glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")}
    return sorted(found - {SOURCE})


def known_language(language: str) -> str:
    """`language` if citizens can be addressed in it, else Persian."""
    return language if language in citizen_languages() else "fa"


def head_of(language: str) -> dict[str, str]:
    """The fields in the head of a language's catalogue, their names in lower case; empty if there is no catalogue."""
    catalogue = _catalogue(language)
    return {name: value for one in _chained(catalogue) for name, value in one.info().items()}


@contextmanager
def catalogues_in(folder: Path) -> Iterator[None]:
    """Within the block the catalogues in `folder` precede our own: for one more language, or the words of one city."""
    _folders.insert(0, folder)
    _forget()
    try:
        yield
    finally:
        _folders.remove(folder)
        _forget()


def _forget() -> None:
    _catalogues.clear()
    for clear in _kept:
        clear()


def _chained(catalogue: gettext.NullTranslations | None) -> Iterator[gettext.NullTranslations]:
    """A catalogue and those that it falls back to, the last first."""
    if catalogue is not None:
        yield from _chained(getattr(catalogue, "_fallback", None))
        yield catalogue


def _catalogue(language: str) -> gettext.NullTranslations:
    catalogue = _catalogues.get(language)
    if catalogue is None and not _CODE.fullmatch(language):
        return gettext.NullTranslations()  # a code becomes part of a path
    if catalogue is None:
        # Python caches catalogues by path, and Django uses the same files: each is read once in a process.
        codes = [language.replace("-", "_"), language.partition("-")[0]]
        each = [gettext.translation(_DOMAIN, folder, codes, fallback=True) for folder in _folders]
        catalogue = gettext.NullTranslations()
        for one in each:
            if isinstance(one, gettext.GNUTranslations):
                catalogue.add_fallback(one)
        _catalogues[language] = catalogue
    return catalogue


@dataclass(frozen=True, slots=True)
class Names:
    """A text in several languages that is data: the name of a district, a text by a member of staff.

    `texts` holds (language, text) pairs, the city's own language first; a language without a text uses the first.
    """

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, fa: str, en: str = "", others: tuple[tuple[str, str], ...] = ()) -> "Names":
        """The value of the columns `name_fa` and `name_en` (and their like), and of `others` (language, text)."""
        return cls((("fa", fa), ("en", en), *others))

    def in_language(self, language: str) -> str:
        """The text in `language`; if there is none, the first that is not empty."""
        own = language.partition("-")[0]
        there = [text for code, text in self.texts if code == own and text]
        return (there or [text for _, text in self.texts if text] or [""])[0]

    def in_all_languages(self) -> str:
        """The texts of all languages with a space between, for a search in the page."""
        return " ".join(text for _, text in self.texts if text)


class HasNames(Protocol):
    """A row or a fact with the columns `name_fa` and `name_en`."""

    @property
    def name_fa(self) -> str: ...
    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or label, translated by `in_language`; `values` replace the placeholders of `message`.

    Without `values` the translation is returned as it is, braces included. A value may be a `Text`, `Names` or
    `Joined`, and is then translated into the same language.
    """

    message: str
    context: str = ""
    values: tuple[tuple[str, Any], ...] | None = None
    is_inside: bool = False

    def in_language(self, language: str) -> str:
        """The text in `language`; in English if no catalogue has it."""
        catalogue = _catalogue(language)
        if self.context:
            text = catalogue.pgettext(self.context, self.message)
        else:
            text = catalogue.gettext(self.message) if self.message else ""
        if self.values is not None:
            text = text.format(**{name: in_language(value, language) for name, value in self.values})
        return text.lower() if self.is_inside else text

    def inside(self) -> "Text":
        """The same label for the middle of a sentence: in lower case."""
        return replace(self, is_inside=True)

    def filled(self, values: Mapping[str, Any]) -> "Text":
        """The same text with additional `values`; even without any it is formatted now."""
        return replace(self, values=(*(self.values or ()), *values.items()))

    def __str__(self) -> str:
        return self.in_language(SOURCE)

    def __lt__(self, other: "Text") -> bool:
        return str(self) < str(other)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts as a list in a sentence: “a, b and c”."""

    parts: tuple[Any, ...]
    last: Text

    def in_language(self, language: str) -> str:
        """The parts in `language`, joined with its word for “and”."""
        return self.last.in_language(language).join(str(in_language(part, language)) for part in self.parts)


def in_language(value: Any, language: str) -> Any:
    """`value` in `language` if it can be translated, else as it is."""
    return value.in_language(language) if isinstance(value, AnyText) else value


def in_every(text: "AnyText", separator: str = " · ") -> str:
    """`text` in every available language, English last: for a terminal, whose user's language is unknown."""
    return separator.join(dict.fromkeys(text.in_language(language) for language in languages()))


def gettext_lazy(message: str, /, **values: Any) -> Text:
    """Mark an English sentence for translation."""
    return Text(message, values=tuple(values.items()) or None)


def pgettext_lazy(context: str, message: str, /, **values: Any) -> Text:
    """The same with a context, for a short label: one English word has several translations."""
    return Text(message, context, tuple(values.items()) or None)


@dataclass(frozen=True, slots=True)
class Plural:
    """A text that depends on a number; each language's catalogue defines its plural forms."""

    one: str
    many: str
    count: int
    values: tuple[tuple[str, Any], ...] = ()

    def in_language(self, language: str) -> str:
        """The form for `count` in `language`, with `{count}` and the other values inserted."""
        found = _catalogue(language).ngettext(self.one, self.many, self.count)
        return found.format(count=self.count, **{name: in_language(value, language) for name, value in self.values})

    def __str__(self) -> str:
        return self.in_language(SOURCE)


def ngettext_lazy(one: str, many: str, count: int, /, **values: Any) -> Plural:
    """Mark a sentence that depends on `count`."""
    return Plural(one, many, count, tuple(values.items()))


AnyText = Text | Plural | Names | Joined
COMMA: Final = gettext_lazy(", ")
"""The separator of a list in a sentence."""
