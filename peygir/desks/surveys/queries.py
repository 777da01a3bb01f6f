"""Survey questions that are due, single questions, results by unit, and daily samples."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, F, Min, Q

from peygir.cases.models import Case
from peygir.cases.questions import SurveyAnswer
from peygir.cases.seeing import visible
from peygir.desks.surveys.models import SurveyAsk, SurveyDraw
from peygir.desks.surveys.reading import survey_settings_at
from peygir.desks.surveys.rules import SampleShare, may_lead, share_of
from peygir.desks.surveys.voice_rules import LATE, dialplan
from peygir.people.rules import Actor

__all__ = [
    "AskLine",
    "DrawLine",
    "UnitResult",
    "answers_of_citizens",
    "ask",
    "asks_due",
    "counts",
    "dialplan",
    "draws",
    "may_lead",
    "next_due_at",
    "results",
    "survey_settings_at",
]

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class AskLine:
    """A citizen to be asked, with the names that a page shows."""

    id: int
    code: str  # of the case
    report_id: int
    why: str
    way: str
    state: str
    answer: str
    channel: str
    tries: int
    next_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    close_kind: str
    phone: str
    name: str
    topic: tuple[str, str] | None
    unit: tuple[str, str]
    address: str
    text: str

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to call."""
        return self.next_at is not None and self.next_at <= now


@dataclass(frozen=True, slots=True)
class DrawLine:
    """The sample of one day."""

    day: date
    closed: int
    drawn: int
    unreachable: int
    seed: str


@dataclass(frozen=True, slots=True)
class UnitResult:
    """Survey results of a unit's work in a period; the shares are None where too few answered to judge."""

    unit_id: int
    unit: tuple[str, str]
    asked: int
    waiting: int
    reached: int
    satisfied: int
    unsatisfied: int
    not_done: int
    share: SampleShare | None


def asks_due(city_id: int, by: Actor, *, now: datetime) -> list[AskLine]:
    """The citizens to be called, the most overdue first; without those whose cases `by` may not see."""
    rows = SurveyAsk.objects.filter(city_id=city_id, state="open", way="call", case__in=_seen(by), closes_at__gt=now)
    return _lines(rows.order_by("next_at", "pk")[:MOST])


def ask(ask_id: int, by: Actor) -> AskLine | None:
    """One question, for those who may see its case."""
    return next(iter(_lines(SurveyAsk.objects.filter(pk=ask_id, case__in=_seen(by)))), None)


def answers_of_citizens(citizen_ids: Collection[int]) -> list[tuple[datetime, str]]:
    """(when, answer) of the survey questions that these citizens answered, oldest first."""
    rows = SurveyAsk.objects.filter(citizen__in=citizen_ids, ended_at__isnull=False).exclude(answer="").order_by("pk")
    return [(ended_at, answer) for ended_at, answer in rows.values_list("ended_at", "answer") if ended_at]


def counts(city_id: int, *, now: datetime) -> dict[str, int]:
    """How many wait for a call now, for a later one, for the voice menu, and for an answer to an SMS."""
    return SurveyAsk.objects.filter(city_id=city_id, state="open", closes_at__gt=now).aggregate(
        due=Count("pk", filter=Q(way="call", next_at__lte=now)),
        later=Count("pk", filter=Q(way="call", next_at__gt=now)),
        sms=Count("pk", filter=Q(way="sms")),
        voice=Count("pk", filter=Q(way="voice")),
    )


def results(city_id: int, start: datetime, end: datetime, *, fewest: int) -> list[UnitResult]:
    """Results by unit of the questions in [start, end), the most asked first; one statement."""
    rows = SurveyAsk.objects.filter(city_id=city_id, asked_at__gte=start, asked_at__lt=end)
    is_verdict = Q(state="answered") & ~Q(answer="unknown")
    counted_rows: Any = rows.values("unit_id", "unit__name_fa", "unit__name_en").annotate(
        asked=Count("pk"),
        waiting=Count("pk", filter=Q(state="open")),
        reached=Count("pk", filter=is_verdict),
        satisfied=Count("pk", filter=Q(answer=SurveyAnswer.SATISFIED)),
        unsatisfied=Count("pk", filter=Q(answer=SurveyAnswer.UNSATISFIED)),
        not_done=Count("pk", filter=Q(answer=SurveyAnswer.NOT_DONE)),
    )
    return [
        UnitResult(
            row["unit_id"],
            (row["unit__name_fa"], row["unit__name_en"] or row["unit__name_fa"]),
            row["asked"],
            row["waiting"],
            row["reached"],
            row["satisfied"],
            row["unsatisfied"],
            row["not_done"],
            share_of(row["satisfied"], row["reached"], fewest=fewest),
        )
        for row in counted_rows.order_by("-asked", "unit_id")
    ]


def draws(city_id: int, limit: int = 14) -> list[DrawLine]:
    """The latest samples, the newest first."""
    rows = SurveyDraw.objects.filter(city_id=city_id).order_by("-day")[:limit]
    return [DrawLine(row.day, row.closed, row.drawn, row.unreachable, row.seed) for row in rows]


def next_due_at() -> datetime | None:
    """When the clock next has something to do: when the time of an SMS, of the voice menu or of a question is over."""
    rows = SurveyAsk.objects.filter(state="open")
    next_moments = rows.aggregate(
        turn=Min("next_at", filter=Q(way="sms")),
        leave=Min("next_at", filter=Q(way="voice")),
        close=Min("closes_at"),
    )
    next_moments["leave"] = next_moments["leave"] + LATE if next_moments["leave"] else None
    return min((moment for moment in next_moments.values() if moment is not None), default=None)


def _seen(by: Actor) -> Any:
    return Case.objects.filter(visible(by)).values("pk")


def _lines(rows: Any) -> list[AskLine]:
    annotated_rows = rows.annotate(
        phone=F("citizen__phone"),
        person=F("citizen__name"),
        words=F("report__text"),
        code=F("case__code"),
    ).select_related("case__topic", "unit")
    return [
        AskLine(
            row.pk,
            row.code,
            row.report_id,
            row.why,
            row.way,
            row.state,
            row.answer,
            row.channel,
            len(row.tried),
            row.next_at,
            row.closes_at,
            row.case.closed_at,
            row.case.close_kind,
            row.phone,
            row.person,
            (row.case.topic.name_fa, row.case.topic.name_en) if row.case.topic else None,
            (row.unit.name_fa, row.unit.name_en or row.unit.name_fa),
            row.case.address,
            row.words,
        )
        for row in annotated_rows
    ]
