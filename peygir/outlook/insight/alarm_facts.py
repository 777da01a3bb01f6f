"""What pages know of alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AlarmWeekFacts:
    """A week of an alarm's series: what was counted, and what was expected beforehand, if anything."""

    first_on: date
    count: int
    expected: float | None


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """An alarm: its subject, days and numbers, its owner, and what was said of it ("open": nothing yet)."""

    id: int
    method: str
    topic_code: str
    group_code: str
    district_code: str
    neighbourhood_codes: Sequence[str]
    raised_at: datetime
    first_on: date
    last_on: date
    observed: int
    expected: Decimal
    q_value: float
    baseline: str
    opinions: Sequence[str]
    series: Sequence[AlarmWeekFacts]
    unit_id: int | None
    is_urgent: bool
    state: str
    answer: str
    known_on: date | None
    answered_by_id: int | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlarmRecord:
    """How good the alarms of a city were: answers, and days.

    `answers`: how many alarms have which answer, "open" for none. `days_to_alarm`: of the real ones, the median number
    of days from the first day of the rise to the alarm. `first_to_tell`: real ones of which nobody knew before.
    `days_ahead`: of the other real ones, the median number of days by which the alarm came before people knew
    otherwise; negative if it came after. None where there is none.
    """

    answers: dict[str, int]
    days_to_alarm: float | None
    first_to_tell: int
    days_ahead: float | None
    examined_on: date | None

    @property
    def real(self) -> int:
        """How many were real."""
        return self.answers.get("real", 0)

    @property
    def judged(self) -> int:
        """How many were said to be real or not."""
        return self.real + self.answers.get("not_real", 0)
