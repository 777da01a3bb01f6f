"""The viewer's language, how it is written, and the languages to choose from."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language

from peygir.core.translation import Names, languages
from peygir.core.writing import WritingSystem, writing_of


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A language that a reader may choose, by its own name; `is_first_other` of those that are not shown now."""

    code: str
    name: str
    is_current: bool
    is_first_other: bool


def language() -> str:
    """Return the code of the viewer's language, two letters."""
    return (get_language() or "fa")[:2]


def writing() -> WritingSystem:
    """Return how the viewer's language is written."""
    return writing_of(language())


def decimal(text: str) -> str:
    """Return a number in ASCII with the digits and signs of the viewer's language."""
    return writing().decimal(text)


def named_text(names: Names) -> str:
    """Return a name in the viewer's language and digits; Latin text starts with a capital."""
    text = names.in_language(language())
    return capfirst(text) if writing().has_cases else writing().number(text)


def reader_languages(*, is_citizen: bool = True) -> list[PageLanguage]:
    """The languages to choose from, those of every page first; a member of staff chooses among these alone."""
    names = {code: name for code, name in settings.LANGUAGES if is_citizen or code in languages()}
    others = [code for code in names if code != language()]
    return [PageLanguage(code, name, code == language(), code == others[0]) for code, name in names.items()]
