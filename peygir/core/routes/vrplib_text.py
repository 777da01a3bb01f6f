"""Parses the text of a VRPLIB file into specifications and sections; every fault is refused with its line.

The format is TSPLIB 95 (G. Reinelt) with the fields that CVRPLIB and PyVRP added to it (docs/methods.md lists them).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

MOST_CHARACTERS: Final = 64_000_000
MOST_NODES: Final = 3_000
NODE: Final = _("node")
VEHICLE: Final = _("vehicle")
_LARGEST: Final = Decimal(10) ** 13


class LineIsWrong(Invalid):
    """A line of the file cannot be used."""

    message = _("Line {line}: {why}")


class FileIsWrong(Invalid):
    """The file as a whole cannot be used."""

    message = _("The file cannot be used: {why}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section: its number in the file and its words."""

    number: int
    words: tuple[str, ...]

    def values(self) -> list[Decimal]:
        """The words as numbers. Raises LineIsWrong."""
        return [number_in(word, self.number) for word in self.words]


@dataclass(slots=True)
class VrplibText:
    """The file: specifications by upper-case keyword with their lines, and sections by name without `_SECTION`."""

    specs: dict[str, tuple[int, str]] = field(default_factory=dict)
    sections: dict[str, list[Line]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)

    def word(self, name: str, default: str = "") -> str:
        """The value of a specification as upper-case text."""
        return self.specs[name][1].upper() if name in self.specs else default

    def whole(self, name: str) -> int | None:
        """The value of a specification as a whole number ≥ 0, or None. Raises LineIsWrong."""
        value = self.number(name)
        if value is None:
            return None
        if value != value.to_integral_value():
            raise LineIsWrong(line=self.specs[name][0], why=_("{name} must be a whole number.", name=name))
        return int(value)

    def number(self, name: str) -> Decimal | None:
        """The value of a specification as a number ≥ 0, or None. Raises LineIsWrong."""
        if name not in self.specs:
            return None
        line_number, text = self.specs[name]
        value = number_in(text, line_number)
        if value < 0:
            raise LineIsWrong(line=line_number, why=_("{name} must not be negative.", name=name))
        return value


def number_in(word: str, line_number: int) -> Decimal:
    """Return the number that a word is. Raises LineIsWrong for any other word, and for one of 14 digits or more."""
    try:
        value = Decimal(word)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise LineIsWrong(line=line_number, why=_("“{text}” is not a number.", text=word[:40]))
    if abs(value) >= _LARGEST or -int(value.normalize().as_tuple().exponent) > 9:
        raise LineIsWrong(line=line_number, why=_("“{text}” is too large or too exact.", text=word[:40]))
    return value


def parse(text: str) -> VrplibText:
    """Return the parts of the file. Raises LineIsWrong and FileIsWrong."""
    if len(text) > MOST_CHARACTERS:
        raise FileIsWrong(why=_("it is larger than {limit} characters.", limit=MOST_CHARACTERS))
    parts, section = VrplibText(), ""
    for number, content in _lines(text):
        head = content.rstrip(" :").upper()
        if head == "EOF":
            break
        if head.endswith("_SECTION") and " " not in head:
            section = head.removesuffix("_SECTION")
            _refuse_again(section, parts.heads, number)
            parts.heads[section], parts.sections[section] = number, []
        elif ":" in content:
            name, _colon, value = (part.strip() for part in content.partition(":"))
            if section:
                why = _("the specification {name} must stand above the sections.", name=name[:40])
                raise LineIsWrong(line=number, why=why)
            _refuse_again(name.upper(), parts.specs, number)
            parts.specs[name.upper()] = (number, value)
        elif section:
            parts.sections[section].append(Line(number, tuple(content.split())))
        else:
            raise LineIsWrong(line=number, why=_("this is neither “KEYWORD : value” nor a section."))
    if both := sorted(set(parts.specs) & set(parts.sections)):
        line_of_both = parts.heads[both[0]]
        raise LineIsWrong(line=line_of_both, why=_("{name} is given above the sections too.", name=both[0]))
    return parts


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _refuse_again(name: str, known: Mapping[str, object], line: int) -> None:
    if name in known:
        raise LineIsWrong(line=line, why=_("{name} is given twice.", name=name[:40]))


def rows_of(text: VrplibText, name: str, count: int, *, numbered: Text) -> list[Line] | None:
    """Return the rows of a section in the order of their numbers 1 to `count`, without these; None without a section.

    `numbered` is what the rows are numbered by in a refusal: NODE or VEHICLE. Raises LineIsWrong for a row whose
    number is no such one or comes twice, and for a row that is missing.
    """
    if name not in text.sections:
        return None
    rows: dict[int, Line] = {}
    for row in text.sections[name]:
        value = number_in(row.words[0], row.number)
        if value != value.to_integral_value() or not 1 <= value <= count:
            why = _("there is no {what} {number}; there are {count}.", what=numbered, number=row.words[0], count=count)
            raise LineIsWrong(line=row.number, why=why)
        if int(value) in rows:
            raise LineIsWrong(
                line=row.number, why=_("{what} {number} is given twice.", what=numbered, number=int(value))
            )
        rows[int(value)] = Line(row.number, row.words[1:])
    for number in range(1, count + 1):
        if number not in rows:
            why = _("{name} has no row for {what} {number}.", name=f"{name}_SECTION", what=numbered, number=number)
            raise LineIsWrong(line=text.heads[name], why=why)
    return [rows[number] for number in range(1, count + 1)]


def column(rows: Sequence[Line], *, least: int = 1, most: int = 1) -> list[list[Decimal]]:
    """Return the numbers of rows that have `least` to `most` each. Raises LineIsWrong."""
    numbers = []
    for row in rows:
        if not least <= len(row.words) <= most:
            why = _("{count} values stand here and not {wanted}.", count=len(row.words), wanted=_span(least, most))
            raise LineIsWrong(line=row.number, why=why)
        numbers.append(row.values())
    return numbers


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"
