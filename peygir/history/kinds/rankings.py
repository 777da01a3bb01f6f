"""Events of the ranking of a season: its terms, its orders by formula, the jury's notes and decisions."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("ranking_season_proposed", file="scseason", ends=True)
class RankingSeasonProposed(EventData):
    """The terms of a season's ranking were proposed: months, categories, and the SHA-256 of all of it."""

    terms: dict[str, object]
    digest: str


@event("ranking_season_settled", file="scseason", ends=True)
class RankingSeasonSettled(EventData):
    """The terms were settled (`outcome`: agreed, refused, withdrawn); `proposer` is an id of staff."""

    outcome: str
    digest: str
    proposer: int


@event("ranking_ordered", file="scseason", ends=True)
class RankingOrdered(EventData):
    """The order by formula was counted, or told anew since a month was restated: its number and its SHA-256.

    `months`: the first day of each month → the version of its marks, and the digest of its comparison.
    """

    order: int
    months: dict[str, object]
    digest: str


@event("ranking_noted", file="scseason", ends=True)
class RankingNoted(EventData):
    """A member of the jury noted something about a unit (an id); `note` is the salted digest of the words."""

    unit: int
    note: str


@event("ranking_decision_proposed", file="scseason", ends=True)
class RankingDecisionProposed(EventData):
    """A member of the jury proposed a decision on an order; `digest` is the salted one of places and reasons."""

    decision: int
    order: int
    digest: str


@event("ranking_decision_settled", file="scseason", ends=True)
class RankingDecisionSettled(EventData):
    """A decision was settled (`outcome`: agreed, refused, withdrawn); one that is agreed to is published.

    `certificates` are the ids of those that were issued, `ended` of those that are valid no longer.
    """

    decision: int
    outcome: str
    digest: str
    proposer: int
    certificates: list[int] = ABSENT
    ended: list[int] = ABSENT
