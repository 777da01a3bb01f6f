"""One real case for each of the visibility rules' distinctions, as examples of what a member of staff may see."""

from dataclasses import dataclass

from django.db.models import Count, Q

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import OPEN, WORKABLE
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class SeenCounts:
    """The number of the city's open cases, and how many of them the actor sees."""

    all: int
    seen: int
    secret: int
    secret_seen: int


def counts_by_visibility(actor: Actor, city_id: int) -> SeenCounts:
    """The open cases that the actor sees, counted by the same filter as the lists; one statement."""
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
    """The newest workable case of each sort: of their unit, one below, another unit; confidential; about them."""
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
