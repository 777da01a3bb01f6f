"""Words as people send them, without the few characters that neither a database nor a reader can take."""

import re
from typing import Final

# NUL is refused by PostgreSQL, a lone surrogate cannot be written as UTF-8, and other controls show as nothing.
# Line ends and tabs stay; so do the half-space and the marks of direction, which Persian needs.
_UNFIT_LETTERS: Final = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff"
_UNFIT: Final = re.compile(rf"[{_UNFIT_LETTERS}\ud800-\udfff]")
_NUMBERS: Final = re.compile("([0-9]+)")
_INVISIBLE_LETTERS: Final = r"\u200b-\u200f\u061c\u2028-\u202e\u2060-\u2069\ufeff\u00ad"
_INVISIBLE: Final = re.compile(f"[{_INVISIBLE_LETTERS}]")
VISIBLE: Final = rf"[^\s{_UNFIT_LETTERS}{_INVISIBLE_LETTERS}]"
"""One letter that a reader sees, as an ECMA-262 pattern: what `says_something` looks for."""


def plain(text: str) -> str:
    """`text` without control characters and lone surrogates, with "\\n" for every line end, and no blanks around it."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def natural(text: str) -> list[str | int]:
    """A key that sorts as people count: "2" before "10", "D-9" before "D-10"."""
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBERS.split(text))]


def says_something(text: str) -> bool:
    """Whether a reader sees anything: blanks, half-spaces and marks of direction alone say nothing."""
    return bool(_INVISIBLE.sub("", plain(text)).strip())
