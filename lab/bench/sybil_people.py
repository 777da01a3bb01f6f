"""Simulated years of citizens, honest ones and five attacks, with what became of each report; the truth is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from peygir.outlook.honours.usefulness import Deed, DeedKind

HONEST: Final = 600
SPAMMERS: Final = 15
JOINERS: Final = 6
IDENTITIES: Final = 20
RINGS: Final = 3
RING: Final = 6
FAMILY: Final = 4
DISTRICTS: Final = 11
CLERKS: Final = 4
"""Members of staff who finish the cases of one district; as many for each organisation."""
ORGANISATIONS: Final = 8
TOPICS: Final = 40
INSPECTED: Final = 0.14
FINISHED: Final = 0.88
"""The share of real problems whose work was called done within the edition."""
LAZY: Final = 0.12
"""The share of made-up problems that a unit calls done instead of saying that there was nothing."""
NOTHING: Final = 0.75
"""The share of made-up problems of which the unit says that there was nothing."""
FALSE_CLOSURES: Final = 0.08
FIRST_STAFF: Final = 1


@dataclass(slots=True)
class SimulatedPerson:
    """One identity: which attack it is part of ("" for the honest), its deeds, its reports, and its true use."""

    attack: str
    deeds: list[Deed] = field(default_factory=list)
    volume: int = 0
    truth: float = 0.0
    checker_name: str = ""
    name: str = ""


class SimulatedYear:
    """One year of a city, from a seed."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([137, seed])
        self._incident = 0
        self.people: list[SimulatedPerson] = []
        for _ in range(HONEST):
            self._honest()
        for _ in range(SPAMMERS):
            self._spammer()
        for _ in range(JOINERS):
            self._joiner()
        self._identities()
        for _ in range(RINGS):
            self._ring()
        self._family()

    def _honest(self) -> None:
        """Reports what one sees: mostly in the own district, mostly true, sometimes what others reported before."""
        rng, person = self._rng, SimulatedPerson("", name=f"شهروند {len(self.people)}")
        home, accuracy = int(rng.integers(DISTRICTS)), float(rng.beta(12, 2))
        interests = rng.choice(TOPICS, size=int(rng.integers(4, 16)), replace=False)
        for _ in range(int(min(rng.lognormal(1.6, 1.1), 120))):
            is_real, is_first = rng.random() < accuracy, rng.random() < 0.7
            self._report(
                person,
                kind=DeedKind.FIRST if is_first else DeedKind.JOINED,
                topic=int(rng.choice(interests)),
                is_real=is_real,
                is_quiet=rng.random() < 0.15,
                unit=home if rng.random() < 0.6 else DISTRICTS + int(rng.integers(ORGANISATIONS)),
            )
        self.people.append(person)

    def _spammer(self) -> None:
        """Sends much: hardly anything of it is real, and half of what is real was known."""
        rng, person = self._rng, SimulatedPerson("spammers")
        for _ in range(int(rng.integers(150, 400))):
            kind = DeedKind.FIRST if rng.random() < 0.7 else DeedKind.JOINED
            self._report(person, kind=kind, topic=self._topic(), is_real=rng.random() < 0.12, unit=self._unit())
        self.people.append(person)

    def _joiner(self) -> None:
        """Joins real problems that stand on the public map, in all topics and months."""
        person = SimulatedPerson("joiners")
        for _ in range(int(self._rng.integers(100, 250))):
            self._report(person, kind=DeedKind.JOINED, topic=self._topic(), is_real=True, unit=self._unit())
        self.people.append(person)

    def _identities(self) -> None:
        """One person with many phones: real problems, and made-up ones, each sent from all of them in turn."""
        people = [SimulatedPerson("identities") for _ in range(IDENTITIES)]
        for number in range(int(self._rng.integers(40, 90))):
            self._together(people, number, is_real=self._rng.random() < 0.6)

    def _ring(self) -> None:
        """Friends who make up problems in places that report little, and join each other's."""
        people = [SimulatedPerson("rings") for _ in range(RING)]
        for number in range(int(self._rng.integers(80, 200))):
            self._together(people, number, is_real=self._rng.random() < 0.05)

    def _family(self) -> None:
        """A member of staff calls the made-up problems of the family done, each with the reports of all of them."""
        people = [SimulatedPerson("family", checker_name="کارمند خانواده") for _ in range(FAMILY)]
        for number in range(int(self._rng.integers(60, 160))):
            self._together(people, number, is_real=False, accomplice=FIRST_STAFF)

    def _together(self, people: Sequence[SimulatedPerson], number: int, *, is_real: bool, accomplice: int = 0) -> None:
        """One incident, reported by all: first by whose turn it is."""
        topic, unit, day = self._topic(), self._unit(), float(self._rng.uniform(0, 365))
        self._incident += 1
        incident, (outcome, checker) = self._incident, self._found(is_real, unit)
        if accomplice:
            outcome, checker = True, accomplice
        for place, person in enumerate(people):
            is_first = number % len(people) == place
            kind = DeedKind.FIRST if is_first else DeedKind.JOINED
            person.deeds.append(Deed(kind, incident, topic, int(day // 30), 365 - day, outcome, checker, is_first))
            person.volume += 1
        if number == 0:
            self.people.extend(people)

    def _report(
        self,
        person: SimulatedPerson,
        *,
        kind: DeedKind,
        topic: int,
        is_real: bool,
        unit: int,
        is_quiet: bool = False,
    ) -> None:
        """One report of its own incident; an honest reporter also answers whether it was fixed."""
        rng = self._rng
        self._incident += 1
        incident, day = self._incident, float(rng.uniform(0, 365))
        outcome, checker = self._found(is_real, unit)
        at = topic, int(day // 30), 365 - day
        person.deeds.append(Deed(kind, incident, *at, outcome, checker, is_quiet))
        person.volume += 1
        if is_real and kind == DeedKind.FIRST:
            person.truth += 1 + 0.5 * is_quiet
        if outcome and rng.random() < INSPECTED:
            is_false = rng.random() < FALSE_CLOSURES
            right = rng.random() < (0.9 if not person.attack else 0.5)
            answer = DeedKind.FOLLOW_UP if is_false is right else DeedKind.VERDICT
            person.deeds.append(Deed(answer, incident, *at, right))
            person.truth += 0.4 * right * (not person.attack)

    def _found(self, is_real: bool, unit: int) -> tuple[bool | None, int]:
        """What became of a report, and who alone says so."""
        rng = self._rng
        lot = rng.random()
        checker = FIRST_STAFF + unit * CLERKS + int(rng.integers(CLERKS))
        if is_real:
            return (True, checker) if lot < FINISHED else (None, 0)
        if lot < LAZY:
            return True, checker
        return (False, 0) if lot < LAZY + NOTHING else (None, 0)

    def _topic(self) -> int:
        return int(self._rng.integers(TOPICS))

    def _unit(self) -> int:
        return int(self._rng.integers(DISTRICTS + ORGANISATIONS))
