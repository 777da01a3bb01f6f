"""What pages read of marks: frozen, typed facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from peygir.core.translation import Text


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """A scheme; `content` is as `SchemeContent.as_json` gives it."""

    id: int
    from_on: date
    content: Mapping[str, object]
    digest: str
    state: str
    proposed_by_id: int
    proposed_at: datetime
    decided_by_id: int | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScoredMonthFacts:
    """A closed month: its current version, the scheme, and the digests that anybody can compare.

    `publish_on`: the day on which it is published, None for one that was closed before there was such a day.
    `published_at`: None while its marks are provisional. `proposed_by_id` proposed to publish it earlier.
    """

    id: int
    first_on: date
    last_on: date
    version: int
    scheme_id: int
    closed_at: datetime
    as_of: datetime
    snapshot_digest: str
    publish_on: date | None
    published_at: datetime | None
    proposed_by_id: int | None

    @property
    def is_provisional(self) -> bool:
        """Whether it is not published yet."""
        return self.published_at is None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of a month's marks; `appeal_id` is the appeal from which it followed, with the unit's mark then."""

    number: int
    at: datetime
    digest: str
    appeal_id: int | None
    unit_id: int | None
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitMarkFacts:
    """A unit's mark in a month; the mark and its interval are None where there is too little to say."""

    id: int
    month_id: int
    first_on: date
    unit_id: int
    version: int
    state: str
    mark: Decimal | None
    low: Decimal | None
    high: Decimal | None
    groups: Mapping[str, Decimal]
    cases: int


@dataclass(frozen=True, slots=True)
class MarkPartFacts:
    """A part of a mark: see `models.MarkPart`."""

    id: int
    indicator: str
    group: str
    state: str
    n: int
    counts: Mapping[str, int]
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    score: Decimal | None
    weight: Decimal
    lost: Decimal | None


@dataclass(frozen=True, slots=True)
class CaseEffectFacts:
    """What a case did to a part of a mark, in points; `id` is that of the row.

    Of a case that the viewer may not see there is the reason and the points: no id, no code, no topic.
    """

    id: int
    case_id: int | None
    code: str
    topic_id: int | None
    why: str
    effect: Decimal


@dataclass(frozen=True, slots=True)
class TopicLoss:
    """What the cases of a topic cost a mark, in points below zero, and how many they are.

    Those that the viewer may not see, and those without a topic, stand together as None.
    """

    topic_id: int | None
    effect: Decimal
    cases: int


@dataclass(frozen=True, slots=True)
class CaseLoss:
    """What one case cost a mark in all its parts together, in points below zero, and why: (indicator, reason, points).

    Of a case that the viewer may not see there is no id, no code and no topic.
    """

    case_id: int | None
    code: str
    topic_id: int | None
    effect: Decimal
    whys: tuple[tuple[str, str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class RaisingFacts:
    """What would raise a mark most, and what would not.

    `parts`: parts below their target, the most costly first. `topics`: those whose cases cost most. `full`: parts that
    cannot give more. `silent`: parts that are shown only, or have too few cases.
    """

    parts: tuple[MarkPartFacts, ...]
    topics: tuple[TopicLoss, ...]
    full: tuple[MarkPartFacts, ...]
    silent: tuple[MarkPartFacts, ...]


@dataclass(frozen=True, slots=True)
class PersonMarkFacts:
    """The mark of a person for a post in a month."""

    month_id: int
    first_on: date
    staff_id: int
    unit_id: int
    role: str
    from_on: date
    to_on: date
    days: int
    units: int
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class NotCountedFacts:
    """What was not counted against a unit by one rule."""

    rule: str
    cases: int
    seconds: int


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """An appeal; `reason` and `answer` are for the unit and the committee alone.

    What is `proposed`, and the answer until that is confirmed, is for the committee.
    """

    id: int
    month_id: int
    first_on: date
    unit_id: int
    indicator: str
    case_id: int | None
    why: str
    reason: str
    made_by_id: int
    made_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    version: int | None
    before: Decimal | None
    after: Decimal | None
    proposed: str
    proposed_by_id: int | None
    proposed_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether it was upheld and the job that restates the marks is not done yet."""
        return self.outcome == "upheld" and self.version is None


@dataclass(frozen=True, slots=True)
class RestatementFacts:
    """A version of a month that followed from an appeal, with the unit's mark before and after."""

    first_on: date
    number: int
    at: datetime
    digest: str
    unit_id: int
    indicator: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class AppealTotals:
    """How the appeals of a month, or of all months, ended; everybody may read it."""

    made: int
    open: int
    upheld: int
    rejected: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class MonthCheckFacts:
    """A month that was computed again: by whom, and every difference; `checked_at` is None while the job waits."""

    month_id: int
    asked_by_id: int
    asked_at: datetime
    checked_at: datetime | None
    version: int | None
    digest: str
    differences: tuple[Text, ...]
