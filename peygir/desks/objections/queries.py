"""What waits at each level, the objections of a report and of a case, and how each level keeps its promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from peygir.cases.facts import FiledReport
from peygir.cases.models import Case, Note
from peygir.cases.queries import case_as_it_is
from peygir.cases.rules import visibility_of
from peygir.cases.seeing import visible
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.objections.models import CitizenObjection, ObjectionStage
from peygir.desks.objections.rules import (
    ObjectionGround,
    ObjectionLevel,
    grounds_for,
    levels_for,
    may_answer_objection,
    next_level,
)
from peygir.people.rules import Actor

MOST: Final = 100
FEWEST: Final = 10
"""Below so many answered or overdue stages no share is given."""


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage with the words of its answer ("" once they are erased)."""

    level: str
    reached_at: datetime
    days: int
    due_at: datetime
    answered_at: datetime | None
    outcome: str
    answer: str
    is_overdue: bool

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the promise, or has not come by it."""
        return self.is_overdue or (self.answered_at is not None and self.answered_at > self.due_at)


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection with its case, its words and its stages, the first one first."""

    id: int
    case: Case
    report_id: int
    ground: str
    text: str
    objected_at: datetime
    level: str
    reply_until: datetime | None
    end: str
    ended_at: datetime | None
    stages: Sequence[StageLine]
    next_level: str  # to which the citizen may carry it now; ""

    @property
    def waiting(self) -> StageLine | None:
        """The stage that waits for an answer."""
        return next((stage for stage in self.stages if not stage.outcome), None)


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How one level answered the objections that reached it in a period; `days` is its promise now."""

    level: str
    reached: int
    in_time: int
    late: int
    unanswered: int
    waiting: int
    agreed: int

    @property
    def judged(self) -> int:
        """The stages of which one can say whether the promise was kept."""
        return self.in_time + self.late + self.unanswered

    @property
    def percent_kept(self) -> int | None:
        """Whole percents, rounded down; None where there are too few to say."""
        return self.in_time * 100 // self.judged if self.judged >= FEWEST else None


def stage_moments() -> "QuerySet[ObjectionStage, datetime]":
    """The moments at which waiting stages fall due, the earliest first."""
    rows = ObjectionStage.objects.filter(outcome="", overdue_at=None)
    return rows.order_by("due_at").values_list("due_at", flat=True)


def reply_moments() -> "QuerySet[CitizenObjection, datetime | None]":
    """The moments until which citizens may carry objections further, the earliest first."""
    rows = CitizenObjection.objects.filter(end="", reply_until__isnull=False)
    return rows.order_by("reply_until").values_list("reply_until", flat=True)


def objections_to_answer(by: Actor, city_id: int) -> list[ObjectionLine]:
    """The objections that wait for this person's answer, the first due first; three statements."""
    waiting = ObjectionStage.objects.filter(outcome="", objection__city_id=city_id, objection__end="")
    rows = waiting.filter(objection__case__in=Case.objects.filter(visible(by))).select_related("objection__case")
    own = [
        stage.objection_id
        for stage in rows.order_by("due_at", "pk")[: MOST * 3]
        if may_answer_objection(by, stage.level, visibility_of(stage.objection.case))
    ]
    return _lines(CitizenObjection.objects.filter(pk__in=own[:MOST]), order=own)


def objection_of_report(report_id: int) -> ObjectionLine | None:
    """The last objection of a report; three statements."""
    last = CitizenObjection.objects.filter(report_id=report_id).order_by("-objected_at", "-pk")[:1]
    return next(iter(_lines(CitizenObjection.objects.filter(pk__in=[row.pk for row in last]))), None)


def open_grounds(report: FiledReport) -> tuple[ObjectionGround, ...]:
    """The grounds on which the reporter of a report may object now; () while an objection is open; one statement."""
    case = case_as_it_is(report.case_id)
    own = CitizenObjection.objects.filter(Q(end="") | Q(ended_at__gte=case.state_at), report_id=report.pk)
    if own.exists():
        return ()
    return grounds_for(case.state, is_late=case.due_at is not None and case.due_at < clock.now())


def objection_by_id(objection_id: int, city_id: int, by: Actor) -> ObjectionLine | None:
    """An objection whose case this person may see; three statements."""
    seen = Case.objects.filter(visible(by))
    return next(iter(_lines(CitizenObjection.objects.filter(pk=objection_id, city_id=city_id, case__in=seen))), None)


def counts_of_levels(city_id: int, *, since: datetime, until: datetime) -> list[LevelCount]:
    """How each level answered what reached it in a period, in their order; one statement."""
    now = clock.now()
    rows = ObjectionStage.objects.filter(objection__city_id=city_id, reached_at__gte=since, reached_at__lt=until)
    answered = Q(outcome__in=["agreed", "rejected"])
    missed = Q(outcome="unanswered") | Q(outcome="", due_at__lt=now)
    counted: dict[str, dict[str, Any]] = {
        row["level"]: dict(row)
        for row in rows.values("level").annotate(
            reached=Count("pk"),
            in_time=Count("pk", filter=answered & Q(answered_at__lte=F("due_at"))),
            late=Count("pk", filter=answered & Q(answered_at__gt=F("due_at"))),
            unanswered=Count("pk", filter=missed),
            waiting=Count("pk", filter=Q(outcome="", due_at__gte=now)),
            agreed=Count("pk", filter=Q(outcome="agreed")),
        )
    }
    nothing = dict.fromkeys(("reached", "in_time", "late", "unanswered", "waiting", "agreed"), 0)
    return [LevelCount(**{**nothing, **counted.get(level, {}), "level": level}) for level in ObjectionLevel]


def _lines(rows: QuerySet[CitizenObjection], *, order: Sequence[int] = ()) -> list[ObjectionLine]:
    objections = list(rows.select_related("case__topic", "case__unit"))
    if order:
        objections.sort(key=lambda row: order.index(row.pk))
    stages: dict[int, list[ObjectionStage]] = {}
    for stage in ObjectionStage.objects.filter(objection__in=objections).order_by("reached_at", "pk"):
        stages.setdefault(stage.objection_id, []).append(stage)
    texts = _words(objections, [one for group in stages.values() for one in group])
    return [
        ObjectionLine(
            id=row.pk,
            case=row.case,
            report_id=row.report_id,
            ground=row.ground,
            text=texts.get((row.case_id, row.number), ""),
            objected_at=row.objected_at,
            level=row.level,
            reply_until=row.reply_until,
            end=row.end,
            ended_at=row.ended_at,
            stages=[
                _stage(one, texts.get((row.case_id, one.answer_number or 0), "")) for one in stages.get(row.pk, ())
            ],
            next_level=_next(row),
        )
        for row in objections
    ]


def _next(row: CitizenObjection) -> str:
    if row.reply_until is None or row.end or row.reply_until <= clock.now():
        return ""
    levels = levels_for(visibility_of(row.case), centre_id=city.centre_of(row.city_id).id)
    return next_level(levels, row.level) or ""


def _stage(stage: ObjectionStage, answer: str) -> StageLine:
    is_overdue = stage.overdue_at is not None or (not stage.outcome and stage.due_at < clock.now())
    return StageLine(
        level=stage.level,
        reached_at=stage.reached_at,
        days=stage.days,
        due_at=stage.due_at,
        answered_at=stage.answered_at,
        outcome=stage.outcome,
        answer=answer,
        is_overdue=is_overdue,
    )


def _words(rows: Iterable[CitizenObjection], stages: Iterable[ObjectionStage]) -> dict[tuple[int, int], str]:
    case_ids = {row.case_id for row in rows}
    numbers = {row.number for row in rows} | {one.answer_number for one in stages if one.answer_number is not None}
    notes = Note.objects.filter(case_id__in=case_ids, number__in=numbers)
    return {(case_id, number): text for case_id, number, text in notes.values_list("case_id", "number", "text")}
