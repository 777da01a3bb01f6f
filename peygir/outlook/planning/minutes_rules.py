"""What is personal in the minutes of a session: all that `core.personal` finds, but the names of the city's people."""

from collections.abc import Iterable
from typing import Final

from peygir.core.persian import search_key
from peygir.core.personal import Finding, Personal, look, without

_TITLES: Final = frozenset(
    map(search_key, "آقای آقا خانم سرکار جناب دکتر مهندس حاج استاد سردار mr mrs ms dr".split())  # noqa: SIM905
)


def personal_kinds(minutes: str, officials: Iterable[str]) -> list[str]:
    """The kinds of personal data that minutes certainly hold; the names of officials are none."""
    return Personal(_others(minutes, look(minutes).found, _names(officials))).kinds


def public_minutes(minutes: str, officials: Iterable[str]) -> str:
    """The minutes as everybody reads them: what is or may be personal is covered, but the names of officials."""
    found, names = look(minutes), _names(officials)
    return without(minutes, _others(minutes, (*found.found, *found.doubtful), names))


def _others(minutes: str, findings: Iterable[Finding], names: list[frozenset[str]]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.kind != "name" or not _is_known(minutes[one.start : one.end], names))


def _is_known(span: str, names: list[frozenset[str]]) -> bool:
    """Whether all words of a span but its titles are words of one official's name; an address beside it is not."""
    words = _words(span) - _TITLES
    return bool(words) and any(words <= name for name in names)


def _names(officials: Iterable[str]) -> list[frozenset[str]]:
    return [_words(name) for name in officials]


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(search_key, text.split())))
