"""The text of all marks of a version, whose SHA-256 the history keeps: equal marks have equal text."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from peygir.outlook.scoring.marking import MarkResult
from peygir.outlook.scoring.people_marks import PersonMark


def _cell(value: Decimal | None) -> str:
    """A number without needless zeros, so that a stored one and a computed one have the same text."""
    return "" if value is None else format(value.normalize(), "f")


def unit_line(
    unit_id: int, state: str, points: Decimal | None, low: Decimal | None, high: Decimal | None, cases: int
) -> str:
    """The line of a unit's mark."""
    return f"unit,{unit_id},{state},{_cell(points)},{_cell(low)},{_cell(high)},{cases}"


def part_line(indicator: str, state: str, n: int, numbers: Sequence[Decimal | None]) -> str:
    """The line of a part: `numbers` are value, low, high, score, weight and lost points."""
    return f"part,{indicator},{state},{n},{','.join(map(_cell, numbers))}"


def post_line(staff_id: int, unit_id: int, from_on: date, to_on: date, units: int, points: Decimal | None) -> str:
    """The line of the mark of a person's post."""
    return f"post,{staff_id},{unit_id},{from_on.isoformat()},{to_on.isoformat()},{units},{_cell(points)}"


def unit_text(result: MarkResult) -> str:
    """The lines of a unit's mark and its parts."""
    ends = (result.mark, result.low, result.high)
    lines = [unit_line(result.unit_id, result.state.value, *ends, result.cases)]
    for part in sorted(result.parts, key=lambda part: part.part.indicator):
        found = part.measured
        values = (found.value, found.low, found.high) if found else (None, None, None)
        numbers = (*values, part.score, part.weight, part.lost)
        lines.append(part_line(part.part.indicator, part.state.value, part.n, numbers))
    return "\n".join(lines)


def person_text(person: PersonMark) -> str:
    """The line of the mark of a person's post."""
    post = person.post
    return post_line(post.staff_id, post.unit_id, post.from_on, post.to_on, person.units, person.mark)


def text_of(units: Iterable[MarkResult], people: Iterable[PersonMark]) -> str:
    """The text: each unit with its parts, then each post; in order of ids, whatever the order of the arguments."""
    ordered = sorted(people, key=lambda person: (person.post.staff_id, person.post.unit_id, person.post.from_on))
    texts = [unit_text(result) for result in sorted(units, key=lambda result: result.unit_id)]
    return "".join(f"{text}\n" for text in (*texts, *(person_text(person) for person in ordered)))


def digest_of_marks(units: Iterable[MarkResult], people: Iterable[PersonMark]) -> str:
    """The SHA-256 of the text, as 64 hexadecimal digits."""
    return hashlib.sha256(text_of(units, people).encode()).hexdigest()
