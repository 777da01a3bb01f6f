"""The sample city's citizens: invented names, and numbers with a prefix that no operator has."""

from datetime import datetime
from random import Random
from typing import Final

from lab.bench.million.bulk import CopyBuffer
from lab.sample.words import SampleTexts
from peygir.core.persian import search_key

PREFIX: Final = "+98997000"
"""0997 is assigned to no operator; the zeros after it show that the number is invented."""
MOST: Final = 10_000
NEW_ONE: Final = 0.45
REGULARS: Final = 2.4
"""How much more often the first callers call again; a few call very often."""


class Callers:
    """Provides citizens, either new ones or ones who have called before."""

    def __init__(self, buffer: CopyBuffer, words: SampleTexts, rng: Random) -> None:
        self._press, self._words, self._chance = buffer, words, rng
        self._known: list[int] = []
        self._phones: dict[int, str] = {}

    def pick(self, at: datetime) -> int:
        """Return the id of the citizen who calls at this moment."""
        known = self._known
        if known and (len(known) >= MOST or self._chance.random() > NEW_ONE):
            return known[int(len(known) * self._chance.random() ** REGULARS)]
        number = self._press.citizens.next_number()
        name = self._words.name(self._chance)
        self._phones[number] = f"{PREFIX}{len(known):04d}"
        self._press.citizens.add(
            id=number, phone=self._phones[number], name=name, name_key=search_key(name)[:120], created_at=at
        )
        known.append(number)
        return number

    def phone_of(self, citizen: int | None) -> str:
        """Return the number of a citizen, "" for none."""
        return self._phones[citizen] if citizen is not None else ""
