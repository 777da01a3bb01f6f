"""One real case of each sort that the rules of sight tell apart, to show somebody's sight on living examples."""

from dataclasses import dataclass

from django.db.models import Count, Q

from peygir.cases.lifecycle import OPEN, WORKABLE
from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class SeenCounts:
    """Of the city's open cases: how many there are, and how many somebody sees."""

    all: int
    seen: int
    secret: int
    secret_seen: int


def counts_by_visibility(actor: Actor, city_id: int) -> SeenCounts:
    """How many open cases the actor sees, counted by the filter of the lists; one statement."""
    rows = Case.objects.filter(city_id=city_id, state__in=sorted(OPEN))
    seen = visible(actor)
    totals = rows.aggregate(
        all=Count("pk"),
        seen=Count("pk", filter=seen),
        secret=Count("pk", filter=Q(is_confidential=True)),
        secret_seen=Count("pk", filter=seen & Q(is_confidential=True)),
    )
    return SeenCounts(**{name: int(count) for name, count in totals.items()})


def examples_for(actor: Actor, city_id: int) -> dict[str, Case | None]:
    """The newest case with work to do of each sort: their unit's, one below, another's, a secret one, about them."""
    open_ones = Case.objects.filter(city_id=city_id, state__in=sorted(WORKABLE)).order_by("-id")
    plain = open_ones.filter(is_confidential=False, about_unit=None, about_staff=None, unit__isnull=False)
    own, below = Q(unit_id=actor.unit_id or 0), Q(unit_id__in=actor.unit_ids_below - {actor.unit_id or 0})
    return {
        "own": plain.filter(own).first() if actor.unit_id else None,
        "below": plain.filter(below).first() if actor.unit_ids_below else None,
        "other": plain.exclude(own | below).first(),
        "secret": open_ones.filter(is_confidential=True).first(),
        "about_unit": open_ones.filter(about_unit_id=actor.unit_id).first() if actor.unit_id else None,
        "about_person": open_ones.filter(about_staff_id=actor.id).first(),
    }
