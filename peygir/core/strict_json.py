"""Parses JSON from untrusted sources: limits on depth and on the length of numbers, no duplicate names."""

import json
import re
from typing import Any, Final

# Possessive quantifiers (`++`, `*+`) do not backtrack: remembering each letter of a long text takes gigabytes.
_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
# A lone UTF-16 surrogate is no letter and cannot be encoded. Apps send one when they cut a text in the middle of
# an emoji, and the rest of such a text is worth keeping. The expression matches whole pairs too.
_HALF_PAIR: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_LONGEST_NUMBER: Final = 40


class JsonIsNotReadable(ValueError):
    """The text is no JSON, or exceeds the limits."""


def read_json(raw: bytes, *, deepest: int) -> Any:
    """The value of a UTF-8 text, with U+FFFD in place of each lone surrogate.

    Lists and objects may be nested `deepest` levels. Raises JsonIsNotReadable.
    """
    try:
        _check_depth(raw, deepest)
        value = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_int=_whole, parse_float=_fraction
        )
        return _with_whole_letters(value) if _HALF_PAIR.search(raw) else value
    except (ValueError, RecursionError) as error:
        raise JsonIsNotReadable(str(error)[:200]) from None


def _check_depth(raw: bytes, deepest: int) -> None:
    depth = 0
    for token in _TOKEN.finditer(raw):
        kind = token[0]
        if kind in (b"[", b"{"):
            depth += 1
            if depth > deepest:
                raise JsonIsNotReadable("too deep")
        elif kind in (b"]", b"}"):
            depth -= 1


def _with_whole_letters(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_with_whole_letters(item) for item in value]
        case dict():
            return _once_each([(_with_whole_letters(name), _with_whole_letters(item)) for name, item in value.items()])
        case _:
            return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise JsonIsNotReadable("a name stands twice")
    return values


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise JsonIsNotReadable("a number is too long")
    return int(digits)


def _fraction(digits: str) -> float:
    if len(digits) > _LONGEST_NUMBER:
        raise JsonIsNotReadable("a number is too long")
    return float(digits)
