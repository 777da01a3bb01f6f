"""What the system itself finds against a candidate: values in, flags out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import normalise
from peygir.outlook.honours.states import FlagKind

FEW: Final = 4
"""Confirmed incidents below which nothing is said of who confirmed them."""
MOST: Final = 0.6
"""The share of incidents that one member of staff alone confirmed, from which that is a flag."""
SHARED: Final = 3
"""Incidents that two candidates share, from which that is a flag."""
PRANKS: Final = 3
PRANK_SHARE: Final = 0.25
"""So many reports of which nothing was found, and so many of all checked ones, are a flag."""
BUSINESS_WORDS: Final = frozenset(
    {"شرکت", "فروشگاه", "موسسه", "آژانس", "املاک", "هتل", "رستوران", "پیمانکاری", "بازرگانی", "company", "shop"}
)


@dataclass(frozen=True, slots=True)
class VettedPerson:
    """What is known of a candidate for the flags; `checkers` counts who confirmed the incidents alone."""

    key: int
    name: str
    phone: str
    addresses: frozenset[str]
    incidents: frozenset[int]
    confirmed: int
    untrue: int
    one_checker: int
    checker_name: str = ""
    is_marked: bool = False  # the centre marked the number for pranks or insults


def flags_of(
    people: Sequence[VettedPerson], *, staff_phones: Collection[str], staff_names: Collection[str]
) -> dict[int, list[str]]:
    """Return the flags of each person, by key, in the order of `FlagKind`; persons without flags are left out."""
    known_names = {_folded(name) for name in staff_names} - {""}
    phones = Counter(person.phone for person in people)
    addresses = Counter(address for person in people for address in person.addresses)
    together = _together(people)
    flagged: dict[int, list[str]] = {}
    for person in people:
        signs: Mapping[str, bool] = {
            FlagKind.STAFF_PHONE: person.phone in staff_phones,
            FlagKind.STAFF_NAME: _folded(person.name) in known_names,
            FlagKind.RELATIVE: _is_family(person.name, person.checker_name) and person.one_checker >= 2,
            FlagKind.ONE_CHECKER: person.confirmed >= FEW and person.one_checker > MOST * person.confirmed,
            FlagKind.SAME_PHONE: phones[person.phone] > 1,
            FlagKind.SAME_ADDRESS: any(addresses[address] > 1 for address in person.addresses),
            FlagKind.TOGETHER: person.key in together,
            FlagKind.BUSINESS: not BUSINESS_WORDS.isdisjoint(_folded(person.name).split()),
            FlagKind.PRANKS: person.is_marked or _has_pranks(person),
        }
        flags = [str(kind) for kind in FlagKind if signs.get(kind)]
        if flags:
            flagged[person.key] = flags
    return flagged


def _has_pranks(person: VettedPerson) -> bool:
    return person.untrue >= max(PRANKS, PRANK_SHARE * (person.untrue + person.confirmed))


def _together(people: Sequence[VettedPerson]) -> set[int]:
    """Those who share at least SHARED incidents with another."""
    of_incident: dict[int, list[int]] = {}
    for person in people:
        for incident in person.incidents:
            of_incident.setdefault(incident, []).append(person.key)
    pairs: Counter[tuple[int, int]] = Counter()
    for keys in of_incident.values():
        pairs.update((one, other) for place, one in enumerate(keys) for other in keys[place + 1 :])
    return {key for pair, count in pairs.items() if count >= SHARED for key in pair}


def _is_family(name: str, other: str) -> bool:
    """Whether two full names end with the same family name."""
    one, two = _folded(name).split(), _folded(other).split()
    return len(one) > 1 and len(two) > 1 and one[-1] == two[-1]


def _folded(name: str) -> str:
    return normalise(name).replace("\u200c", " ").strip().casefold()
