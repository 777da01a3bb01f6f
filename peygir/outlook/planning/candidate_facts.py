"""What the queries of candidates and portfolios answer with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class InputFacts:
    """One input of a candidate: the limits of its 90 % interval, its likely value, and where it comes from."""

    name: str
    low: float
    likely: float
    high: float
    basis: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """A candidate with its inputs in the order of the vocabulary; `title` is "" where it is named by what it is about.

    `benefit` is that of its likely inputs, unweighted by need (None where an input is missing).
    """

    id: int
    source: str
    title: str
    topic_id: int | None
    district_id: int | None
    neighbourhood_id: int | None
    unit_id: int | None
    asset_id: int | None
    lat: float | None
    lon: float | None
    variants: str
    needs: tuple[int, ...]
    load: float
    least_part: float
    supporters: int
    case_ids: tuple[int, ...]
    state: str
    programme_id: int | None
    inputs: tuple[InputFacts, ...]
    benefit: float | None

    @property
    def cost(self) -> float | None:
        """The likely cost in rials; None where it is not known."""
        return next((one.likely for one in self.inputs if one.name == "cost"), None)

    @property
    def benefit_per_milliard(self) -> float | None:
        """The benefit for each milliard rials of its likely cost."""
        return None if self.benefit is None or not self.cost else self.benefit / self.cost * 1e9


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """A portfolio; `terms`, `inputs` and `result` as they are stored."""

    id: int
    title: str
    terms: Mapping[str, Any]
    inputs: Mapping[str, Any]
    digest: str
    state: str
    result: Mapping[str, Any]
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
