"""The sample city's citizens: invented names, and numbers with a prefix that no operator has."""

from dataclasses import dataclass
from random import Random
from typing import Final

from lab.sample.words import SampleTexts

PREFIX: Final = "+98997000"
"""0997 is assigned to no operator; the zeros after it show that the number is invented."""
MOST: Final = 10_000
NEW_ONE: Final = 0.45
REGULARS: Final = 2.4
"""How much more often the first callers call again; a few call very often."""


@dataclass(frozen=True, slots=True)
class MadeUpCaller:
    """A citizen of the sample; without a phone they stay anonymous."""

    phone: str = ""
    name: str = ""


class MadeUpCallers:
    """Provides citizens, either new ones or ones who have called before.

    Of several processes each has its own citizens: the numbers `share`, `share + shares`, … below MOST.
    """

    def __init__(self, words: SampleTexts, rng: Random, *, share: int = 0, shares: int = 1) -> None:
        self._words, self._chance = words, rng
        self._numbers = range(share, MOST, shares)
        self._known: list[MadeUpCaller] = []

    def pick(self) -> MadeUpCaller:
        """Return the citizen who calls next."""
        known = self._known
        if known and (len(known) >= len(self._numbers) or self._chance.random() > NEW_ONE):
            return known[int(len(known) * self._chance.random() ** REGULARS)]
        caller = MadeUpCaller(f"{PREFIX}{self._numbers[len(known)]:04d}", self._words.name(self._chance))
        known.append(caller)
        return caller
