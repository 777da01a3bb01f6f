"""Whom a survey asks, when the next try is, and whether a sample is large enough to be judged."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from peygir.cases.states import CloseKind
from peygir.core.intervals import wilson
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

BANDS: Final = 3
"""Parts of the day; each try falls into another one."""
ASKED_KINDS: Final = frozenset({CloseKind.CONFIRMED, CloseKind.SILENCE, CloseKind.DELIVERED})
"""Close kinds of cases whose work is surveyed; in the other kinds the city did no work."""

Why = Literal["urgent", "objected", "random"]
Way = Literal["call", "sms", "voice"]


class SurveyTermsAreWrong(Invalid):
    """Calling hours that leave no time to call, or a number outside its range."""

    message = _(
        "The hours and numbers are not right: at least three hours to call in, and shares from 0 to 100 per cent."
    )


@dataclass(frozen=True, slots=True)
class SurveySettings:
    """The city's survey settings; shares in per cent, hours in the city's time zone."""

    first_on: date
    is_on: bool = True
    share: int = 5
    most: int = 20  # of the random rest, per unit and day
    sms_share: int = 50
    is_voice: bool = False  # the PBX's voice menu asks on the phone; else people do
    opens: time = time(9, 0)
    closes: time = time(20, 0)
    tries: int = 3
    answer_days: int = 10
    sms_hours: int = 48
    rest_days: int = 30
    fewest: int = 30
    seed: int = 137
    units: Mapping[int, int] = field(default_factory=dict)  # unit id → its own share

    def share_of(self, unit_id: int) -> int:
        """The share of a unit's other cases that is sampled."""
        return self.units.get(unit_id, self.share)


@dataclass(frozen=True, slots=True)
class Closed:
    """A case closed on the day, with what the draw needs to know."""

    case_id: int
    code: str
    unit_id: int
    is_urgent: bool
    was_objected: bool


@dataclass(frozen=True, slots=True)
class SampledCase:
    """A case in the sample: why it was drawn, and by which channel its citizen is asked."""

    case_id: int
    unit_id: int
    why: Why
    way: Way


def seed_of(survey_settings: SurveySettings, city_code: str, day: date) -> str:
    """The seed of one day's sample; the same arguments give the same sample."""
    return f"{city_code}:{day.isoformat()}:{survey_settings.seed}"


def lot(seed: str, code: str) -> float:
    """A case's lot in [0, 1): reproducible, and nothing that a unit could foresee or influence."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{code}".encode()).digest()[:7], "big") / 2**56


def draw(closed: Iterable[Closed], *, survey_settings: SurveySettings, seed: str) -> list[SampledCase]:
    """All urgent and all objected cases, and of each unit's others those with the lowest lots, up to its quota."""
    sampled_cases: list[SampledCase] = []
    spoken = spoken_channel(survey_settings)
    rest: dict[int, list[Closed]] = {}
    for closed_case in sorted(closed, key=lambda row: row.code):
        if closed_case.is_urgent or closed_case.was_objected:
            sampled_cases.append(
                SampledCase(
                    closed_case.case_id, closed_case.unit_id, "urgent" if closed_case.is_urgent else "objected", spoken
                )
            )
        else:
            rest.setdefault(closed_case.unit_id, []).append(closed_case)
    for unit_id, rows in sorted(rest.items()):
        chosen = sorted(rows, key=lambda row: lot(seed, row.code))[: quota(len(rows), unit_id, survey_settings)]
        sampled_cases += [
            SampledCase(
                row.case_id,
                unit_id,
                "random",
                "sms" if lot(f"{seed}:way", row.code) * 100 < survey_settings.sms_share else spoken,
            )
            for row in chosen
        ]
    return sampled_cases


def spoken_channel(survey_settings: SurveySettings) -> Literal["call", "voice"]:
    """How citizens are surveyed by phone: by people, or by the PBX's voice menu."""
    return "voice" if survey_settings.is_voice else "call"


def quota(closed: int, unit_id: int, survey_settings: SurveySettings) -> int:
    """How many of a unit's other cases of a day are sampled: its share, at least one unless it is 0, at most `most`."""
    return min(survey_settings.most, math.ceil(closed * survey_settings.share_of(unit_id) / 100))


def check_survey_settings(survey_settings: SurveySettings) -> None:
    """Raises SurveyTermsAreWrong."""
    hours = (
        datetime.combine(date.min, survey_settings.closes) - datetime.combine(date.min, survey_settings.opens)
    ).total_seconds() / 3600
    shares = [survey_settings.share, survey_settings.sms_share, *survey_settings.units.values()]
    counts = [
        survey_settings.most,
        survey_settings.tries,
        survey_settings.answer_days,
        survey_settings.sms_hours,
        survey_settings.fewest,
    ]
    is_right = all(0 <= share <= 100 for share in shares) and all(1 <= count <= 1000 for count in counts)
    if hours < BANDS or not is_right or not 0 <= survey_settings.rest_days <= 1000 or survey_settings.tries > 9:
        raise SurveyTermsAreWrong()


def band_of(wall: time, survey_settings: SurveySettings) -> int:
    """Index of the part of the calling day for a time; before the day the first, after it the last."""
    start, length = _minutes(survey_settings.opens), _minutes(survey_settings.closes) - _minutes(survey_settings.opens)
    return max(0, min(BANDS - 1, (_minutes(wall) - start) * BANDS // length))


def next_call(now: datetime, *, tried: str, survey_settings: SurveySettings, zone: ZoneInfo) -> datetime:
    """The next moment to call: in a part of the day that was not tried yet, and not twice on one day.

    `tried` holds the parts of the tries so far, such as "02"; the first call may be made at once in calling hours.
    """
    wall = now.astimezone(zone)
    if not tried and survey_settings.opens <= wall.time() < survey_settings.closes:
        return now
    day = wall.date() + timedelta(days=1) if tried or wall.time() >= survey_settings.closes else wall.date()
    if not tried:
        return datetime.combine(day, survey_settings.opens, zone).astimezone(now.tzinfo)
    count = {band: tried.count(str(band)) for band in range(BANDS)}
    band = min(range(BANDS), key=lambda one: (count[one], -abs(one - int(tried[-1])), one))
    start, length = _minutes(survey_settings.opens), _minutes(survey_settings.closes) - _minutes(survey_settings.opens)
    begins = start + -(-band * length // BANDS)
    return datetime.combine(day, time(begins // 60, begins % 60), zone).astimezone(now.tzinfo)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


@dataclass(frozen=True, slots=True)
class SampleShare:
    """A share in per cent with its 95 % confidence interval."""

    percent: int
    low: int
    high: int


def share_of(count: int, total: int, *, fewest: int) -> SampleShare | None:
    """The share with its Wilson score interval (Wilson 1927); None for a sample smaller than `fewest`."""
    if total < max(fewest, 1):
        return None
    low, high = wilson(count, total)
    return SampleShare(round(count / total * 100), round(low * 100), round(high * 100))


def may_ask(actor: Actor) -> bool:
    """Whether the actor makes survey calls: the centre, which did not do the work."""
    return actor.is_system or actor.may(Permission.WORK_AT_CENTRE)


def may_lead(actor: Actor) -> bool:
    """Whether the actor sets up surveys and reads the results."""
    return actor.is_system or actor.may(Permission.LEAD_CENTRE)
