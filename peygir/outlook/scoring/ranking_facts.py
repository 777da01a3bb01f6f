"""What pages read of rankings: frozen, typed facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankedCategory, RankingTerms
from peygir.outlook.scoring.ranking.words import FourEyesState


@dataclass(frozen=True, slots=True)
class RankingSeasonFacts:
    """The ranking of a season: its terms, and how far these have come."""

    id: int
    city_id: int
    terms: RankingTerms
    digest: str
    state: str
    proposed_by_id: int
    proposed_at: datetime
    settled_by_id: int | None
    settled_at: datetime | None

    @property
    def is_agreed(self) -> bool:
        """Whether two people agreed to the terms."""
        return self.state == FourEyesState.AGREED


@dataclass(frozen=True, slots=True)
class SeasonOrderFacts:
    """An order by formula; `is_current` is False once a month's marks were restated and the next one is not there yet.

    `months`: the first day of each month → the version of its marks on which the order stands.
    """

    id: int
    number: int
    at: datetime
    months: Mapping[date, int]
    digest: str
    is_current: bool
    standings: Sequence[SeasonStanding]

    def of_category(self, code: str) -> list[SeasonStanding]:
        """The standings of a category, the best rank first; those with too little to say are the last."""
        own = [one for one in self.standings if one.category == code]
        return sorted(own, key=lambda one: (one.rank is None, one.rank or 0, one.unit_id))


@dataclass(frozen=True, slots=True)
class DecidedPlaceFacts:
    """A place of a decision; `certificate` is the code of a valid certificate, "" without one."""

    category: str
    place: int
    unit_id: int
    basis: str
    reason: str
    certificate: str


@dataclass(frozen=True, slots=True)
class RankingDecisionFacts:
    """A decision of the jury with its places, and the number of the order on which it stands."""

    id: int
    number: int
    order: int
    state: str
    proposed_by_id: int
    proposed_at: datetime
    settled_by_id: int | None
    settled_at: datetime | None
    places: Sequence[DecidedPlaceFacts]

    def of_category(self, code: str) -> list[DecidedPlaceFacts]:
        """The places of a category, the first one first."""
        return sorted((one for one in self.places if one.category == code), key=lambda one: one.place)


@dataclass(frozen=True, slots=True)
class JuryNoteFacts:
    """What a member of the jury noted about a unit."""

    unit_id: int
    text: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RankingCertificateFacts:
    """A certificate of a unit, for a place in a category of a season."""

    code: str
    season_id: int
    terms: RankingTerms
    category: RankedCategory
    place: int
    unit_id: int
    issued_on: date
    is_withdrawn: bool
