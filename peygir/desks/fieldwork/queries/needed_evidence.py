"""What “done” needs for a topic, and how often a reason stood in for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from peygir.cases.facts import CaseFacts
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core.typed_fields import FormField
from peygir.desks.fieldwork.evidence_needs import NOTHING_MORE, EvidenceNeeds
from peygir.desks.fieldwork.models import EvidenceRule, EvidenceStandIn


@dataclass(frozen=True, slots=True)
class EvidenceRuleFacts:
    """One rule with its dates; `topic_id` is what it is for."""

    id: int
    topic_id: int
    valid_from: date
    valid_to: date | None
    needs: EvidenceNeeds


@dataclass(frozen=True, slots=True)
class StandInCount:
    """How often a reason stood in for a part, at a unit."""

    unit_id: int
    part: str
    reason: str
    count: int


def needs_of(case: Case | CaseFacts) -> EvidenceNeeds:
    """What “done” needs for a case: by the rule of its topic on the day on which the case was opened."""
    if case.topic_id is None:
        return NOTHING_MORE
    rule = rule_of(case.topic_id, on=city.day_of(case.city_id, case.opened_at))
    return rule.needs if rule is not None else NOTHING_MORE


def rule_of(topic_id: int, *, on: date) -> EvidenceRuleFacts | None:
    """The rule of a topic that is in force on a day, or None."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    row = EvidenceRule.objects.filter(in_force, topic_id=topic_id).order_by("-valid_from", "-pk").first()
    return _facts(row) if row is not None else None


def evidence_rules(city_id: int, *, on: date) -> list[EvidenceRuleFacts]:
    """Every rule that is in force on a day or will be, by topic and day."""
    rows = EvidenceRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), city_id=city_id)
    return [_facts(row) for row in rows.order_by("topic_id", "valid_from", "pk") if row.valid_from != row.valid_to]


def stand_in_counts(*, since: datetime, until: datetime, unit_ids: Collection[int] | None = None) -> list[StandInCount]:
    """How often each reason stood in for each part between two moments, by unit (None: all of them)."""
    rows = EvidenceStandIn.objects.filter(at__gte=since, at__lt=until)
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    counted = rows.values_list("unit_id", "part", "reason").annotate(count=Count("pk"))
    return [StandInCount(*row) for row in counted.order_by("unit_id", "-count", "part", "reason")]


def stand_ins_of(case_id: int) -> list[tuple[str, str]]:
    """(part, reason) of what stood in for evidence of a case, oldest first."""
    return list(EvidenceStandIn.objects.filter(case_id=case_id).order_by("pk").values_list("part", "reason"))


def _facts(row: EvidenceRule) -> EvidenceRuleFacts:
    needs = EvidenceNeeds(
        before=row.needs_before,
        after=row.needs_after,
        signature=row.needs_signature,
        most_metres=row.most_metres,
        time=row.needs_time,
        fields=tuple(FormField.of(field) for field in row.fields),
        stand_ins=tuple(row.stand_ins),
    )
    return EvidenceRuleFacts(row.pk, row.topic_id, row.valid_from, row.valid_to, needs)
