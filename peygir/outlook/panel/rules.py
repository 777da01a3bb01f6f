"""The decisions of the citizens' panel as pure functions: votes, working days late, weights of cases, and checks."""

import hashlib
import hmac
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.refusals import Invalid
from peygir.core.sortition import Stratum, strata_of
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.inspection.drawing import PlannedShares, RiskWeights
from peygir.outlook.panel.states import AgeGroup, MotionResult, PanelSex, SolvedView

MOST_SEATS: Final = 200
MOST_DAYS: Final = 3 * 366
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4000
SHORTEST_TEXT: Final = 20
MARKS: Final[Mapping[str, float]] = {"late": 1.6, "reopened": 1.8, "reporters": 1.2, "silence": 1.4}
"""By how much each mark of a case multiplies its weight in the month's sample.

late: finished after its promise; reopened: it was called done before; reporters: several reports; silence: closed since
nobody answered whether it is fixed.
"""
AGES: Final[Mapping[str, int]] = {"18-29": 250, "30-44": 370, "45-59": 230, "60+": 150}
"""The adult population's shares per thousand, until a panel is made with others."""


class PanelIsNotRight(Invalid):
    """A value of the panel is missing or outside its range."""

    message = _(
        "Please give a title, days that begin before they end, 3 to 200 seats, and numbers within their limits."
    )


class PanelPopulationIsNotRight(Invalid):
    """A line of the population is none, or a district is missing."""

    message = _("Please write each district in a line: its code, “|”, and how many people live there.")


class SharesAreNotRight(Invalid):
    """The shares of the age groups do not make up the whole."""

    message = _("The shares of the age groups must add up to 1000.")


class TextIsTooShort(Invalid):
    """A title or a text says nothing, or is too long."""

    message = _("Please write a title of up to 200 letters, and a text of 20 to 4,000.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelTerms:
    """What a panel is made with; `answer_days` are working days, shares are in percent or per thousand."""

    title: str
    from_on: date
    to_on: date
    sign_up_until: date
    seed_on: date
    seed_kind: str
    seed_source: str = ""
    seats: int = 24
    honoured_seats: int = 6
    answer_days: int = 10
    quorum: int = 50
    voting_days: int = 7
    sample_size: int = 20
    floor_percent: int = 30
    threshold: int = 200
    petition_days: int = 60
    population: Mapping[str, int]
    population_source: str
    ages: Mapping[str, int]


def checked_terms(terms: PanelTerms, districts: Iterable[str]) -> PanelTerms:
    """Return the terms. Raises PanelIsNotRight, PanelPopulationIsNotRight, SharesAreNotRight."""
    ranges = (
        says_something(terms.title) and len(terms.title) <= LONGEST_TITLE,
        terms.sign_up_until < terms.seed_on <= terms.from_on < terms.to_on,
        (terms.to_on - terms.from_on).days <= MOST_DAYS,
        3 <= terms.seats <= MOST_SEATS and 0 <= terms.honoured_seats <= terms.seats,
        1 <= terms.answer_days <= 60 and 20 <= terms.quorum <= 100 and 1 <= terms.voting_days <= 60,
        1 <= terms.sample_size <= 500 and 20 <= terms.floor_percent <= 100,
        2 <= terms.threshold <= 1_000_000 and 1 <= terms.petition_days <= 365,
        terms.seed_kind == "record" or says_something(terms.seed_source),
    )
    if not all(ranges):
        raise PanelIsNotRight()
    if set(terms.population) != set(districts) or not says_something(terms.population_source):
        raise PanelPopulationIsNotRight()
    if min(terms.population.values(), default=0) <= 0:
        raise PanelPopulationIsNotRight()
    if set(terms.ages) != set(AgeGroup.labels()) or sum(terms.ages.values()) != 1000 or min(terms.ages.values()) < 0:
        raise SharesAreNotRight()
    return terms


def population_from(text: str) -> dict[str, int]:
    """Return the people by the code of their district, from a text of lines. Raises PanelPopulationIsNotRight."""
    people: dict[str, int] = {}
    for row in text.splitlines():
        if row.strip():
            code, found, number = row.partition("|")
            digits = number.strip().replace(",", "").replace("٬", "")
            if not (found and digits.isdecimal() and len(digits) < 10) or code.strip() in people:
                raise PanelPopulationIsNotRight()
            people[code.strip()] = int(digits)
    return people


def population_of(population: Mapping[str, int], ages: Mapping[str, int]) -> dict[Stratum, int]:
    """Return the people of each stratum of the lot."""
    return strata_of(population, ages, PanelSex.values())


def checked_words(title: str, text: str) -> tuple[str, str]:
    """Return a title and a text without what nobody can read. Raises TextIsTooShort."""
    title, text = " ".join(plain(title).split()), plain(text)
    if not (says_something(title) and len(title) <= LONGEST_TITLE and SHORTEST_TEXT <= len(text) <= LONGEST_TEXT):
        raise TextIsTooShort()
    return title, text


# ── votes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class VoteCount:
    """A vote: who could take part, how they voted, and how many were left out for a conflict of interest."""

    eligible: int
    yes: int
    no: int
    abstain: int
    excluded: int
    quorum: int  # so many have to vote

    @property
    def cast(self) -> int:
        """How many voted."""
        return self.yes + self.no + self.abstain

    @property
    def result(self) -> MotionResult:
        """Passed if enough voted, and more of them yes than no."""
        if self.cast < self.quorum:
            return MotionResult.NO_QUORUM
        return MotionResult.PASSED if self.yes > self.no else MotionResult.FAILED

    @property
    def is_over(self) -> bool:
        """Whether everybody who could vote has."""
        return self.eligible > 0 and self.cast >= self.eligible


def quorum_of(eligible: int, percent: int) -> int:
    """Return how many of the eligible have to vote, at least one."""
    return max(1, math.ceil(eligible * percent / 100))


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lateness:
    """By how many working days something is later than its due moment, and which days between do not count."""

    due_at: datetime
    at: datetime
    working_days: int
    skipped: tuple[date, ...]

    @property
    def is_late(self) -> bool:
        """Whether the due moment had passed."""
        return self.at > self.due_at

    def is_very_late(self, promised_days: int) -> bool:
        """Whether as many working days again have passed as were promised."""
        return self.is_late and self.working_days > promised_days


def lateness(due_at: datetime, at: datetime, week: OfficeWeek) -> Lateness:
    """Return by how many working days `at` is later: each working day after the due day, up to that of `at`."""
    first, last = week.day_of(due_at) + timedelta(days=1), week.day_of(at)
    days = [first + timedelta(days=number) for number in range(max((last - first).days + 1, 0))]
    return Lateness(
        due_at, at, sum(week.works_on(day) for day in days), tuple(day for day in days if not week.works_on(day))
    )


# ── the month's sample ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SampleShares:
    """The chance of each case of a month, by its weight; as in the draw of inspections."""

    weights: Mapping[int, float]
    shares: PlannedShares

    def chance_of(self, case_id: int) -> float:
        """Return the chance of one case of the month."""
        return self.shares.chance_of(self.weights[case_id])


def sample_shares(marks: Mapping[int, Iterable[str]], *, size: int, floor_percent: int) -> SampleShares:
    """Return the chances of the cases of a month, by their marks; raises ValueError for no case."""
    if not marks:
        raise ValueError("no case")
    known = RiskWeights(marks=MARKS)
    weights = {key: known.weight_of(unit_id=None, topic_id=None, marks=names) for key, names in marks.items()}
    mean = math.fsum(weights.values()) / len(weights)
    return SampleShares(weights, PlannedShares(min(size, len(weights)), floor_percent, len(weights), mean))


def view_of_panel(views: Iterable[str]) -> SolvedView | None:
    """Return what most members say of a case; None without anybody who could tell, or without a majority.

    “In part” and “not solved” both say that it is not solved; among these the more frequent one is returned.
    """
    counts = dict.fromkeys(SolvedView, 0)
    for view in views:
        counts[SolvedView.of(view)] += 1
    solved, other = counts[SolvedView.YES], counts[SolvedView.PARTLY] + counts[SolvedView.NO]
    if solved == other:
        return None
    if solved > other:
        return SolvedView.YES
    return SolvedView.NO if counts[SolvedView.NO] >= counts[SolvedView.PARTLY] else SolvedView.PARTLY


def signer_of(phone: str, key: bytes) -> str:
    """Return the name of a phone in a petition: its HMAC-SHA256 under the petition's key."""
    return hmac.new(key, phone.encode(), hashlib.sha256).hexdigest()
