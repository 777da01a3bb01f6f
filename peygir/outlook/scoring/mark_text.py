"""The text of all marks of a version, whose SHA-256 the history keeps: equal marks have equal text."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from peygir.outlook.scoring.marking import MarkResult
from peygir.outlook.scoring.people_marks import PersonMark


def _cell(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def text_of(units: Iterable[MarkResult], people: Iterable[PersonMark]) -> str:
    """The text: each unit with its parts, then each post; in order of ids, whatever the order of the arguments."""
    lines = []
    for result in sorted(units, key=lambda result: result.unit_id):
        ends = ",".join(map(_cell, (result.mark, result.low, result.high)))
        lines.append(f"unit,{result.unit_id},{result.state},{ends},{result.cases}")
        for part in sorted(result.parts, key=lambda part: part.part.indicator):
            found = part.measured
            values = (found.value, found.low, found.high) if found else (None, None, None)
            numbers = ",".join(map(_cell, (*values, part.score, part.weight, part.lost)))
            lines.append(f"part,{part.part.indicator},{part.state},{part.n},{numbers}")
    for person in sorted(people, key=lambda person: (person.post.staff_id, person.post.unit_id, person.post.from_on)):
        post = person.post
        days = f"{post.from_on.isoformat()},{post.to_on.isoformat()}"
        lines.append(f"post,{post.staff_id},{post.unit_id},{days},{person.units},{_cell(person.mark)}")
    return "".join(f"{line}\n" for line in lines)


def digest_of_marks(units: Iterable[MarkResult], people: Iterable[PersonMark]) -> str:
    """The SHA-256 of the text, as 64 hexadecimal digits."""
    return hashlib.sha256(text_of(units, people).encode()).hexdigest()
