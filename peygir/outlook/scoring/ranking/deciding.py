"""What a jury may decide: places 1 to n of each category, each on what the figures say or with reasons."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from peygir.core.chain import canonical
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankingTerms
from peygir.outlook.scoring.ranking.words import PlaceBasis

LONGEST_REASON: Final = 500


class PlacesAreNotRight(Invalid):
    """The places are not 1 to n of known categories, or a unit has two in one."""

    message = _("Places are given from 1 on without a gap, and a unit has one place in a category.")


class NothingIsDecided(Invalid):
    """No category has a place."""

    message = _("Give at least one place.")


class UnitHasNoRank(Invalid):
    """The unit has too few cases or months to be ranked, or is of another kind."""

    message = _("A unit with too few cases or months to say has no place.")


class PlaceHasNoReason(Invalid):
    """The place does not follow from the figures alone, and has no reason."""

    message = _(
        "Please give the reason for each place that the figures do not give alone, at most 500 letters: everybody will "
        "read it."
    )


@dataclass(frozen=True, slots=True)
class DecidedPlaceContent:
    """A unit's place in a category, with the jury's reason; `basis` is a PlaceBasis, "" before it is known."""

    category: str
    place: int
    unit_id: int
    reason: str
    basis: str = ""


def basis_of(place: int, standing: SeasonStanding) -> PlaceBasis:
    """Return what a place of a ranked unit rests on."""
    if standing.place == place:
        return PlaceBasis.FIGURES
    low, high = standing.rank_low or 0, standing.rank_high or 0
    return PlaceBasis.JURY if low <= place <= high else PlaceBasis.AGAINST


def checked_places(
    terms: RankingTerms, standings: Sequence[SeasonStanding], places: Sequence[DecidedPlaceContent]
) -> list[DecidedPlaceContent]:
    """Return the places with their bases, by category and place.

    Raises NothingIsDecided, PlacesAreNotRight, UnitHasNoRank, PlaceHasNoReason.
    """
    if not places:
        raise NothingIsDecided()
    ranked = {(given.category, given.unit_id): given for given in standings if given.rank is not None}
    order = {category.code: number for number, category in enumerate(terms.categories)}
    _check_numbers(terms, places)
    checked = []
    for given in sorted(places, key=lambda row: (order[row.category], row.place)):
        standing = ranked.get((given.category, given.unit_id))
        if standing is None:
            raise UnitHasNoRank()
        basis, reason = basis_of(given.place, standing), plain(given.reason)
        if len(reason) > LONGEST_REASON or (basis != PlaceBasis.FIGURES and not says_something(reason)):
            raise PlaceHasNoReason()
        checked.append(replace(given, reason=reason, basis=basis.value))
    return checked


def _check_numbers(terms: RankingTerms, places: Sequence[DecidedPlaceContent]) -> None:
    by_category: dict[str, list[DecidedPlaceContent]] = {}
    for one in places:
        by_category.setdefault(one.category, []).append(one)
    for code, own in by_category.items():
        category = terms.category(code)
        if category is None or len(own) > category.places or len({one.unit_id for one in own}) != len(own):
            raise PlacesAreNotRight()
        if sorted(one.place for one in own) != list(range(1, len(own) + 1)):
            raise PlacesAreNotRight()


def digest_of_places(salt: str, places: Sequence[DecidedPlaceContent]) -> str:
    """The salted SHA-256 of the places with their reasons: the history has it in place of the words."""
    rows = [[one.category, one.place, one.unit_id, one.basis, one.reason] for one in places]
    return hashlib.sha256(f"{salt}{canonical({'places': rows})}".encode()).hexdigest()


def changed_ranks(
    before: Sequence[SeasonStanding], after: Sequence[SeasonStanding]
) -> list[tuple[SeasonStanding | None, SeasonStanding | None]]:
    """Return the pairs (before, after) of standings whose sets of ranks differ, by category and unit."""
    old, new = (_by_key(standings) for standings in (before, after))
    pairs = [(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
    return [(one, other) for one, other in pairs if _set_of(one) != _set_of(other)]


def _by_key(standings: Sequence[SeasonStanding]) -> Mapping[tuple[str, int], SeasonStanding]:
    return {(one.category, one.unit_id): one for one in standings}


def _set_of(one: SeasonStanding | None) -> tuple[int | None, int | None]:
    return (one.rank_low, one.rank_high) if one is not None else (None, None)
