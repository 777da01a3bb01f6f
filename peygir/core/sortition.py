"""Draws a panel from volunteers by strata, so that anybody can draw it again: quotas by population, lots by a hash.

1. Each district gets seats by its population (largest remainder).
2. Within a district they go to its strata (age group × sex) by systematic sampling: the exact shares are added up in a
   drawn order from a drawn start, and a stratum gets a seat each time that the sum passes a whole number. So every
   stratum has, in expectation, its exact share, also the small ones that rounding would always leave empty.
3. Of up to TRIES such roundings the first whose totals of age groups and sexes are the quotas of the whole city is
   taken, else the nearest one.
4. In a stratum the volunteers with the lowest lots are drawn. A seat for which nobody volunteered goes to the nearest
   stratum: same district and sex, same district, same age group and sex, anybody.

A lot is SHA-256 of the seed and the names of what is drawn, each followed by a line feed but the last, as a number.

Sources: M. L. Balinski and H. P. Young, Fair Representation (1982), for largest remainders; W. G. Madow, On the theory
of systematic sampling II, Ann. Math. Stat. 20 (1949) 333–354. B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D.
Procaccia, Fair algorithms for selecting citizens' assemblies, Nature 596 (2021) 548–552, make the smallest chance of
a volunteer as large as possible, which takes an integer programme that few could check by hand.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

Group = TypeVar("Group", str, "Stratum")
TRIES: Final = 400
_DIGITS: Final = 13
"""Hexadecimal digits of a drawn start."""


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """One cell of the population: the code of a district, an age group and a sex."""

    district: str
    age: str
    sex: str


@dataclass(frozen=True, slots=True)
class Entrant:
    """A volunteer in the lot: a code that says nothing of the person, and the stratum."""

    code: str
    stratum: Stratum


@dataclass(frozen=True, slots=True)
class DrawnSeat:
    """A seat, its stratum, and who has it: somebody of another stratum where nobody of this one volunteered."""

    stratum: Stratum
    entrant: Entrant


@dataclass(frozen=True, slots=True)
class SortitionResult:
    """The seats of each stratum, who was drawn, and for how many seats there was nobody at all."""

    seats: Mapping[Stratum, int]
    drawn: tuple[DrawnSeat, ...]
    empty: int


def lot_number(seed: str, *names: str) -> int:
    """Return the lot of something: SHA-256 of the seed and its names, as a number; the lowest is drawn first."""
    return int(hashlib.sha256("\n".join((seed, *names)).encode()).hexdigest(), 16)


def largest_remainder(sizes: Mapping[Group, int], seats: int) -> dict[Group, int]:
    """Return how many of `seats` each group gets by its size: the whole part, then one more for the largest remainders.

    Equal remainders are ordered by the groups' names. Raises ValueError without anybody in any group.
    """
    total = sum(sizes.values())
    if total <= 0 or min(sizes.values()) < 0:
        raise ValueError("nobody is in any group")
    given = {group: seats * size // total for group, size in sizes.items()}
    rest = sorted(sizes, key=lambda group: (-(seats * sizes[group] % total), group))
    for group in rest[: seats - sum(given.values())]:
        given[group] += 1
    return given


def seats_of_strata(population: Mapping[Stratum, int], seats: int, seed: str) -> dict[Stratum, int]:
    """Return how many seats each stratum gets. Raises ValueError for an empty population."""
    people = {stratum: size for stratum, size in population.items() if size > 0}
    districts = largest_remainder(_sums(people, "district"), seats)
    quotas = {part: largest_remainder(_sums(people, part), seats) for part in ("age", "sex")}
    best: dict[Stratum, int] = {}
    least = -1
    for number in range(TRIES):
        tried = _rounded(people, districts, seed, str(number))
        off = sum(
            abs(_sums(tried, part).get(group, 0) - quota) for part in quotas for group, quota in quotas[part].items()
        )
        if least < 0 or off < least:
            best, least = tried, off
        if not least:
            break
    return {stratum: count for stratum, count in sorted(best.items()) if count}


def draw_panel(
    entrants: Iterable[Entrant], population: Mapping[Stratum, int], seats: int, seed: str
) -> SortitionResult:
    """Draw the panel: the same entrants (in any order), population, seats and seed give the same panel.

    Raises ValueError for an empty population.
    """
    by_stratum = seats_of_strata(population, seats, seed)
    left = sorted(entrants, key=lambda entrant: lot_number(seed, entrant.code))
    drawn: list[DrawnSeat] = []
    missing: list[Stratum] = []
    for stratum, count in by_stratum.items():
        own = [entrant for entrant in left if entrant.stratum == stratum][:count]
        drawn += [DrawnSeat(stratum, entrant) for entrant in own]
        missing += [stratum] * (count - len(own))
    taken = {seat.entrant.code for seat in drawn}
    left = [entrant for entrant in left if entrant.code not in taken]
    empty = 0
    for stratum in missing:
        entrant = nearest_entrant(left, stratum)
        if entrant is None:
            empty += 1
        else:
            drawn.append(DrawnSeat(stratum, entrant))
            left.remove(entrant)
    return SortitionResult(by_stratum, tuple(drawn), empty)


def in_order_of_lots(entrants: Iterable[Entrant], seed: str) -> list[Entrant]:
    """Return the entrants in the order of their lots, as a later replacement needs them."""
    return sorted(entrants, key=lambda entrant: lot_number(seed, entrant.code))


def nearest_entrant(left: Sequence[Entrant], stratum: Stratum) -> Entrant | None:
    """Return who of these, in the order of their lots, takes a seat of a stratum: the first of the nearest stratum."""
    ways = (
        lambda other: other == stratum,
        lambda other: (other.district, other.sex) == (stratum.district, stratum.sex),
        lambda other: other.district == stratum.district,
        lambda other: (other.age, other.sex) == (stratum.age, stratum.sex),
        lambda other: True,
    )
    for is_near in ways:
        for entrant in left:
            if is_near(entrant.stratum):
                return entrant
    return None


def _rounded(people: Mapping[Stratum, int], districts: Mapping[str, int], seed: str, number: str) -> dict[Stratum, int]:
    """One systematic rounding of the strata's exact shares; the totals of the districts are kept."""
    start = Fraction(lot_number(seed, "start", number) >> (256 - 4 * _DIGITS), 16**_DIGITS)
    of_district: dict[str, list[Stratum]] = defaultdict(list)
    for stratum in people:
        of_district[stratum.district].append(stratum)
    given: dict[Stratum, int] = {}
    for district, strata in sorted(of_district.items()):
        total = sum(people[stratum] for stratum in strata)
        passed, count = start, 0
        for stratum in sorted(strata, key=lambda one: lot_number(seed, "stratum", number, district, one.age, one.sex)):
            passed += Fraction(districts[district] * people[stratum], total)
            given[stratum] = int(passed) - count
            count = int(passed)
    return given


def _sums(sizes: Mapping[Stratum, int], part: str) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for stratum, size in sizes.items():
        sums[getattr(stratum, part)] += size
    return dict(sums)


def strata_of(districts: Mapping[str, int], ages: Mapping[str, int], sexes: Collection[str]) -> dict[Stratum, int]:
    """Return a population of strata: each district's people in the city's shares of age groups, half of each sex.

    `ages` are shares per thousand. What no finer count is known of is published as such.
    """
    return {
        Stratum(district, age, sex): people * share // (1000 * len(sexes))
        for district, people in districts.items()
        for age, share in ages.items()
        for sex in sexes
    }
