"""How many SMS a text takes (3GPP TS 23.038): the first holds 70 Persian characters, or 160 Latin ones."""

from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")  # two places each


@dataclass(frozen=True, slots=True)
class Length:
    """A text's length as operators count it, and the messages it takes."""

    units: int
    parts: int
    room: int  # units that still fit into the last message


def length_of(text: str) -> Length:
    """The length of a text in the 7-bit alphabet if that has its characters, else in 16-bit units; "" takes none."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        units, single, joined = len(text) + sum(letter in _EXTENDED for letter in text), 160, 153
    else:
        units, single, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    parts = 0 if not units else 1 if units <= single else -(-units // joined)
    whole = single if parts <= 1 else parts * joined
    return Length(units, parts, whole - units)
