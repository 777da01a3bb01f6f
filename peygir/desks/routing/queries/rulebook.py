"""The routing rules of a city for a page, with the results of their dry runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.translation import AnyText, Text
from peygir.desks.routing.models import Choice, DryRun, Rule
from peygir.desks.routing.queries.telling import told_conditions
from peygir.history.models import Event
from peygir.history.queries import timeline
from peygir.people.queries import staff_names

_SHOWN: Final = 60
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DryRunLine:
    """The result of a dry run: counts, flows as (from, to, how many), and the first cases as (code, from, to)."""

    at: datetime
    by: str
    case_count: int
    matched_count: int
    changed_count: int
    flows: tuple[tuple[UnitFacts | None, UnitFacts | None, int], ...]
    cases: tuple[tuple[str, UnitFacts | None, UnitFacts | None], ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with its conditions in words; `used` counts the cases that it has routed."""

    id: int
    order: int
    name_fa: str
    name_en: str
    conditions: tuple[tuple[Text, AnyText], ...]
    unit: UnitFacts | None
    person: Pair | None
    branch: str
    valid_from: date
    valid_to: date | None
    is_on: bool
    made_by: str
    made_at: datetime
    used: int
    tried: DryRunLine | None


def rules(city_id: int) -> list[RuleLine]:
    """All rules of a city, those that are on first, in their order."""
    rows = Rule.objects.filter(city_id=city_id).order_by("-is_on", "order", "-pk")
    return _lines(rows)


def rule(city_id: int, rule_id: int) -> RuleLine | None:
    """One rule, or None."""
    found = _lines(Rule.objects.filter(city_id=city_id, pk=rule_id))
    return found[0] if found else None


def story_of(rule_id: int) -> list[Event]:
    """The events of a rule, oldest first."""
    return timeline("rule", rule_id)


def dry_run_of(rule_id: int) -> DryRunLine | None:
    """The latest dry run of a rule."""
    row = DryRun.objects.filter(rule_id=rule_id).order_by("-at", "-pk").first()
    return _run(row) if row is not None else None


def _lines(rows: Iterable[Rule]) -> list[RuleLine]:
    rule_rows = list(rows)
    ids = [row.pk for row in rule_rows]
    used = dict(
        Choice.objects.filter(rule_id__in=ids, is_applied=True)
        .values_list("rule_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    runs = {run.rule_id: run for run in DryRun.objects.filter(rule_id__in=ids).order_by("at", "pk")}
    ids_of_people = {row.person_id for row in rule_rows if row.person_id is not None}
    fa, en = staff_names(ids_of_people), staff_names(ids_of_people, "en")
    people: dict[int | None, Pair] = {staff_id: (fa[staff_id], en[staff_id]) for staff_id in fa}
    return [
        RuleLine(
            row.pk,
            row.order,
            row.name_fa,
            row.name_en,
            tuple(told_conditions(row)),
            city.unit(row.unit_id),
            people.get(row.person_id),
            row.branch,
            row.valid_from,
            row.valid_to,
            row.is_on,
            row.made_by,
            row.made_at,
            int(used.get(row.pk, 0)),
            _run(runs[row.pk]) if row.pk in runs else None,
        )
        for row in rule_rows
    ]


def _run(row: DryRun) -> DryRunLine:
    return DryRunLine(
        row.at,
        row.by,
        row.case_count,
        row.matched_count,
        row.changed_count,
        tuple((city.unit(one["from"]), city.unit(one["to"]), one["count"]) for one in row.flows),
        tuple((code, city.unit(was), city.unit(would)) for code, was, would in row.cases[:_SHOWN]),
    )
