"""Questions about gaming flags, for the inspectorate alone: those of a month, one with its cases, and the rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.outlook.scoring.gaming.results import RATE
from peygir.outlook.scoring.gaming.words import GamingKind
from peygir.outlook.scoring.models import GamingFlag, GamingFlagCase, GamingMonth, GamingRate
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

MONTHS: Final = 24


@dataclass(frozen=True, slots=True)
class GamingMonthFacts:
    """A month that was tested."""

    id: int
    first_on: date
    tested_at: datetime
    tests: int
    rates: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class GamingFlagFacts:
    """A flag: what stands out in a unit's month, its figures, and what was found."""

    id: int
    first_on: date
    unit_id: int
    kind: str
    p_value: float
    q_value: float
    figures: Mapping[str, float]
    finding: str
    found_by_id: int | None
    found_at: datetime | None


_FLAG: Final = (
    "pk",
    "month__first_on",
    "unit_id",
    "kind",
    "p_value",
    "q_value",
    "figures",
    "finding",
    "found_by_id",
    "found_at",
)


def may_judge_flag(by: Actor, unit_id: int) -> bool:
    """Whether somebody says what was found of a flag about a unit: the inspectorate, and not about the own unit."""
    return by.kind == "staff" and by.may(Permission.READ_CONFIDENTIAL) and by.unit_id != unit_id


def rates_of(city_id: int) -> dict[str, float]:
    """The share of honest unit-months that each test may flag in a city; one statement."""
    set_rates = dict(GamingRate.objects.filter(city_id=city_id).values_list("kind", "rate"))
    return {kind.value: set_rates.get(kind.value, RATE) for kind in GamingKind}


def gaming_months(city_id: int, *, most: int = MONTHS) -> list[GamingMonthFacts]:
    """The tested months of a city, the latest first; one statement."""
    rows = GamingMonth.objects.filter(city_id=city_id).order_by("-first_on")
    return [GamingMonthFacts(*row) for row in rows.values_list("pk", "first_on", "tested_at", "tests", "rates")[:most]]


def flags_of_month(month_id: int) -> list[GamingFlagFacts]:
    """The flags of a month, by unit, the least likely first; one statement."""
    rows = GamingFlag.objects.filter(month_id=month_id).order_by("unit_id", "p_value", "pk")
    return [GamingFlagFacts(*row) for row in rows.values_list(*_FLAG)]


def gaming_flag(city_id: int, flag_id: int) -> GamingFlagFacts | None:
    """A flag of a city; one statement."""
    row = GamingFlag.objects.filter(pk=flag_id, month__city_id=city_id).values_list(*_FLAG).first()
    return GamingFlagFacts(*row) if row is not None else None


def cases_of_flag(flag_id: int, by: Actor) -> tuple[list[str], int]:
    """The codes of those cases of a flag that somebody may see, in order, and the number of all; two statements."""
    ids = list(GamingFlagCase.objects.filter(flag_id=flag_id).order_by("place").values_list("case_id", flat=True))
    codes = dict(Case.objects.filter(visible(by), pk__in=ids).values_list("pk", "code"))
    return [codes[case_id] for case_id in ids if case_id in codes], len(ids)
