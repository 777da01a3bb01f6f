"""The checklists of topics, and the rules of planned maintenance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from peygir.city import queries as city
from peygir.desks.fieldwork.models import Checklist, ChecklistStep, MaintenanceRule


@dataclass(frozen=True, slots=True)
class ChecklistStepFacts:
    """One step of a checklist."""

    text: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """The steps of the work on a topic, in force from `valid_from` up to, and without, `valid_to`."""

    id: int
    topic_id: int
    valid_from: date
    valid_to: date | None
    steps: tuple[ChecklistStepFacts, ...]


@dataclass(frozen=True, slots=True)
class MaintenanceFacts:
    """A rule of planned maintenance; `next_on` is the day of its next order's work."""

    id: int
    unit_id: int
    topic_id: int
    crew_id: int | None
    title: str
    asset_id: int | None
    neighbourhood_id: int | None
    lat: float | None
    lon: float | None
    address: str
    every: int
    repeat_unit: str
    lead_days: int
    begins_on: date
    next_on: date
    day_part: str
    is_active: bool
    version: int


def steps_on(topic_id: int, *, on: date) -> tuple[ChecklistStepFacts, ...]:
    """The steps of the work on a topic that are in force on a day; one statement."""
    in_force = Q(checklist__valid_from__lte=on) & (Q(checklist__valid_to__isnull=True) | Q(checklist__valid_to__gt=on))
    rows = ChecklistStep.objects.filter(in_force, checklist__topic_id=topic_id).order_by("checklist", "position")
    return tuple(ChecklistStepFacts(row.text, row.is_required) for row in rows)


def checklists_on(city_id: int, *, on: date) -> Mapping[int, ChecklistFacts]:
    """The checklists of a city in force on a day, by topic; two statements."""
    rows = Checklist.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), city_id=city_id, valid_from__lte=on)
    return {row.topic_id: _checklist(row) for row in rows.prefetch_related("steps")}


def checklist_versions(topic_id: int) -> list[ChecklistFacts]:
    """Every checklist of a topic, the newest first; two statements."""
    rows = Checklist.objects.filter(topic_id=topic_id).prefetch_related("steps").order_by("-valid_from", "-pk")
    return [_checklist(row) for row in rows]


def rules_of_unit(unit_id: int) -> list[MaintenanceFacts]:
    """The maintenance rules of a unit, the active ones first, then by their next day; one statement."""
    rows = MaintenanceRule.objects.filter(unit_id=unit_id).order_by("-is_active", "next_on", "pk")
    return [_rule(row) for row in rows]


def rule_by_id(rule_id: int) -> MaintenanceFacts | None:
    """One maintenance rule, or None; one statement."""
    row = MaintenanceRule.objects.filter(pk=rule_id).first()
    return _rule(row) if row is not None else None


def next_maintenance_at() -> datetime | None:
    """The next midnight, by its city's clock, at which a rule makes an order; one statement."""
    rows = MaintenanceRule.objects.filter(is_active=True).values("city_id").annotate(day=Min("make_on")).order_by()
    zones = {row["city_id"]: ZoneInfo(city.city_by_id(row["city_id"]).time_zone) for row in rows}
    return min((datetime.combine(row["day"], time(), zones[row["city_id"]]) for row in rows), default=None)


def _checklist(row: Checklist) -> ChecklistFacts:
    steps = sorted(row.steps.all(), key=lambda step: step.position)
    facts = tuple(ChecklistStepFacts(step.text, step.is_required) for step in steps)
    return ChecklistFacts(row.pk, row.topic_id, row.valid_from, row.valid_to, facts)


def _rule(row: MaintenanceRule) -> MaintenanceFacts:
    return MaintenanceFacts(
        row.pk,
        row.unit_id,
        row.topic_id,
        row.crew_id,
        row.title,
        row.asset_id,
        row.neighbourhood_id,
        row.lat,
        row.lon,
        row.address,
        row.every,
        row.repeat_unit,
        row.lead_days,
        row.begins_on,
        row.next_on,
        row.day_part,
        row.is_active,
        row.version,
    )
