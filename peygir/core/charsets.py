"""Decodes bytes of a Persian or English text, even if their encoding is unknown or wrongly declared."""

import codecs
import math
from typing import Final

_CANDIDATES: Final = ("windows-1256", "iso-8859-6", "mac-farsi", "mac-arabic")
"""Encodings of Persian texts besides UTF-8, the likelier ones first."""
_ALIASES: Final = {"x-mac-farsi": "mac-farsi", "x-mac-arabic": "mac-arabic", "cp-1256": "cp1256"}
# Per thousand letters of Persian prose; the Arabic twins of yeh and keheh are counted as they are written.
_FREQUENT: Final = (
    "ا140 ی95 ن75 ر82 د70 ه68 م60 و58 ت50 ب42 س33 ش32 ک30 ل30 ز28 ف20 گ16 خ16 ق15 ج13 پ12 ع12 ح11 چ11 آ7 ص7 ط6 غ5 ض4 "
    "ئ4 ذ3 ظ3 ث2 ژ1 ي95 ك30"
)
_PER_THOUSAND: Final = {pair[0]: int(pair[1:]) for pair in _FREQUENT.split()}
_RARE: Final = 0.02
_BROKEN: Final = "\ufffd"
ENOUGH: Final = 0.98
"""The share of readable characters from which a decoding counts as reliable."""


def decoded(data: bytes, declared: str = "") -> tuple[str, bool]:
    """Return (text, whether the decoding is reliable) of bytes with the encoding `declared`.

    Valid UTF-8 is accepted whatever is declared, since other texts are hardly ever valid by chance; else the decoding
    whose letter frequencies are closest to those of Persian.
    """
    name = _codec(declared)
    if name.startswith(("utf-16", "utf-32", "iso2022", "utf-7", "hz")):
        try:
            return data.decode(name), True
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        pass
    if name and name != "utf-8" and _is_mostly_latin(data):
        return _read(data, name), True
    names = [name] if name and name != "utf-8" else []
    readings = [_read(data, codec) for codec in dict.fromkeys([*names, *_CANDIDATES])]
    readings.append(data.decode("utf-8", "replace"))
    best = max(readings, key=_likelihood)
    return best, _readable_share(best) >= ENOUGH


def likely_codec(data: bytes) -> str:
    """Return the likeliest encoding of a text that is not UTF-8; "" for bytes that are no text of ours.

    A Persian text is told by its letters; one that is mostly Latin is taken for Windows-1252.
    """
    if _is_mostly_latin(data):
        return "cp1252"
    best = max(_CANDIDATES, key=lambda codec: _likelihood(_read(data, codec)))
    return best if _readable_share(_read(data, best)) >= ENOUGH else ""


def _is_mostly_latin(data: bytes) -> bool:
    """Whether few of the letters are beyond ASCII, as the accents of a French or German text are."""
    beyond, latin = sum(byte > 0x7F for byte in data), sum(bytes((byte,)).isalpha() for byte in data)
    return beyond * 5 < latin


def _codec(name: str) -> str:
    """The codec of a declared name, empty for an unknown one."""
    plain = name.strip().strip("\"'").lower()
    try:
        return codecs.lookup(_ALIASES.get(plain, plain)).name if plain else ""
    except LookupError:
        return ""


def _read(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _likelihood(text: str) -> float:
    """The sum of the letters' log frequencies; characters that are rare in Persian texts count against it."""
    return sum(math.log(_PER_THOUSAND.get(sign, _RARE)) for sign in text if not sign.isascii())


def _readable_share(text: str) -> float:
    """The share of the characters beyond ASCII that belong to Persian texts: Arabic letters, digits and punctuation."""
    signs = [sign for sign in text if not sign.isascii()]
    good = sum(
        sign != _BROKEN and ("\u0600" <= sign <= "\u06ff" or sign in "\u200c\u200d\u200e\u200f«»…–—“”’ٔ")
        for sign in signs
    )
    return good / len(signs) if signs else 1.0
