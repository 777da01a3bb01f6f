"""Cleans user input of characters that neither a database nor a reader can use."""

import re
from typing import Final

# PostgreSQL refuses NUL, a lone surrogate cannot be encoded in UTF-8, and other controls are invisible.
# Line ends and tabs stay; so do the half-space and direction marks, which Persian needs.
_UNFIT_LETTERS: Final = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff"
_UNFIT: Final = re.compile(rf"[{_UNFIT_LETTERS}\ud800-\udfff]")
_NUMBERS: Final = re.compile(r"(\d+)")  # digits of any script
_INVISIBLE_LETTERS: Final = r"\u200b-\u200f\u061c\u2028-\u202e\u2060-\u2069\ufeff\u00ad"
_INVISIBLE: Final = re.compile(f"[{_INVISIBLE_LETTERS}]")
VISIBLE: Final = rf"[^\s{_UNFIT_LETTERS}{_INVISIBLE_LETTERS}]"
"""One visible letter, as an ECMA-262 pattern: what `says_something` looks for."""


def plain(text: str) -> str:
    """`text` without control characters and lone surrogates, with "\\n" for every line end, and no blanks around it."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def natural(text: str) -> list[str | int]:
    """A natural sort key: "2" before "10", "D-9" before "D-10"."""
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBERS.split(text))]


def says_something(text: str) -> bool:
    """Whether a text is visible: blanks, half-spaces and direction marks alone are not."""
    return bool(_INVISIBLE.sub("", plain(text)).strip())
